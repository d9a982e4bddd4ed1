import type { LimiterState } from '../access-control/port.ts'
import type { Clock } from '../base/clock.ts'
import type { StoredBatch } from '../storage/batches.ts'

/** Calls at least and at most. */
export interface Calls {
  least: number
  most: number
}

/** How fast a batch goes, and how long it will take. */
export interface Pace {
  /** Guests a second over the last ten seconds; null before there is anything to judge by. */
  rate(batch: StoredBatch): number | null
  /**
   * Seconds to go: at best what the limiter allows, at worst what was measured, and a bit. `own`: calls still to come that are about one guest alone; what is asked for a hundred
   * at once is added. So the time runs down while people go to the site, long before the first is through. Null while nothing moves.
   */
  toGo(batch: StoredBatch, left: number, own: Calls): { low: number; high: number } | null
  /** It stands still, by somebody's wish, at its end, or because the site is away: that time is no measure of how fast it goes. */
  rest(batch: StoredBatch): void
}

const SPAN_MS = 10_000
/** Onto the level, to the doors, and the question what they say: of whoever is left, all at once. */
const SET_CALLS = 3
/** Too short a time to judge a pace by, in milliseconds. */
const SHORTEST_MS = 500

type Points = { at: number; count: number }[]

export function createPace(clock: Clock, limiter: () => LimiterState | null): Pace {
  const guests = new Map<number, Points>()
  const calls = new Map<number, Points>()

  /** So many a second over the last ten seconds. */
  function perSecond(seen: Map<number, Points>, id: number, count: number): number | null {
    const now = clock.monotonic()
    const points = seen.get(id) ?? []
    if (points.at(-1)?.count !== count || points.length === 0) points.push({ at: now, count })
    while (points.length > 2 && (points[1]?.at ?? now) < now - SPAN_MS) points.shift()
    seen.set(id, points)
    const first = points[0]
    if (!first || count === first.count || now - first.at < SHORTEST_MS) return null
    return ((count - first.count) / (now - first.at)) * 1000
  }

  return {
    rate(batch) {
      const rate = perSecond(guests, batch.id, batch.done + batch.failed)
      return rate && Math.round(rate * 10) / 10
    },
    rest({ id }) {
      guests.delete(id)
      calls.delete(id)
    },
    toGo(batch, left, own) {
      const measured = perSecond(calls, batch.id, batch.calls - batch.refusals)
      const state = limiter()
      if (!state) return null
      const { least, most } = state.callsPerGuest
      // One call, or several, is about the guest alone; the rest is the share of those that are about many.
      const shared = Math.round(left * (least - 1) * 1000) / 1000
      const best = (own.least + shared) / state.rate
      // A set costs its calls however small it is.
      const sets = Math.max(shared, SET_CALLS)
      const worst = (own.most * (most - least + 1) + sets) / Math.min(state.rate, measured ?? state.rate)
      return { low: Math.max(1, Math.ceil(best)), high: Math.ceil(worst * 1.25 + 2) }
    },
  }
}
