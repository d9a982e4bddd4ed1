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
  actIds: readonly ActId[]
  batchId: BatchId | null
  count: number
  /** Of the guest, where it is one. */
  name: string
  /** By this window's clock. */
  until: number
}

export interface ActsState {
  /** The oldest first: a second wish does not take the first one's way back. */
  pending: readonly Pending[]
  /** Why the last thing asked for cannot be done; stays until the next, or until it is put away. */
  failure: Failure | null
  /** Asks for one thing to be done to visits; it can be undone for ten seconds. */
  start(input: Omit<CallInput<'acts.start'>, 'undoable'>, name: string): Promise<void>
  undo(what: Pending): Promise<void>
  retry(actId: ActId): Promise<void>
  dismiss(): void
}

/** What is done to guests after their registration, and its undoing. */
export function createActs(link: Link) {
  return createStore<ActsState>()((set, get) => {
    const drop = (what: Pending) => set({ pending: get().pending.filter(one => one !== what) })
    return {
      pending: [],
      failure: null,
      async start(input, name) {
        set({ failure: null })
        const answer = await link.invoke('acts.start', { ...input, undoable: true })
        if (!answer.ok) return set({ failure: answer.failure })
        const { actIds, batchId } = answer.value
        const made = { kind: input.kind, actIds, batchId, count: actIds.length, name, until: Date.now() + UNDO_MS }
        set({ pending: [...get().pending, made] })
        window.setTimeout(() => drop(made), UNDO_MS)
      },
      async undo(what) {
        drop(what)
        const answer = await link.invoke('acts.undo', { actIds: [...what.actIds] })
        if (!answer.ok) set({ failure: answer.failure })
        else if (answer.value.undone === 0) set({ failure: { kind: 'conflict', cause: 'too-late' } })
      },
      async retry(actId) {
        const answer = await link.invoke('acts.retry', { actId })
        set({ failure: answer.ok ? null : answer.failure })
      },
      dismiss: () => set({ failure: null }),
    }
  })
}
