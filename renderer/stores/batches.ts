import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { BatchView } from '../../shared/model/batch.ts'

export interface BatchesState {
  /** Newest first; null until first read. */
  batches: readonly BatchView[] | null
  read(): Promise<void>
}

/** All batches, whole: a push replaces those it carries. */
export function createBatches(link: Link) {
  const store = createStore<BatchesState>()(set => ({
    batches: null,
    async read() {
      const answer = await link.invoke('batches.list', {})
      if (answer.ok) set({ batches: answer.value })
    },
  }))
  link.onPush('batches', pushed => {
    const byId = new Map((store.getState().batches ?? []).map(batch => [batch.id, batch]))
    for (const batch of pushed) byId.set(batch.id, batch)
    store.setState({ batches: [...byId.values()].sort((a, b) => b.id - a.id) })
  })
  return store
}
