import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { StateWord } from '../ui/state-word.tsx'
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

function Outcome({ form: { owner, failure, faults, tested, saved } }: { form: Form }) {
  const { t } = useText()
  const say = useFailure()
  if (!owner)
    return (
      <p className={styles.outcome} data-tone="wait">
        <b>{t('settings.not owner')}</b> {t('settings.not owner why')}
      </p>
    )
  if (failure)
    return (
      <p className={styles.outcome} role="alert">
        <StateWord tone="no">{say(failure)}</StateWord>
      </p>
    )
  if (faults.length > 0)
    return (
      <p className={styles.outcome}>
        <StateWord tone="no">{t('settings.faults', { count: faults.length })}</StateWord>
      </p>
    )
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
