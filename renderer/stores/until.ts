import { type Instant, instantOf, type WallTime, wallTime } from '../../shared/model/time.ts'
import type { UntilChoice } from './draft.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const END_OF_WORK = { hour: 18, minute: 0, second: 0 }
const END_OF_DAY = { hour: 23, minute: 59, second: 0 }
const FRIDAY = 5

const at = (wall: WallTime, days: number, time: typeof END_OF_WORK, zone: string): Instant => {
  const day = new Date(Date.UTC(wall.year, wall.month - 1, wall.day) + days * DAY_MS)
  return instantOf({ year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate(), ...time }, zone)
}

/** Monday 1 to Sunday 7. */
function weekday(wall: WallTime): number {
  return ((new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay() + 6) % 7) + 1
}

/**
 * When access ends, for a chip chosen at `now` in the desk's zone. Two hours: to the minute. Today: 18:00, after that the day's last minute.
 * This week: Friday 18:00, after that Sunday's last minute.
 */
export function untilOf(choice: UntilChoice, now: Instant, zone: string): Instant {
  const wall = wallTime(now, zone)
  if (choice.chip === 'date') return choice.at
  if (choice.chip === 'two-hours') return Math.floor(now / MINUTE_MS) * MINUTE_MS + 120 * MINUTE_MS
  if (choice.chip === 'today') {
    const work = at(wall, 0, END_OF_WORK, zone)
    return now < work ? work : at(wall, 0, END_OF_DAY, zone)
  }
  const friday = at(wall, FRIDAY - weekday(wall), END_OF_WORK, zone)
  return now < friday ? friday : at(wall, 7 - weekday(wall), END_OF_DAY, zone)
}

const two = (n: number) => String(n).padStart(2, '0')

/** `2026-11-24T18:00` as a date-and-time field holds it, in the desk's zone. */
export function toFieldText(instant: Instant, zone: string): string {
  const wall = wallTime(instant, zone)
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}`
}

/** Reads a date-and-time field back; null while it is not whole. */
export function fromFieldText(text: string, zone: string): Instant | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text)
  if (!parts) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(1).map(Number)
  return instantOf({ year, month, day, hour, minute, second: 0 }, zone)
}
