import type { Failure } from '../../shared/model/failure.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import styles from './send-bar.module.css'
import type { Undo } from './use-undo.ts'

interface Props {
  undo: Undo
  failure: Failure | null
  onSend: () => void
  /** The same, and the badge. */
  onSendPrint: () => void
}

/** The one main button of the desk, what stands against it, and the way back from the last one. */
export function SendBar({ undo, failure, onSend, onSendPrint }: Props) {
  const { t } = useText()
  const say = useFailure()
  const typed = useFrom('draft', s => s.fields.name !== '')
  const faceless = useFrom('draft', s => s.photo.kind !== 'ready' && !s.known?.photo)
  return (
    <footer className={styles.bar}>
      <Button look="main" size={40} keyName="send" onClick={onSend} data-stop data-own-enter data-testid="send">
        {t('desk.send')}
      </Button>
      <Button size={40} icon="print" keyName="sendPrint" onClick={onSendPrint} data-own-enter data-testid="send-print">
        {t('desk.send print')}
      </Button>
      {failure ? (
        <p className={styles.failure} role="alert">
          <Icon name="cross" size={12} /> {say(failure)}
        </p>
      ) : (
        typed && faceless && <p className={styles.hint}>{t('desk.faceless')}</p>
      )}
      {undo.seconds > 0 && (
        <button type="button" className={styles.undo} onClick={undo.run} data-own-enter data-testid="undo">
          {t('desk.undo', { count: undo.seconds })} <KeyCap name="undo" />
        </button>
      )}
    </footer>
  )
}
