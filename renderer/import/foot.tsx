import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { type ImportStep, importSteps } from '../stores/list.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { hasNames } from './column-choice.ts'
import styles from './foot.module.css'
import { PlanBar } from './plan-bar.tsx'
import { useSendPlan } from './use-send-plan.ts'

/** The foot of every step: what would be sent as things stand, and the one main button. Only the last step's sends. */
export function Foot() {
  const { t } = useText()
  const step = useFrom('list', s => s.step)
  const preview = useFrom('list', s => s.preview)
  const busy = useFrom('list', s => s.busy)
  const sent = useFrom('list', s => s.sent)
  const go = useFrom('list', s => s.go)
  const send = useFrom('list', s => s.send)
  const plan = useSendPlan()
  const guests = { count: plan.guests, shown: useFormat().number(plan.guests) }
  const next = importSteps[importSteps.indexOf(step) + 1] as Exclude<ImportStep, 'file'> | undefined
  const named = preview !== null && hasNames(preview.columns)
  const reason =
    step === 'send' && plan.guests === 0
      ? t('import.nothing to send')
      : step === 'columns' && !named
        ? t('import.names missing')
        : null
  const act = () => {
    if (reason || busy) return
    if (next) go(next)
    else void send()
  }
  // What was just sent is told above; with nothing more to send the foot has nothing to say.
  const over = step === 'send' && sent !== null && plan.guests === 0
  useKey(chords.send, act, !over)
  if (!preview || over) return null
  return (
    <footer className={styles.foot}>
      <p className={styles.guests}>
        <strong>{t('import.guests now', guests)}</strong>
        <span>{preview.bad > 0 ? t('import.rows stay', { count: preview.bad }) : t('import.nothing stays')}</span>
      </p>
      <PlanBar plan={plan} />
      {reason && <p className={styles.reason}>{reason}</p>}
      <Button
        look="main"
        size={40}
        keyName="send"
        onClick={act}
        disabled={reason !== null}
        aria-disabled={busy !== null}
        data-testid={next ? 'next-step' : 'send-list'}
      >
        {next ? t(`import.next ${next}`) : busy === 'send' ? t('import.sending') : t('import.send guests', guests)}
      </Button>
    </footer>
  )
}
