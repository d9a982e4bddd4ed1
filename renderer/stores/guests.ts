import { createStore } from 'zustand/vanilla'
import type { CallInput, CallOutput, KnownGuest } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { Answer } from '../../shared/model/failure.ts'

export interface GuestsState {
  /** What the found guests answer to. */
  asked: string
  found: readonly KnownGuest[]
  /** Looks past guests up; an answer that was overtaken by a newer question is dropped. */
  search(text: string): Promise<void>
  register(input: CallInput<'guests.register'>): Promise<Answer<CallOutput<'guests.register'>>>
}

/** Past guests by what is typed, and the way a new one goes in. */
export function createGuests(link: Link) {
  return createStore<GuestsState>()((set, get) => ({
    asked: '',
    found: [],
    async search(text) {
      set({ asked: text })
      if (text === '') return set({ found: [] })
      const answer = await link.invoke('guests.search', { text, limit: 8 })
      if (get().asked === text) set({ found: answer.ok ? answer.value : [] })
    },
    register: input => link.invoke('guests.register', input),
  }))
}
