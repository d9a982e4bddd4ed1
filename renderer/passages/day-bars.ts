import type { Quarter } from '../../shared/contract/passage-calls.ts'
import type { Instant } from '../../shared/model/time.ts'
import { QUARTER_MS } from '../stores/passage-list.ts'

const HOUR_MS = 3_600_000
/** What the axis shows of a quiet day: working hours. */
const OPENS_AT = 8 * HOUR_MS
const CLOSES_AT = 18 * HOUR_MS

export interface DaySpan {
  from: Instant
  until: Instant
}

/** The hours the axis shows: 8 to 18, and as much more as something happened in; the hour of now is always there. */
export function spanOf(quarters: readonly Quarter[], day: Instant, now: Instant): DaySpan {
  const times = [...quarters.map(quarter => quarter.at), now]
  const first = Math.min(day + OPENS_AT, ...times)
  const last = Math.max(day + CLOSES_AT, ...times.map(at => at + QUARTER_MS))
  const toHour = (at: Instant) => day + Math.floor((at - day) / HOUR_MS) * HOUR_MS
  return { from: toHour(first), until: toHour(last + HOUR_MS - 1) }
}

/**
 * Columns for the plot, one entry a quarter of the span: seconds at the quarter's middle, entries up, exits down (negative), and where a denial's cross stands; null where
 * there is none.
 */
export function barsOf(
  quarters: readonly Quarter[],
  { from, until }: DaySpan,
): [number[], (number | null)[], (number | null)[], (number | null)[]] {
  const byAt = new Map(quarters.map(quarter => [quarter.at, quarter]))
  const times = Array.from({ length: Math.max(1, Math.round((until - from) / QUARTER_MS)) }, (_, i) => from + i * QUARTER_MS)
  return [
    times.map(at => (at + QUARTER_MS / 2) / 1000),
    // Nothing is no bar: one without height would still draw its edge.
    times.map(at => byAt.get(at)?.entries || null),
    times.map(at => -(byAt.get(at)?.exits ?? 0) || null),
    times.map(at => {
      const quarter = byAt.get(at)
      return quarter && quarter.denied > 0 ? quarter.entries : null
    }),
  ]
}

/** Round numbers for the axis at both sides of zero: at most two above it. */
export function ticksOf(least: number, most: number): number[] {
  const reach = Math.max(Math.abs(least), Math.abs(most), 1)
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].find(size => reach / size <= 4) ?? 20_000
  return [step, step * 2].filter(value => value <= Math.max(most, step))
}
