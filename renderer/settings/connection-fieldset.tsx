import type { ConnectionView } from '../../shared/contract/connection-calls.ts'
import { DEFAULT_CONCURRENCY } from '../../shared/model/settings.ts'
import type { ConnectionFields } from '../stores/connection.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Field } from '../ui/field.tsx'
import type { ConnectionField } from './connection-fields.ts'
import styles from './connection-form.module.css'
import { EnrolChoice } from './enrol-choice.tsx'

/** How a secret typed here will be kept, or how the known one is. */
function keptHow(view: ConnectionView | null): 'sealed' | 'file' | 'browser' | 'no-keyring' {
  if (view?.secret === 'file') return 'file'
  return view?.secretCannotBeKept ?? 'sealed'
}

/** Address, keys, pace and pin. The secret's field is always empty at first: it is never read back. */
export function ConnectionFieldset({ fields, faults }: { fields: ConnectionFields; faults: readonly ConnectionField[] }) {
  const { t } = useText()
  const view = useFrom('connection', s => s.view)
  const type = useFrom('connection', s => s.type)
  const field = (name: Exclude<ConnectionField, 'enrol'>) => ({
    name,
    label: t(`settings.${name}`),
    value: fields[name],
    error: faults.includes(name) ? t(`settings.error ${name}`) : undefined,
    onChange: (event: { target: HTMLInputElement }) => type({ [name]: event.target.value }),
    'data-testid': `connection-${name}`,
  })
  const kept = t(`settings.secret ${keptHow(view)}`)
  const known = view !== null && view.secret !== 'none'
  const asked = view?.connection.kind === 'hikcentral' && !known
  const secretWord = known ? t('settings.secret known') : asked ? t('settings.secret again') : ''
  const plain = /^\s*http:/i.test(fields.url)
  return (
    <div className={styles.fields}>
      <div data-wide="true">
        <Field {...field('url')} type="url" hint={t(plain ? 'settings.url plain' : 'settings.url hint')} />
      </div>
      <Field {...field('appKey')} hint={t('settings.appKey hint')} />
      <Field
        {...field('appSecret')}
        type="password"
        autoComplete="new-password"
        hint={<span data-testid="secret-kept">{`${secretWord} ${kept}`.trim()}</span>}
      />
      <Field {...field('rate')} inputMode="decimal" placeholder={t('settings.rate found')} hint={t('settings.rate hint')} />
      <Field
        {...field('concurrency')}
        inputMode="numeric"
        hint={t('settings.concurrency hint', { concurrency: DEFAULT_CONCURRENCY })}
      />
      <div data-wide="true">
        <EnrolChoice chosen={fields.enrol} onChoose={enrol => type({ enrol })} />
      </div>
      <div data-wide="true" className={styles.print}>
        <Field {...field('pin')} hint={t('settings.pin hint')} />
      </div>
    </div>
  )
}
