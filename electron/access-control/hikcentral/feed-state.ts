import type { Failure } from '../../../shared/model/failure.ts'
import type { FeedState } from '../../../shared/model/passage.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { Clock } from '../../base/clock.ts'
import type { Lane, LanePage } from './event-lanes.ts'

/** A gap that is worth being told of while it is read, in milliseconds. */
const GAP_MS = 60_000

/** Puts what happens to the feed into its states, and tells each once. */
export function createFeedState(clock: Clock, tell: (state: FeedState) => void) {
  let state: FeedState = { state: 'off' }
  let told = ''
  /** What is read after the fact, by lane: how many were on its pages, and how many the site says there are. */
  let tallies = new Map<string, { read: number; of: number }>()
  let lanes: readonly Lane[] = []
  let gap = false
  let steady = false

  function set(next: FeedState): void {
    state = next
    const text = JSON.stringify(next)
    if (text === told) return
    told = text
    tell(next)
  }

  /** Reads on after a time in which nothing was heard. */
  function begin(among: readonly Lane[], siteNow: Instant): void {
    lanes = among
    tallies = new Map()
    steady = false
    gap = among.some(lane => siteNow - lane.mark > GAP_MS)
    for (const lane of among) Object.assign(lane, { caughtUp: false, asked: false })
  }

  return {
    set,
    begin,
    /** The site is away, or refuses. */
    trouble(failure: Failure): void {
      if (state.state !== 'offline') set({ state: 'offline', since: clock.now(), failure })
    },
    answered(): void {
      if (state.state !== 'offline') return
      begin(lanes, clock.now())
      set({ state: 'starting' })
    },
    page(lane: Lane, page: LanePage, fresh: number): void {
      if (steady) return
      const { read, of } = tallies.get(lane.key) ?? { read: 0, of: 0 }
      // What is read again to be sure is in the site's total, and so it is in what is done; the second in which a page ends is on two.
      const news = page.again ? { read: fresh, of: fresh } : { read: page.passages.length, of: page.total ?? 0 }
      tallies.set(lane.key, { read: read + news.read, of: of + news.of })
      if (!gap) return
      const all = [...tallies.values()]
      const done = all.reduce((sum, one) => sum + (one.of > 0 ? Math.min(one.read, one.of) : one.read), 0)
      const total = all.reduce((sum, one) => sum + one.of, 0)
      set({ state: 'catching-up', done, total: lanes.every(one => one.asked) ? Math.max(total, done) : null })
    },
    /** All has been told. `unpushed`: why the site does not tell by itself; null: it does, left out: nobody asked it to. */
    caughtUp(everyMs: number, unpushed?: Failure | null): void {
      steady = true
      if (unpushed === null) {
        if (state.state !== 'live') set({ state: 'live', since: clock.now() })
        return
      }
      const known = state.state === 'polling' ? state : null
      // A pace that moves a little is the same pace.
      const isNews =
        !known ||
        everyMs > known.everyMs * 1.25 ||
        everyMs < known.everyMs * 0.8 ||
        unpushed?.kind !== known.unpushed?.kind ||
        unpushed?.cause !== known.unpushed?.cause
      if (isNews) set({ state: 'polling', everyMs, since: known?.since ?? clock.now(), ...(unpushed && { unpushed }) })
    },
  }
}
