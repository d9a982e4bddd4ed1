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
  /** What is read after the fact, by lane: how many the site says there are. */
  let totals = new Map<string, number>()
  let lanes: readonly Lane[] = []
  let done = 0
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
    totals = new Map()
    done = 0
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
      // What is read again to be sure is in the site's total, and so it is in what is done.
      done += page.again ? fresh : page.passages.length
      const more = page.again ? fresh : page.total
      if (more !== null) totals.set(lane.key, (totals.get(lane.key) ?? 0) + more)
      if (!gap) return
      const all = lanes.every(one => one.asked)
      const total = all ? [...totals.values()].reduce((sum, n) => sum + n, 0) : null
      set({ state: 'catching-up', done, total: total === null ? null : Math.max(total, done) })
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
