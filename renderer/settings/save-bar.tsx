import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { useFormTrouble } from './form-trouble.tsx'
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
function Outcome({ form }: { form: Form }) {
  const { t } = useText()
  const saved = useFrom('connection', s => s.saved)
  const trouble = useFormTrouble(form)
  if (trouble) return trouble
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
