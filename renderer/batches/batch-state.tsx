import type { BatchView } from '../../shared/model/batch.ts'
import { useText } from '../text/use-text.ts'
import { StateWord } from '../ui/state-word.tsx'

/** Where a batch stands, in a word. */
export function BatchState({ batch }: { batch: BatchView }) {
  const { t } = useText()
  switch (batch.state) {
    case 'running':
      return <StateWord tone="accent">{t('batches.state running')}</StateWord>
    case 'paused':
      return (
        <StateWord tone="wait" icon="pause">
          {t('batches.state paused')}
        </StateWord>
      )
    case 'cancelled':
      return (
        <StateWord tone="plain" icon="cross">
          {t('batches.state cancelled')}
        </StateWord>
      )
    default:
      return batch.failed > 0 ? (
        <StateWord tone="no">{t('batches.state done failed', { count: batch.failed })}</StateWord>
      ) : (
        <StateWord tone="ok">{t(batch.kind === 'enrol' ? 'batches.state done' : 'batches.state done act')}</StateWord>
      )
  }
}
