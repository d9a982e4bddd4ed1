import { useEffect, useState } from 'react'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { Certificate } from './certificate.tsx'
import { Checks } from './checks.tsx'
import { ConnectionFieldset } from './connection-fieldset.tsx'
import { type ConnectionFields, errorsOf, fieldsOf, inputOf } from './connection-form.ts'
import styles from './connection-section.module.css'
import { SiteNow } from './site-now.tsx'

/** The wizard: address and keys, a test with named checks, the certificate to pin, and only then "save". */
export function ConnectionSection() {
  const { t } = useText()
  const say = useFailure()
  const { view, tested, busy, failure, read, test, save, changed } = useFrom('connection', s => s)
  const owner = useFrom('status', s => s.status?.owner ?? true)
  const [typed, setTyped] = useState<Partial<ConnectionFields>>({})
  const [tried, setTried] = useState(false)
  const [saved, setSaved] = useState(false)
  useEffect(() => void read(), [read])

  const fields = { ...fieldsOf(view), ...typed }
  const secretKnown = view !== null && view.secret !== 'none'
  const errors = errorsOf(fields, secretKnown)
  const type = (change: Partial<ConnectionFields>) => {
    setTyped({ ...typed, ...change })
    setSaved(false)
    if (!('pin' in change)) changed()
  }
  const run = async (act: 'test' | 'save') => {
    setTried(true)
    if (errors.length > 0 || busy) return
    if (act === 'test') return test(inputOf(fields))
    if (await save(inputOf(fields))) {
      setTyped({})
      setTried(false)
      setSaved(true)
    }
  }
  return (
    <div className={styles.section}>
      <form
        className={styles.form}
        onSubmit={event => {
          event.preventDefault()
          void run('test')
        }}
        noValidate
      >
        <SiteNow view={view} owner={owner} onForgotten={() => setTyped({})} />
        {!owner && (
          <Banner tone="wait" icon="lock" fact={t('settings.not owner')} tall>
            {t('settings.not owner why')}
          </Banner>
        )}
        <h2>{t('settings.wizard')}</h2>
        <ConnectionFieldset fields={fields} errors={tried ? errors : []} view={view} onType={type} />
        <footer className={styles.foot}>
          <Button type="submit" size={40} aria-disabled={busy !== null} data-testid="test-connection">
            {busy === 'test' ? t('settings.testing') : t('settings.test')}
          </Button>
          <Button
            look="main"
            size={40}
            disabled={!owner}
            aria-disabled={busy !== null}
            onClick={() => void run('save')}
            data-testid="save-connection"
          >
            {busy === 'save' ? t('settings.saving') : t('settings.save')}
          </Button>
          {failure && (
            <span role="alert">
              <StateWord tone="no">{say(failure)}</StateWord>
            </span>
          )}
          {saved && !failure && (
            <span role="status">
              <StateWord tone="plain" icon="list">
                {t('settings.saved')}
              </StateWord>
            </span>
          )}
          {!owner && <StateWord tone="wait">{t('settings.not owner')}</StateWord>}
        </footer>
      </form>
      <aside className={styles.side}>
        <Checks checks={tested?.checks ?? null} busy={busy === 'test'} />
        <Certificate shown={tested?.certificateSha256 ?? null} pin={fields.pin} onPin={pin => type({ pin })} />
      </aside>
    </div>
  )
}
