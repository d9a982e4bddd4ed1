import type { BatchView } from '../../shared/model/batch.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import styles from './batch-head.module.css'

/** What the batch cost: refusals met, time spent waiting for the limiter, and how long the site took by step. */
export function BatchCost({ batch }: { batch: BatchView }) {
  const { t, word } = useText()
  const format = useFormat()
  const steps = Object.entries(batch.latencies)
  if (steps.length === 0) return null
  const told = steps.map(([kind, { p50, p95 }]) =>
    t('batches.cost step', {
      step: word('batches', `step ${kind.split(' ').at(-1)}`, 'batches.step other'),
      p50: format.number(p50),
      p95: format.number(p95),
    }),
  )
  return (
    <p className={styles.cost} data-testid="batch-cost">
      {t('batches.cost', { refusals: batch.refusals, waited: format.number(batch.waited_seconds, 1) })}
      {told.join(' · ')}
    </p>
  )
}
