import { createStore } from 'zustand/vanilla'
import type { CallInput } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { BatchActKind } from '../../shared/model/act.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { ActId, BatchId } from '../../shared/model/ids.ts'

/** How long an act is held before anything is sent; the core's own ten seconds. */
const UNDO_MS = 10_000

/** What was just asked for, while it can still be taken back. */
export interface Pending {
  kind: BatchActKind
  actIds: ActId[]
  batchId: BatchId | null
  count: number
  /** Of the guest, where it is one. */
  name: string
  /** By this window's clock. */
  until: number
}

export interface ActsState {
  pending: Pending | null
  /** Why the last thing asked for cannot be done; stays until the next. */
  failure: Failure | null
  /** Asks for one thing to be done to visits; it can be undone for ten seconds. */
  start(input: Omit<CallInput<'acts.start'>, 'undoable'>, name: string): Promise<void>
  undo(): Promise<void>
  retry(actId: ActId): Promise<void>
}

/** What is done to guests after their registration, and its undoing. */
export function createActs(link: Link) {
  let timer = 0
  return createStore<ActsState>()((set, get) => ({
    pending: null,
    failure: null,
    async start(input, name) {
      clearTimeout(timer)
      set({ failure: null, pending: null })
      const answer = await link.invoke('acts.start', { ...input, undoable: true })
      if (!answer.ok) return set({ failure: answer.failure })
      const { actIds, batchId } = answer.value
      set({ pending: { kind: input.kind, actIds, batchId, count: actIds.length, name, until: Date.now() + UNDO_MS } })
      timer = window.setTimeout(() => set({ pending: null }), UNDO_MS)
    },
    async undo() {
      const { pending } = get()
      if (!pending) return
      clearTimeout(timer)
      set({ pending: null })
      const answer = await link.invoke('acts.undo', { actIds: pending.actIds })
      if (!answer.ok) set({ failure: answer.failure })
    },
    async retry(actId) {
      const answer = await link.invoke('acts.retry', { actId })
      if (!answer.ok) set({ failure: answer.failure })
    },
  }))
}
