import { createStore } from 'zustand/vanilla'
import type { CallOutput } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { Preferences } from '../../shared/model/settings.ts'

export interface SessionState {
  /** The corridor itself; null until it is known. */
  link: 'open' | 'lost' | null
  hello: CallOutput<'session.hello'> | null
  /** Null until the first hello. */
  preferences: Preferences | null
  /** Host clock minus ours, ms: ages are told by the clock that wrote them. */
  ahead: number
  read(): Promise<void>
  /** Shown at once; the core's answer, or its refusal, replaces it. */
  prefer(change: Partial<Preferences>): Promise<void>
}

/** The desk's own zone: its preference, else what the core says, else this machine's. */
export const zoneOf = ({ preferences, hello }: Pick<SessionState, 'preferences' | 'hello'>): string =>
  preferences?.zone ?? hello?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone

/** Who serves us, and what this desk likes. */
export function createSession(link: Link) {
  const store = createStore<SessionState>()((set, get) => ({
    link: null,
    hello: null,
    preferences: null,
    ahead: 0,
    async read() {
      const answer = await link.invoke('session.hello', {})
      if (!answer.ok) return
      set({ hello: answer.value, preferences: answer.value.preferences, ahead: answer.value.now - Date.now() })
    },
    async prefer(change) {
      const before = get().preferences
      if (before) set({ preferences: { ...before, ...change } })
      const answer = await link.invoke('preferences.set', change)
      set({ preferences: answer.ok ? answer.value : before })
    },
  }))
  link.onPush('preferences', preferences => store.setState({ preferences }))
  return store
}
