import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { FeedView, Quarter, ReaderWay } from '../../shared/contract/passage-calls.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { PassageView, PassageWay } from '../../shared/model/passage.ts'
import { dayOf } from '../../shared/model/time.ts'
import { counted } from './passage-list.ts'
import { createUnheard } from './unheard.ts'

/** The plot is read again this often; between, what is heard is counted in. */
const DAY_AGAIN_MS = 60_000
/** A push carries no more than this of a burst (contract): then the plot is read sooner. */
const PUSHED_MOST = 200
const BURST_AGAIN_MS = 2_000

export interface FeedStoreState {
  feed: FeedView | null
  /** Only quarters in which something happened; null: not read yet. */
  quarters: readonly Quarter[] | null
  readers: readonly ReaderWay[] | null
  failure: Failure | null
  read(): Promise<void>
  readDay(): Promise<void>
  readReaders(): Promise<void>
  setWay(reader: ReaderWay, way: PassageWay): Promise<void>
}

/** How the feed stands, the figures of the day, and what each door's readers mean. */
export function createFeed(link: Link, siteNow: () => number, zone: () => string) {
  let readAt = 0
  const unheard = createUnheard()
  const store = createStore<FeedStoreState>()((set, get) => ({
    feed: null,
    quarters: null,
    readers: null,
    failure: null,
    async read() {
      const answer = await link.invoke('passages.feed', {})
      set(answer.ok ? { feed: answer.value, failure: null } : { failure: answer.failure })
      await get().readDay()
    },
    async readDay() {
      readAt = Date.now()
      const answer = await link.invoke('passages.day', {})
      if (answer.ok) set({ quarters: answer.value })
    },
    async readReaders() {
      const answer = await link.invoke('readers.list', {})
      if (answer.ok) set({ readers: answer.value })
    },
    async setWay({ doorId, reader }, way) {
      const answer = await link.invoke('readers.set', { doorId, reader, way })
      set(answer.ok ? { readers: answer.value, failure: null } : { failure: answer.failure })
    },
  }))
  link.onPush('feed', feed => store.setState({ feed }))
  link.onPush('passages', (heard: readonly PassageView[]) => {
    const { quarters, readers, readDay, readReaders } = store.getState()
    // A door that nobody had passed before is listed with the others.
    const isNew = ({ doorId, reader }: PassageView) =>
      doorId !== null && !readers?.some(one => one.doorId === doorId && one.reader === reader)
    if (readers !== null && heard.some(isNew)) void readReaders()
    if (quarters === null) return
    const news = unheard(heard)
    if (Date.now() - readAt > (heard.length < PUSHED_MOST ? DAY_AGAIN_MS : BURST_AGAIN_MS)) void readDay()
    else if (news.length > 0) store.setState({ quarters: counted(quarters, news, dayOf(siteNow(), zone()).from) })
  })
  return store
}
