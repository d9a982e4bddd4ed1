import { createStore } from 'zustand/vanilla'
import type { CallOutput } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { BatchView } from '../../shared/model/batch.ts'
import type { Answer, Failure } from '../../shared/model/failure.ts'
import type { BatchId } from '../../shared/model/ids.ts'

/** How long "cancel the rest" is held before it is done. */
export const CANCEL_HELD_MS = 10_000

/** A cancelling that can still be taken back. */
export interface Cancelling {
  batchId: BatchId
  /** How many were left when it was asked for. */
  count: number
  /** By this window's clock. */
  until: number
  /** It was paused already: taking back leaves it so. */
  wasPaused: boolean
}

export interface BatchesState {
  /** Newest first; null until first read. */
  batches: readonly BatchView[] | null
  cancelling: Cancelling | null
  /** What went wrong with the last thing asked of a batch; stays until the next. */
  failure: { batchId: BatchId; failure: Failure } | null
  /** Its failed ones were to be sent again, and none could be: each waits for a new photo. */
  nothingToRetry: BatchId | null
  read(): Promise<void>
  pause(batchId: BatchId): Promise<void>
  resume(batchId: BatchId): Promise<void>
  retryFailed(batchId: BatchId): Promise<void>
  /** Pauses at once, so that the number stays true; cancels ten seconds later. A window closed meanwhile leaves the batch paused. */
  cancel(batch: BatchView): Promise<void>
  undoCancel(): Promise<void>
  failedRows(batchId: BatchId): Promise<Answer<CallOutput<'batches.failedRows'>>>
}

/** All batches, whole: a push replaces those it carries. */
export function createBatches(link: Link) {
  let timer = 0
  const store = createStore<BatchesState>()((set, get) => {
    const ask = async (name: 'batches.pause' | 'batches.resume' | 'batches.cancel', batchId: BatchId) => {
      set({ failure: null, nothingToRetry: null })
      const answer = await link.invoke(name, { batchId })
      if (!answer.ok) set({ failure: { batchId, failure: answer.failure } })
    }
    const finish = async () => {
      const { cancelling } = get()
      if (!cancelling) return
      set({ cancelling: null })
      await ask('batches.cancel', cancelling.batchId)
    }
    return {
      batches: null,
      cancelling: null,
      failure: null,
      nothingToRetry: null,
      async read() {
        const answer = await link.invoke('batches.list', {})
        if (answer.ok) set({ batches: answer.value })
      },
      pause: batchId => ask('batches.pause', batchId),
      resume: batchId => ask('batches.resume', batchId),
      async retryFailed(batchId) {
        const answer = await link.invoke('batches.retryFailed', { batchId })
        set({
          failure: answer.ok ? null : { batchId, failure: answer.failure },
          nothingToRetry: answer.ok && answer.value.retried === 0 ? batchId : null,
        })
      },
      async cancel({ id, left, state }) {
        clearTimeout(timer)
        await finish()
        const wasPaused = state === 'paused'
        set({ cancelling: { batchId: id, count: left, until: Date.now() + CANCEL_HELD_MS, wasPaused } })
        timer = window.setTimeout(() => void finish(), CANCEL_HELD_MS)
        if (!wasPaused) await ask('batches.pause', id)
      },
      async undoCancel() {
        const { cancelling } = get()
        if (!cancelling) return
        clearTimeout(timer)
        set({ cancelling: null })
        if (!cancelling.wasPaused) await ask('batches.resume', cancelling.batchId)
      },
      failedRows: batchId => link.invoke('batches.failedRows', { batchId }),
    }
  })
  link.onPush('batches', pushed => {
    const byId = new Map((store.getState().batches ?? []).map(batch => [batch.id, batch]))
    for (const batch of pushed) byId.set(batch.id, batch)
    store.setState({ batches: [...byId.values()].sort((a, b) => b.id - a.id) })
  })
  return store
}
