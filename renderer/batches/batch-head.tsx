import type { BatchView } from '../../shared/model/batch.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { BatchCost } from './batch-cost.tsx'
import { BatchFigures } from './batch-figures.tsx'
import styles from './batch-head.module.css'
import { BatchState } from './batch-state.tsx'
import { FailedRows } from './failed-rows.tsx'
import { useBatchName } from './use-batch-name.ts'

/** The batch on the screen: its name, what can be done with all of it, and its figures. */
export function BatchHead({ batch }: { batch: BatchView }) {
  const { t } = useText()
  const { pause, resume, cancel } = useFrom('batches', s => s)
  const held = useFrom('batches', s => s.cancelling?.batchId === batch.id)
  const nameOf = useBatchName()
  const { id, done, failed, left, total } = batch
  const label =
    failed > 0
      ? t('batches.done of failed', { done: done + failed, total, count: failed })
      : t('batches.done of', { done, total })
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <h2 title={batch.name}>{nameOf(batch)}</h2>
        <span data-testid="batch-state" data-state={batch.state}>
          <BatchState batch={batch} />
        </span>
        <div className={styles.ways}>
          {batch.state === 'running' && left > 0 && (
            <Button icon="pause" keyName="pause" onClick={() => void pause(id)} data-testid="pause-batch">
              {t('batches.pause')}
            </Button>
          )}
          {batch.state === 'paused' && !held && (
            <Button icon="play" keyName="pause" onClick={() => void resume(id)} data-testid="resume-batch">
              {t('batches.resume')}
            </Button>
          )}
          {failed > 0 && <FailedRows batch={batch} />}
          {left > 0 && !held && (
            <Button look="danger" onClick={() => void cancel(batch)} data-testid="cancel-batch">
              {t('batches.cancel rest', { count: left })}
            </Button>
          )}
        </div>
      </div>
      <BatchFigures batch={batch} />
      <Progress done={done} failed={failed} total={total} label={label} tall />
      <BatchCost batch={batch} />
    </header>
  )
}
