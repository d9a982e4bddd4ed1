import type { LimiterState } from '../access-control/port.ts'
import type { Clock } from '../base/clock.ts'
import type { StoredBatch } from '../storage/batches.ts'

/** How fast a batch goes, and how long it will take. */
export interface Pace {
  /** Guests a second over the last ten seconds; null before there is anything to judge by. */
  rate(batch: StoredBatch): number | null
  /** Seconds to go: at best what the limiter allows, at worst what was measured, and a bit. Null while nothing moves. */
  toGo(batch: StoredBatch, left: number): { low: number; high: number } | null
  /** It stands still, by somebody's wish or at its end: that time is no measure of how fast it goes. */
  rest(batch: StoredBatch): void
}

const SPAN_MS = 10_000

export function createPace(clock: Clock, limiter: () => LimiterState | null): Pace {
  const seen = new Map<number, { at: number; ended: number }[]>()

  function rate(batch: StoredBatch): number | null {
    const now = clock.monotonic()
    const ended = batch.done + batch.failed
    const points = seen.get(batch.id) ?? []
    if (points.at(-1)?.ended !== ended || points.length === 0) points.push({ at: now, ended })
    while (points.length > 2 && (points[1]?.at ?? now) < now - SPAN_MS) points.shift()
    seen.set(batch.id, points)
    const first = points[0]
    if (!first || ended === first.ended || now - first.at < 500) return null
    return Math.round(((ended - first.ended) / (now - first.at)) * 10_000) / 10
  }

  return {
    rate,
    rest: batch => void seen.delete(batch.id),
    toGo(batch, left) {
      const state = limiter()
      if (!state) return null
      const { least, most } = state.callsPerGuest
      const best = (left * least) / state.rate
      const measured = rate(batch)
      const worst = measured ? Math.max(best, left / measured) : (left * most) / state.rate
      return { low: Math.ceil(best), high: Math.ceil(worst * 1.25 + 2) }
    },
  }
}
