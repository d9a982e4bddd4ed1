import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { useFormTrouble } from './form-trouble.tsx'
import styles from './save-bar.module.css'
import type { useWebhookForm } from './use-webhook-form.ts'

type Form = ReturnType<typeof useWebhookForm>

/** Save, try, and what came of it. */
export function WebhookBar({ form, onSave, onTest }: { form: Form; onSave: () => void; onTest: () => void }) {
  const { t } = useText()
  const { busy, owner, view } = form
  const go = useFrom('view', s => s.go)
  const toDesk = () => go('desk')
  useKey(chords.close, toDesk)
  return (
    <footer className={styles.bar}>
      <Button
        look="main"
        size={40}
        keyName="send"
        disabled={!owner}
        aria-disabled={busy !== null}
        onClick={onSave}
        data-stop
        data-testid="save-webhook"
      >
        {t(busy === 'save' ? 'outside.saving' : view?.on ? 'outside.save on' : 'outside.save')}
      </Button>
      <Button size={40} aria-disabled={busy !== null} onClick={onTest} data-testid="test-webhook">
        {t(busy === 'test' ? 'outside.testing' : 'outside.test')}
      </Button>
      <Outcome form={form} />
      <button type="button" className={styles.desk} onClick={toDesk}>
        <KeyCap name="close" /> {t('settings.to desk')}
      </button>
    </footer>
  )
}

function Outcome({ form }: { form: Form }) {
  const { t } = useText()
  const { tested, saved } = form
  const trouble = useFormTrouble(form)
  if (trouble) return trouble
  if (tested)
    return (
      <p className={styles.outcome} role="status" data-testid="webhook-tested" data-state={tested.state}>
        {tested.cause === null ? (
          <StateWord tone="ok">{t('outside.test done', { status: tested.status ?? '' })}</StateWord>
        ) : (
          <StateWord tone="no">{t('outside.test failed')}</StateWord>
        )}
      </p>
    )
  return (
    <p className={styles.outcome} role="status" data-testid="webhook-saved" data-saved={saved}>
      {saved ? (
        <StateWord tone="plain" icon="check">
          {t('outside.saved')}
        </StateWord>
      ) : (
        t('outside.save note')
      )}
    </p>
  )
}
