import { createStore } from 'zustand/vanilla'
import type { CallOutput } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { PassageFilter } from '../../shared/contract/passage-calls.ts'
import type { Answer, Failure } from '../../shared/model/failure.ts'
import type { PassageView } from '../../shared/model/passage.ts'
import { inFrames } from './in-frames.ts'
import { belongs, everything, isEverything, merged } from './passage-list.ts'
import { isFreshDenial, PIN_MS, type Pinned, pinned } from './pinned.ts'
import { createUnheard } from './unheard.ts'

/** Passages read at a time. */
const PAGE = 100
/** Rows kept while the newest are looked at, and in all: who scrolls farther back narrows by day or door. */
export const KEPT_LIVE = 400
export const KEPT_MOST = 5_000
/** A push carries no more than this of a burst (contract): whoever wants all reads the page. */
const PUSHED_MOST = 200
/** A night being caught up is read again this often. */
const AGAIN_MS = 1_000

export interface PassagesState {
  filter: PassageFilter
  /** The newest first; null: nothing has been read. */
  rows: readonly PassageView[] | null
  /** There are older ones to read. */
  more: boolean
  /** False while somebody reads farther down or stands on a row: the list holds still, and what comes is counted in `unseen`. */
  following: boolean
  unseen: number
  /** The newest of all, whatever the filter shows; null: none yet. */
  last: PassageView | null
  /** Denied within the last minute, the newest first. */
  pins: readonly Pinned[]
  failure: Failure | null
  narrow(by: Partial<PassageFilter>): void
  readOlder(): Promise<void>
  /** The list moves with what happens, or holds still. */
  follow(following: boolean): void
  unpin(id: number): void
  read(): Promise<void>
  /** Does the one thing that helps after a denial, at once. */
  step(id: number): Promise<Answer<CallOutput<'passages.step'>>>
  /** Tells what is heard as it comes, each passage once, the oldest first. Returns the way to stop listening. */
  onHeard(listener: HeardListener): () => void
}

/** Tells what has just been heard, each passage once: for whoever rings, speaks or notifies. */
export type HeardListener = (heard: readonly PassageView[]) => void

/** Passages as they happen: a bounded window of rows, older pages on demand. `siteNow` is the core's clock. */
export function createPassages(link: Link, siteNow: () => number) {
  const listeners = new Set<HeardListener>()
  /** What came while the list held still; past the cap it is read again instead. */
  let held: PassageView[] = []
  let turn = 0
  let timer = 0
  const unheard = createUnheard()

  const store = createStore<PassagesState>()((set, get) => ({
    filter: everything,
    rows: null,
    more: false,
    following: true,
    unseen: 0,
    last: null,
    pins: [],
    failure: null,
    narrow(by) {
      held = []
      set({ filter: { ...get().filter, ...by }, rows: null, more: false, following: true, unseen: 0 })
      void readFirst()
    },
    async readOlder() {
      const { rows, more, filter } = get()
      const oldest = rows?.at(-1)
      if (!more || !oldest || rows === null || rows.length >= KEPT_MOST) return
      const mine = turn
      set({ more: false })
      const answer = await link.invoke('passages.page', { filter, before: oldest.id, limit: PAGE })
      if (turn !== mine) return
      if (!answer.ok) return set({ more: true, failure: answer.failure })
      set({ rows: [...(get().rows ?? []), ...answer.value.passages], more: answer.value.more, failure: null })
    },
    follow(following) {
      if (following === get().following) return
      set({ following })
      if (!following) return
      const missed = get().unseen > KEPT_LIVE
      const rows = get().rows ?? []
      if (missed) void readFirst()
      else set({ rows: merged(rows, held, KEPT_MOST) })
      held = []
      set({ unseen: 0 })
    },
    unpin: id => set({ pins: get().pins.filter(pin => pin.passage.id !== id) }),
    read: readFirst,
    step: id => link.invoke('passages.step', { id }),
    onHeard(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }))

  async function readFirst(): Promise<void> {
    const mine = ++turn
    const { filter } = store.getState()
    const answer = await link.invoke('passages.page', { filter, before: null, limit: PAGE })
    if (turn !== mine) return
    if (!answer.ok) return store.setState({ failure: answer.failure, rows: store.getState().rows ?? [] })
    const { passages, more } = answer.value
    store.setState({ rows: passages, more, failure: null, unseen: 0 })
    const [newest] = passages
    const { last } = store.getState()
    if (newest && isEverything(filter) && (last === null || last.at <= newest.at)) store.setState({ last: newest })
  }

  const take = inFrames<PassageView>(heard => {
    const { filter, rows, following, unseen, more } = store.getState()
    const newest = heard.reduce((a, b) => (b.at >= a.at ? b : a))
    const { last } = store.getState()
    if (last === null || newest.at >= last.at) store.setState({ last: newest })
    const mine = heard.filter(passage => belongs(passage, filter))
    if (rows === null || mine.length === 0) return
    if (!following) {
      const [shown, waiting] = [new Set(rows.map(row => row.id)), new Set(held.map(row => row.id))]
      const fresh = mine.filter(passage => !shown.has(passage.id))
      held = [...merged(held, fresh, KEPT_LIVE)]
      store.setState({ unseen: unseen + fresh.filter(passage => !waiting.has(passage.id)).length })
      return
    }
    const all = merged(rows, mine, KEPT_LIVE)
    store.setState({ rows: all, more: more || all.length === KEPT_LIVE })
  })

  link.onPush('passages', heard => {
    if (heard.length === 0) return
    const now = siteNow()
    const news = unheard(heard)
    const denied = news.filter(passage => isFreshDenial(passage, now))
    const { pins } = store.getState()
    const next = pinned(pins, denied, Date.now())
    if (next !== pins) {
      store.setState({ pins: next })
      // Nobody need pass for a pin to be over.
      window.setTimeout(() => store.setState({ pins: pinned(store.getState().pins, [], Date.now()) }), PIN_MS)
    }
    if (news.length > 0) for (const listener of listeners) listener(news)
    take(heard)
    if (heard.length >= PUSHED_MOST && timer === 0)
      timer = window.setTimeout(() => {
        timer = 0
        if (store.getState().following) void readFirst()
      }, AGAIN_MS)
  })

  return store
}
