import { type ReactNode, useEffect, useRef } from 'react'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { KeyForm } from '../ui/key-form.tsx'
import { StateWord } from '../ui/state-word.tsx'
import styles from './connection-form.module.css'
import { useWebhookForm } from './use-webhook-form.ts'
import { WebhookBar } from './webhook-bar.tsx'
import { WebhookSample } from './webhook-sample.tsx'

/** Where the ends of batches are told: the address, the secret it is signed with, and what is told. */
export function WebhookForm({ tabs }: { tabs: ReactNode }) {
  const { t } = useText()
  const form = useWebhookForm()
  const { view, fields, faults, owner, read, type, waiting } = form
  const element = useRef<HTMLFormElement>(null)
  useEffect(() => void read(), [read])
  const attempt = (act: () => void) => {
    act()
    const [first] = form.lacking
    const field = first && element.current?.elements.namedItem(first === 'url' ? 'url' : 'secret')
    if (field instanceof HTMLElement) field.focus()
  }
  const save = () => attempt(form.save)
  useKey(chords.send, save)
  const secretFault = faults.find(fault => fault !== 'url')
  const known = view !== null && view.secret !== 'none'
  const kept = view?.secret === 'file' ? 'file' : (view?.secretCannotBeKept ?? 'sealed')
  return (
    <KeyForm form={element} className={styles.form} label={t('outside.tab webhook')}>
      <header className={styles.head}>
        {tabs}
        {view && (
          <p className={styles.state} data-testid="webhook-state" data-on={view.on}>
            {view.on && !known ? (
              <StateWord tone="wait">{t('outside.webhook no secret')}</StateWord>
            ) : (
              <StateWord tone="plain" icon={view.on ? 'check' : 'minus'}>
                {t(view.on ? 'outside.webhook on' : 'outside.webhook off')}
              </StateWord>
            )}
          </p>
        )}
        {view?.on && owner && (
          <Button
            size={28}
            look={waiting > 0 ? 'danger' : 'plain'}
            aria-disabled={form.busy !== null}
            onClick={() => void form.off()}
            data-testid="webhook-off"
          >
            {waiting > 0 ? t('outside.off waiting', { count: waiting }) : t('outside.off')}
          </Button>
        )}
      </header>
      <p className={styles.lead}>{t('outside.webhook why')}</p>
      <div className={styles.fields}>
        <div data-wide="true">
          <Field
            name="url"
            type="url"
            label={t('outside.url')}
            value={fields.url}
            error={faults.includes('url') ? t('outside.error url') : undefined}
            hint={t('outside.url hint')}
            onChange={event => type({ url: event.target.value })}
            data-testid="webhook-url"
          />
        </div>
        <div data-wide="true">
          <Field
            name="secret"
            type="password"
            autoComplete="new-password"
            label={t('outside.secret')}
            value={fields.secret}
            error={secretFault ? t(`outside.error ${secretFault}`) : undefined}
            hint={
              <span data-testid="webhook-secret-kept">
                {t(known ? 'settings.secret known' : view?.on ? 'settings.secret again' : 'outside.secret hint')}{' '}
                {t(`settings.secret ${kept}`)}
              </span>
            }
            onChange={event => type({ secret: event.target.value })}
            data-testid="webhook-secret"
          />
        </div>
      </div>
      <WebhookSample />
      <WebhookBar form={form} onSave={save} onTest={() => attempt(form.test)} />
    </KeyForm>
  )
}
