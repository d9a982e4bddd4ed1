import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { ForgetView } from '../../shared/contract/passage-calls.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { GuestId } from '../../shared/model/ids.ts'

/** How often it is asked how far the forgetting has come. */
const AGAIN_MS = 1_000

export interface ForgetState {
  /** The last person forgotten here, and what was deleted where; null: nobody, or put away. */
  forget: ForgetView | null
  /** Whom it is about: their panel closes when nothing is left to show. */
  guestId: GuestId | null
  /** Why it could not be begun or undone. */
  failure: Failure | null
  start(guestId: GuestId): Promise<void>
  undo(): Promise<void>
  dismiss(): void
}

/** Forgetting a person: ten seconds to undo, then the site, then everything here. */
export function createForget(link: Link) {
  let timer = 0
  const store = createStore<ForgetState>()((set, get) => {
    const take = (forget: ForgetView) => {
      clearTimeout(timer)
      set({ forget, failure: null })
      if (forget.state === 'waiting' || forget.state === 'removing')
        timer = window.setTimeout(() => void look(forget.id), AGAIN_MS)
    }
    const look = async (id: number) => {
      const answer = await link.invoke('forgets.get', { id })
      if (get().forget?.id !== id) return
      if (answer.ok) take(answer.value)
      // The link may come back; what was asked for goes on without us.
      else timer = window.setTimeout(() => void look(id), AGAIN_MS)
    }
    return {
      forget: null,
      guestId: null,
      failure: null,
      async start(guestId) {
        set({ failure: null })
        const answer = await link.invoke('guests.forget', { guestId })
        if (!answer.ok) return set({ failure: answer.failure })
        set({ guestId })
        take(answer.value)
      },
      async undo() {
        const { forget } = get()
        if (!forget) return
        const answer = await link.invoke('forgets.undo', { id: forget.id })
        if (answer.ok) take(answer.value)
        else set({ failure: answer.failure })
      },
      dismiss() {
        clearTimeout(timer)
        set({ forget: null, failure: null })
      },
    }
  })
  return store
}
