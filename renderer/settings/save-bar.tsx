import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { StateWord } from '../ui/state-word.tsx'
import styles from './save-bar.module.css'
import type { useConnectionForm } from './use-connection-form.ts'

type Form = ReturnType<typeof useConnectionForm>

/** The one main button of the settings, the test beside it, and what came of them; Esc goes back to the desk and loses nothing. */
export function SaveBar({ form, onSave, onTest }: { form: Form; onSave: () => void; onTest: () => void }) {
  const { t } = useText()
  const busy = useFrom('connection', s => s.busy)
  const go = useFrom('view', s => s.go)
  const toDesk = () => go('desk')
  useKey(chords.close, toDesk)
  return (
    <footer className={styles.bar}>
      <Button
        look="main"
        size={40}
        keyName="send"
        disabled={!form.owner}
        aria-disabled={busy !== null}
        onClick={onSave}
        data-stop
        data-testid="save-connection"
      >
        {t(busy === 'save' ? 'settings.saving' : 'settings.save')}
      </Button>
      <Button size={40} aria-disabled={busy !== null} onClick={onTest} data-testid="test-connection">
        {t(busy === 'test' ? 'settings.testing' : 'settings.test')}
      </Button>
      <Outcome form={form} />
      <button type="button" className={styles.desk} onClick={toDesk}>
        <KeyCap name="close" /> {t('settings.to desk')}
      </button>
    </footer>
  )
}

/** What came of it, what stands against it, or what saving will do. */
function Outcome({ form: { owner, failure, faults } }: { form: Form }) {
  const { t } = useText()
  const say = useFailure()
  const saved = useFrom('connection', s => s.saved)
  if (!owner)
    return (
      <p className={styles.outcome} data-tone="wait" data-testid="not-owner">
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
  return (
    <p className={styles.outcome} role="status" data-testid="saved" data-saved={saved}>
      {saved ? (
        <StateWord tone="plain" icon="check">
          {t('settings.saved')}
        </StateWord>
      ) : (
        t('settings.save note')
      )}
    </p>
  )
}
