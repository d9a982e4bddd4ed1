import type { ConnectionView } from '../../shared/contract/calls.ts'
import { DEFAULT_CONCURRENCY, DEFAULT_RATE } from '../../shared/model/settings.ts'
import { useText } from '../text/use-text.ts'
import { Field } from '../ui/field.tsx'
import type { ConnectionError, ConnectionFields } from './connection-form.ts'
import styles from './connection-section.module.css'

/** How a secret typed here will be kept, or how the known one is. */
function keptHow(view: ConnectionView | null): 'sealed' | 'file' | 'session' | 'no-keyring' {
  if (view?.secret === 'file') return 'file'
  if (view?.secretCannotBeKept === 'no-keyring') return 'no-keyring'
  return view?.secretCannotBeKept === 'browser' ? 'session' : 'sealed'
}

/** Address, keys and pace. The secret's field is always empty: it is never read back. */
export function ConnectionFieldset({
  fields,
  errors,
  view,
  onType,
}: {
  fields: ConnectionFields
  errors: readonly ConnectionError[]
  view: ConnectionView | null
  onType: (change: Partial<ConnectionFields>) => void
}) {
  const { t } = useText()
  const errorOf = (name: ConnectionError) => (errors.includes(name) ? t(`settings.error ${name}`) : undefined)
  const known = view !== null && view.secret !== 'none'
  const kept = t(`settings.secret ${keptHow(view)}`)
  return (
    <div className={styles.fields}>
      <Field
        label={t('settings.address')}
        type="url"
        value={fields.url}
        error={errorOf('address')}
        hint={t('settings.address hint')}
        onChange={event => onType({ url: event.target.value })}
        data-testid="connection-url"
      />
      <Field
        label={t('settings.app key')}
        value={fields.appKey}
        error={errorOf('app key')}
        hint={t('settings.app key hint')}
        onChange={event => onType({ appKey: event.target.value })}
        data-testid="connection-key"
      />
      <Field
        label={t('settings.secret')}
        type="password"
        autoComplete="new-password"
        value={fields.appSecret}
        error={errorOf('secret')}
        hint={<span data-testid="secret-kept">{known ? `${t('settings.secret kept')} ${kept}` : kept}</span>}
        onChange={event => onType({ appSecret: event.target.value })}
        data-testid="connection-secret"
      />
      <div className={styles.pair}>
        <Field
          label={t('settings.rate')}
          inputMode="decimal"
          value={fields.rate}
          error={errorOf('rate')}
          hint={t('settings.rate hint', { rate: DEFAULT_RATE })}
          onChange={event => onType({ rate: event.target.value })}
          data-testid="connection-rate"
        />
        <Field
          label={t('settings.concurrency')}
          inputMode="numeric"
          value={fields.concurrency}
          error={errorOf('concurrency')}
          hint={t('settings.concurrency hint', { concurrency: DEFAULT_CONCURRENCY })}
          onChange={event => onType({ concurrency: event.target.value })}
          data-testid="connection-concurrency"
        />
      </div>
    </div>
  )
}
