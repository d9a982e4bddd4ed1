import type { Instant, Window } from '../../../shared/model/time.ts'

// A device keeps windows in its own wall clock, without a zone (protocol B5, B8). What that clock shows is measured, not believed: many a device stands in the zone of its
// factory with its hands set to the hour of the wall.

/** When summer begins or ends: month 1 to 12, week 1 to 5 (5: the last), day 0 Sunday to 6, seconds into that day. */
interface Turn {
  month: number
  week: number
  day: number
  seconds: number
}

export interface DeviceClock {
  /** What its wall shows less UTC, in milliseconds, now. */
  offset: number
  /** How far its time is from ours, in milliseconds, by the zone it says it is in: its events are wrong by as much. */
  skew: number
  /** How its own zone turns, in wall time; null: it stays as it is all year. */
  summer: { saves: number; begins: Turn; ends: Turn } | null
}

/** Zones differ from UTC by quarters of an hour; what is left over is a clock that is wrong. */
const QUARTER_MS = 900_000
/** Less than this is no wrong clock, in milliseconds (protocol B8). */
export const SKEW_MS = 60_000
const MINUTE_MS = 60_000
const FIRST = Date.UTC(2000, 0, 1)
const LAST = Date.UTC(2037, 11, 31, 23, 59, 59)

/**
 * Reads `System/time`: `localTime`, asked for at `now`, and `timeZone` in POSIX form with its sign turned round. Null when it names no time.
 */
export function readClock(localTime: string, timeZone: string, now: Instant): DeviceClock | null {
  const shown = wallOf(localTime)
  if (shown === null) return null
  const apart = shown - now
  const nearest = Math.round(apart / QUARTER_MS) * QUARTER_MS
  const zone = zoneOf(localTime)
  const summer = summerOf(timeZone)
  return {
    offset: Math.abs(apart - nearest) <= SKEW_MS ? nearest : Math.round(apart / MINUTE_MS) * MINUTE_MS,
    skew: zone === null ? apart - nearest : apart - zone,
    summer,
  }
}

/** What the device's wall will show at `at`, as milliseconds of a clock without a zone. */
export function shownAt(clock: DeviceClock, at: Instant, now: Instant): number {
  const { summer, offset } = clock
  if (!summer) return at + offset
  const winter = offset - (isSummer(summer, now + offset) ? summer.saves : 0)
  return at + winter + (isSummer(summer, at + winter) ? summer.saves : 0)
}

/** A window as `Valid` wants it: `yyyy-MM-ddTHH:mm:ss`, within what devices take (protocol B4). */
export function validOf(clock: DeviceClock, window: Window, now: Instant): { beginTime: string; endTime: string } {
  const write = (at: Instant) => new Date(Math.min(Math.max(shownAt(clock, at, now), FIRST), LAST)).toISOString().slice(0, 19)
  return { beginTime: write(window.from), endTime: write(window.until) }
}

/** A `Valid` as it was kept, back in instants; null where it cannot be read. */
export function windowOf(clock: DeviceClock, valid: { beginTime: string; endTime: string }, now: Instant): Window | null {
  const read = (text: string) => {
    const shown = wallOf(text)
    if (shown === null) return null
    const first = shown - clock.offset
    return first - (shownAt(clock, first, now) - shown)
  }
  const [from, until] = [read(valid.beginTime), read(valid.endTime)]
  return from === null || until === null ? null : { from: Math.max(0, from), until: Math.max(0, until) }
}

/** The digits of a time as if they were UTC; its own offset is no part of what a wall shows. */
export function wallOf(text: string): number | null {
  const parts = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text)
  if (!parts) return null
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.slice(1).map(part => Number(part ?? 0))
  const wall = Date.UTC(year, month - 1, day, hour, minute, second)
  return Number.isNaN(wall) ? null : wall
}

function zoneOf(text: string): number | null {
  const parts = /([+-])(\d{1,2}):?(\d{2})\s*$/.exec(text)
  if (!parts) return /Z\s*$/i.test(text) ? 0 : null
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * MINUTE_MS
}

/** `CST-8:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00`; what follows the zone's own offset is how much summer saves. */
function summerOf(timeZone: string): DeviceClock['summer'] {
  const parts = /^[A-Za-z]+[+-]?[\d:]+[A-Za-z]+([+-]?[\d:]*),M([\d./:]+),M([\d./:]+)\s*$/.exec(timeZone.trim())
  if (!parts) return null
  const [begins, ends] = [turnOf(parts[2] as string), turnOf(parts[3] as string)]
  const told = parts[1] ? secondsOf(parts[1]) * 1000 : 0
  // Written as an absolute offset instead, it is an hour, as everywhere but on Lord Howe.
  const saves = told > 0 && told <= 2 * 3_600_000 ? told : 3_600_000
  return begins && ends ? { saves, begins, ends } : null
}

function turnOf(text: string): Turn | null {
  const [date = '', time = '02:00:00'] = text.split('/')
  const [month = 0, week = 0, day = -1] = date.split('.').map(Number)
  const isRead = month >= 1 && month <= 12 && week >= 1 && week <= 5 && day >= 0 && day <= 6
  return isRead ? { month, week, day, seconds: secondsOf(time) } : null
}

function secondsOf(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

/** Whether a wall that keeps winter time at `wall` stands in summer. South of the equator summer is the turn of the year. */
function isSummer({ begins, ends, saves }: NonNullable<DeviceClock['summer']>, wall: number): boolean {
  const year = new Date(wall).getUTCFullYear()
  const from = turnIn(year, begins)
  // The end is written in summer time.
  const to = turnIn(year, ends) - saves
  return from < to ? wall >= from && wall < to : wall >= from || wall < to
}

function turnIn(year: number, { month, week, day, seconds }: Turn): number {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  let date = 1 + ((day - first + 7) % 7) + (week - 1) * 7
  if (date > days) date -= 7
  return Date.UTC(year, month - 1, date) + seconds * 1000
}
