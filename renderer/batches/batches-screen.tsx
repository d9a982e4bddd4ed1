import { useEffect } from 'react'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom, useStores } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { BatchBanner } from './batch-banner.tsx'
import { BatchHead } from './batch-head.tsx'
import { BatchList } from './batch-list.tsx'
import styles from './batches-screen.module.css'
import { GuestGrid } from './guest-grid.tsx'

/** Every batch at the left; one of them at the right, guest by guest. */
export function BatchesScreen() {
  const { t } = useText()
  const { batchVisits } = useStores()
  const batches = useFrom('batches', s => s.batches)
  const chosenId = useFrom('batchVisits', s => s.batchId)
  const { pause, resume, retryFailed, undoCancel } = useFrom('batches', s => s)
  const cancelling = useFrom('batches', s => s.cancelling)
  const batch = batches?.find(one => one.id === chosenId) ?? null
  const newest = batches?.[0]?.id
  useEffect(() => {
    const { batchId, filter, choose } = batchVisits.getState()
    // What was missed while another screen was up is read again.
    if (batchId !== null) choose(batchId, filter)
    else if (newest !== undefined) choose(newest)
    return () => batchVisits.getState().show(0, -1)
  }, [batchVisits, newest])

  const canPause = batch?.state === 'running' || batch?.state === 'paused'
  useKey(
    chords.pause,
    () => void (batch && (batch.state === 'running' ? pause(batch.id) : resume(batch.id))),
    canPause && cancelling?.batchId !== batch?.id,
  )
  useKey(chords.retryFailed, () => void (batch && retryFailed(batch.id)), (batch?.failed ?? 0) > 0)
  useKey(chords.undo, () => void undoCancel(), cancelling !== null)

  return (
    <div className={styles.screen}>
      <BatchList />
      <section className={styles.batch} aria-label={batch?.name ?? t('batches.title')} data-testid="batch">
        {batch ? (
          <>
            <BatchHead batch={batch} />
            <BatchBanner batch={batch} />
            <GuestGrid key={batch.id} batch={batch} />
          </>
        ) : (
          <EmptyScreen {...(batches?.length === 0 ? { keyName: 'import' as const } : {})}>
            {batches === null
              ? t('frame.loading')
              : batches.length === 0
                ? t('batches.no batches')
                : t('batches.no batch chosen')}
          </EmptyScreen>
        )}
      </section>
    </div>
  )
}
