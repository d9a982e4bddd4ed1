import { createStore } from 'zustand/vanilla'
import type { FeedChange, FeedSettingsView } from '../../shared/contract/feed-calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { Failure } from '../../shared/model/failure.ts'

export interface FeedSettingsState {
  /** Null until first read. */
  view: FeedSettingsView | null
  /** Why the last change was not kept. */
  failure: Failure | null
  /** Where the site pushes to, with its token; null: nobody asked to see it. */
  destination: string | null
  read(): Promise<void>
  /** Shown at once; the core's answer, or its refusal, replaces it. */
  change(by: FeedChange): Promise<void>
  showDestination(): Promise<void>
  hideDestination(): void
}

/** How passages are read, for the whole profile. */
export function createFeedSettings(link: Link) {
  return createStore<FeedSettingsState>()((set, get) => ({
    view: null,
    failure: null,
    destination: null,
    async read() {
      const answer = await link.invoke('feed.get', {})
      if (!answer.ok) return set({ failure: answer.failure })
      // What was shown is the address of a listener that may be gone.
      const isSame = answer.value.listensAt === get().view?.listensAt
      set({ view: answer.value, destination: isSame ? get().destination : null })
    },
    async change(by) {
      const before = get().view
      const subscription = before && { ...before.subscription, ...by.subscription }
      set({ view: before && subscription && { ...before, ...by, subscription }, failure: null })
      const answer = await link.invoke('feed.set', by)
      set(answer.ok ? { view: answer.value } : { view: before, failure: answer.failure })
    },
    async showDestination() {
      const answer = await link.invoke('feed.destination', {})
      set(answer.ok ? { destination: answer.value.url } : { failure: answer.failure })
    },
    hideDestination: () => set({ destination: null }),
  }))
}
