import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { StateWord } from '../ui/state-word.tsx'
import styles from './save-bar.module.css'

/** Switching on, or another port; and what stands against it. Where nothing is to be saved there is no button. */
export function MetricsBar({
  fault,
  isPortNew,
  owner,
  onSave,
}: {
  fault: boolean
  isPortNew: boolean
  owner: boolean
  onSave: () => void
}) {
  const { t } = useText()
  const say = useFailure()
  const { view, busy, failure } = useFrom('metrics', s => s)
  const go = useFrom('view', s => s.go)
  const toDesk = () => go('desk')
  useKey(chords.close, toDesk)
  const on = view?.on ?? false
  return (
    <footer className={styles.bar}>
      {(!on || isPortNew) && (
        <Button
          look="main"
          size={40}
          keyName="send"
          disabled={!owner}
          aria-disabled={busy}
          onClick={onSave}
          data-testid="save-metrics"
        >
          {t(busy ? 'outside.saving' : on ? 'outside.save port' : 'outside.switch on')}
        </Button>
      )}
      <p className={styles.outcome} role="status" {...(owner ? {} : { 'data-tone': 'wait' })}>
        {!owner ? (
          <>
            <b>{t('settings.not owner')}</b> {t('settings.not owner why')}
          </>
        ) : failure ? (
          <StateWord tone="no">{say(failure)}</StateWord>
        ) : fault ? (
          <StateWord tone="no">{t('settings.faults', { count: 1 })}</StateWord>
        ) : (
          t(on ? 'outside.metrics note on' : 'outside.metrics note')
        )}
      </p>
      <button type="button" className={styles.desk} onClick={toDesk}>
        <KeyCap name="close" /> {t('settings.to desk')}
      </button>
    </footer>
  )
}
