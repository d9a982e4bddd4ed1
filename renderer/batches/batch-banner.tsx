import type { BatchView } from '../../shared/model/batch.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { useNow } from '../ui/use-now.ts'

/** What holds this batch up, the gravest alone; and the ten seconds in which a cancelling can be taken back. */
export function BatchBanner({ batch }: { batch: BatchView }) {
  const { t } = useText()
  const say = useFailure()
  const cancelling = useFrom('batches', s => (s.cancelling?.batchId === batch.id ? s.cancelling : null))
  const failure = useFrom('batches', s => (s.failure?.batchId === batch.id ? s.failure.failure : null))
  const nothingToRetry = useFrom('batches', s => s.nothingToRetry === batch.id)
  const undo = useFrom('batches', s => s.undoCancel)
  const { state: site, failure: refusal } = useFrom('status', s => s.status?.site) ?? {}
  // A second behind at most; the countdown below is by this window's own clock.
  useNow(500)

  if (cancelling) {
    const seconds = Math.max(0, Math.ceil((cancelling.until - Date.now()) / 1000))
    return (
      <Banner
        tone="wait"
        icon="undo"
        fact={t('batches.cancelling fact', { count: cancelling.count, seconds })}
        action={{ word: `${t('batches.take back')} · Ctrl Z`, act: () => void undo() }}
      >
        {t('batches.cancelling why')}
      </Banner>
    )
  }
  if (failure) return <Banner tone="no" fact={say(failure)} />
  if (nothingToRetry && batch.failed > 0)
    return (
      <Banner tone="wait" icon="camera" fact={t('batches.nothing to retry fact')}>
        {t('batches.nothing to retry why')}
      </Banner>
    )
  if (batch.state === 'paused')
    return (
      <Banner tone="wait" icon="pause" fact={t('batches.paused fact')}>
        {t('batches.paused why', { count: batch.left })}
      </Banner>
    )
  if (batch.state !== 'running' || batch.left === 0) return null
  if (site === 'offline')
    return (
      <Banner tone="wait" icon="pause" fact={t('batches.offline fact')}>
        {t('batches.offline why')}
      </Banner>
    )
  if (site === 'credentials')
    return (
      <Banner tone="no" icon="lock" fact={refusal ? `${say(refusal)}.` : t('batches.credentials fact')}>
        {t('batches.credentials why')}
      </Banner>
    )
  if (batch.refusals > 0)
    return (
      <Banner tone="wait" icon="clock" fact={t('batches.slowed fact', { count: batch.refusals })}>
        {t('batches.slowed why')}
      </Banner>
    )
  return null
}
