import type { BatchView } from '../../shared/model/batch.ts'
import { useFormat } from '../text/use-format.ts'
import { useSpan } from '../text/use-span.ts'
import { useText } from '../text/use-text.ts'
import { StateWord } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './batch-head.module.css'

/** How many, how fast, how long: forecast as a range while it runs, to the second when it is over. */
export function BatchFigures({ batch }: { batch: BatchView }) {
  const { t } = useText()
  const format = useFormat()
  const span = useSpan()
  const now = useNow(5_000)
  const { done, failed, left, total, rate, left_seconds: toGo } = batch
  const ended = done + failed
  const spent = batch.startedAt !== null && batch.finishedAt !== null ? Math.max(1, batch.finishedAt - batch.startedAt) : null
  const pace = rate ?? (spent === null ? null : (ended / spent) * 1000)
  return (
    <dl className={styles.figures}>
      <div>
        <dd data-testid="batch-ended">
          {format.number(ended)} <small>{t('batches.done total', { total: format.number(total) })}</small>
        </dd>
        <dt>{t('batches.done')}</dt>
      </div>
      <div>
        <dd data-testid="batch-done">{format.number(done)}</dd>
        <dt>
          <StateWord tone="ok">{t(batch.kind === 'enrol' ? 'batches.delivered' : 'batches.delivered act')}</StateWord>
        </dt>
      </div>
      <div>
        <dd data-testid="batch-failed">{format.number(failed)}</dd>
        <dt>
          <StateWord tone={failed > 0 ? 'no' : 'plain'} icon="cross">
            {t('batches.failed')}
          </StateWord>
        </dt>
      </div>
      <div>
        <dd data-testid="batch-left">{format.number(left)}</dd>
        <dt>
          <StateWord tone="plain">{t('batches.left word')}</StateWord>
        </dt>
      </div>
      {pace !== null && (
        <div>
          <dd>{format.number(pace, 1)}</dd>
          <dt>{t('batches.per second')}</dt>
        </div>
      )}
      <div>
        {toGo ? (
          <>
            <dd>{span.range(toGo)}</dd>
            <dt>{t('batches.ready about', { time: format.time(now + ((toGo.low + toGo.high) / 2) * 1000) })}</dt>
          </>
        ) : spent !== null ? (
          <>
            <dd>{span.took(spent)}</dd>
            <dt>{ended > 0 ? t('batches.calls each', { calls: format.number(batch.calls / ended, 2) }) : t('batches.took')}</dt>
          </>
        ) : (
          <>
            <dd>–</dd>
            <dt>{t('batches.no time')}</dt>
          </>
        )}
      </div>
    </dl>
  )
}
