import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { DoorChain } from '../../shared/model/door-chain.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { DoorId, GuestId } from '../../shared/model/ids.ts'

export interface DoorChainState {
  /** As last told; null: not asked, or not told yet. */
  chain: DoorChain | null
  failure: Failure | null
  /** Whom and which door somebody came from another screen to look at. */
  wanted: { guestId: GuestId; doorId: DoorId } | null
  want(guestId: GuestId, doorId: DoorId | null): void
  /** "Can this guest open that door now?" */
  ask(guestId: GuestId, doorId: DoorId): Promise<void>
}

/** The way from a guest to an open door, link by link. */
export function createDoorChain(link: Link) {
  let turn = 0
  return createStore<DoorChainState>()((set, get) => ({
    chain: null,
    failure: null,
    wanted: null,
    want: (guestId, doorId) => set({ wanted: doorId === null ? null : { guestId, doorId } }),
    async ask(guestId, doorId) {
      const mine = ++turn
      const { chain } = get()
      if (chain && (chain.guestId !== guestId || chain.doorId !== doorId)) set({ chain: null })
      const answer = await link.invoke('guests.doorChain', { guestId, doorId })
      if (turn !== mine) return
      set(answer.ok ? { chain: answer.value, failure: null } : { failure: answer.failure })
    },
  }))
}
