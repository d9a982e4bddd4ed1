import type { BatchView } from '../../shared/model/batch.ts'
import { useText } from '../text/use-text.ts'

/** What a batch is called: a list by its file, everything else by what it does, and to what. */
export function useBatchName(): (batch: BatchView) => string {
  const { t } = useText()
  return ({ id, kind, name }) => {
    const does = t(`batches.kind ${kind}`)
    const called = kind === 'enrol' ? name : name === kind ? does : t('batches.kind named', { kind: does, name })
    return t('batches.title of', { id, name: called })
  }
}
