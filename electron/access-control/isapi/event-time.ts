import type { Instant } from '../../../shared/model/time.ts'

/** A device's clock, as `System/time` shows it (protocol B8). */
export interface DeviceClock {
  /** What its wall clock shows, read as if it were UTC, less our own time: its zone and its error in one. Milliseconds. */
  aheadMs: number
  /** The offset it writes behind its times, in minutes; null where it writes none. */
  offset: number | null
}

/** A time as a device wrote it: its wall clock, read as if it were UTC, and the offset behind it. */
export interface WrittenTime {
  wallMs: number
  offset: number | null
}

const MINUTE = 60_000
/** What devices take (protocol B4). */
export const FIRST = Date.UTC(2000, 0, 1)
export const LAST = Date.UTC(2037, 11, 31, 23, 59, 59)
/** How far in the future of our own clock an event may lie. */
const MOST_AHEAD_MS = 2 * MINUTE

/** Reads `2030-03-15T09:00:00+03:00`; the offset, the seconds' fraction and the `T` may be missing. Null where it is no time. */
export function readTime(text: string): WrittenTime | null {
  const found =
    /^\s*(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(?:(Z)|([+-])(\d{1,2}):?(\d{2})?)?\s*$/i.exec(
      text,
    )
  if (!found) return null
  const [, year, month, day, hour, minute, second, zulu, sign, hours, minutes] = found
  const wallMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second ?? 0))
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31 || wallMs < 0) return null
  const offset = sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) : zulu ? 0 : null
  return { wallMs, offset }
}

/** The clock of a device whose `localTime` read `text` at `now`; null where that is no time. */
export function clockOf(text: string, now: Instant): DeviceClock | null {
  const time = readTime(text)
  return time && { aheadMs: time.wallMs - now, offset: time.offset }
}

/**
 * When something happened that the device stamped so. Its wall clock is corrected by the error measured at connecting. Where the event's offset is not the one the clock has now, one of them is wrong, or
 * summer time lies between: what has just happened is what lies nearest to now; of the past, an hour's difference is summer time, any other a wrong offset (protocol B7).
 */
export function instantOf(time: WrittenTime, clock: DeviceClock, heardAt: Instant, live: boolean): Instant {
  const byWall = time.wallMs - clock.aheadMs
  if (time.offset === null || clock.offset === null || time.offset === clock.offset) return Math.max(0, byWall)
  const byOffset = byWall - (time.offset - clock.offset) * MINUTE
  const far = (at: Instant) => Math.abs(at - heardAt)
  const trusted = live
    ? far(byOffset) < far(byWall)
    : Math.abs(time.offset - clock.offset) === 60 && byOffset <= heardAt + MOST_AHEAD_MS
  return Math.max(0, trusted ? byOffset : byWall)
}

const two = (n: number) => String(n).padStart(2, '0')

/** The offset of a device's zone in minutes: the one it writes, or else the quarter of an hour that its wall clock is nearest to. */
export const zoneOf = (clock: DeviceClock): number => clock.offset ?? Math.round(clock.aheadMs / (15 * MINUTE)) * 15

/** What a wall clock shows (read as if it were UTC), as a search wants it: always with an offset (protocol B7). */
export function writeTime(wallMs: number, offset: number): string {
  const text = new Date(Math.min(Math.max(FIRST, wallMs), LAST)).toISOString().slice(0, 19)
  const size = Math.abs(offset)
  return `${text}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** An instant as the device's own clock shows it, for a search. */
export const deviceTime = (at: Instant, clock: DeviceClock): string => writeTime(at + clock.aheadMs, zoneOf(clock))
