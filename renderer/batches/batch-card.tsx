import type { BatchView } from '../../shared/model/batch.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useSpan } from '../text/use-span.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './batch-card.module.css'
import { BatchState } from './batch-state.tsx'
import { useBatchName } from './use-batch-name.ts'

/** One batch in the list: how far it is, and how long it will take or took. */
export function BatchCard({ batch }: { batch: BatchView }) {
  const { t } = useText()
  const format = useFormat()
  const span = useSpan()
  const now = useNow(60_000)
  const chosen = useFrom('batchVisits', s => s.batchId === batch.id)
  const choose = useFrom('batchVisits', s => s.choose)
  const resume = useFrom('batches', s => s.resume)
  const cancel = useFrom('batches', s => s.cancel)
  const held = useFrom('batches', s => s.cancelling?.batchId === batch.id)
  const nameOf = useBatchName()
  const { done, failed, left, total } = batch
  // On its way: how far it is, as its figures say; at its end: how many are through.
  const told = batch.finishedAt === null ? done + failed : done
  const counted =
    failed > 0 ? t('batches.done of failed', { done: told, total, count: failed }) : t('batches.done of', { done: told, total })
  const time = () => {
    if (batch.finishedAt !== null && batch.startedAt !== null) {
      const ms = Math.max(1, batch.finishedAt - batch.startedAt)
      return t('batches.took at', { took: span.took(ms), rate: format.number((done / ms) * 1000, 1) })
    }
    if (left === 0) return ''
    if (!batch.left_seconds) return t('batches.left', { left })
    const range = span.range(batch.left_seconds)
    return batch.state === 'paused' ? t('batches.left with time', { left, time: range }) : t('batches.to go', { time: range })
  }
  return (
    <li className={styles.card} data-chosen={chosen} data-testid="batch-card" data-state={batch.state}>
      <button type="button" className={styles.open} aria-current={chosen} onClick={() => choose(batch.id)}>
        <span className={styles.title}>
          <strong>{nameOf(batch)}</strong>
          <BatchState batch={batch} />
        </span>
        <span className={styles.about}>
          {t('batches.guests', { count: total })} · {format.when(batch.createdAt, now)}
        </span>
        <Progress done={done} failed={failed} total={total} label={counted} />
        <span className={styles.foot}>
          <b>{counted}</b> <span>{time()}</span>
        </span>
      </button>
      {batch.state === 'paused' && !held && (
        <div className={styles.ways}>
          <Button look="repair" size={28} icon="play" onClick={() => void resume(batch.id)}>
            {t('batches.resume')}
          </Button>
          {left > 0 && (
            <Button look="quiet" size={28} onClick={() => void cancel(batch)}>
              {t('batches.cancel rest', { count: left })}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}
