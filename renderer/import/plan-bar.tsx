import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useSpan } from '../text/use-span.ts'
import { useText } from '../text/use-text.ts'
import styles from './plan-bar.module.css'
import type { SendPlan } from './send-plan.ts'

/** The cost of sending: calls by kind, a bar in the same proportion, and the time as a range at the present limit. */
export function PlanBar({ plan }: { plan: SendPlan }) {
  const { t } = useText()
  const format = useFormat()
  const span = useSpan()
  const rate = useFrom('status', s => s.status?.limiter.rate ?? 0)
  const time = plan.seconds
    ? t('import.time at rate', { time: span.range(plan.seconds), rate: format.number(rate, 1) })
    : t('import.time unknown')
  return (
    <div className={styles.plan} data-testid="send-plan">
      <p className={styles.calls}>
        <strong>{t('import.calls', { count: plan.calls, shown: format.number(plan.calls) })}</strong>
        {plan.parts.map(({ kind, calls }) => (
          <span key={kind}>{t(`import.calls ${kind}`, { calls: format.number(calls) })}</span>
        ))}
      </p>
      <div className={styles.bar} aria-hidden="true">
        {plan.parts.map(({ kind, calls }) => (
          <span key={kind} data-kind={kind} style={{ flexGrow: Math.max(calls, plan.calls / 100) }} />
        ))}
      </div>
      <p className={styles.time}>
        {time}
        {plan.faceless > 0 && ` · ${t('import.faceless', { count: plan.faceless, shown: format.number(plan.faceless) })}`}
      </p>
    </div>
  )
}
