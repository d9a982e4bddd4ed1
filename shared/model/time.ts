import { z } from 'zod'

/** Milliseconds since the epoch. Instants are compared, never their texts: the site stores offsets as they were given. */
export const Instant = z.number().int().nonnegative()
export type Instant = z.infer<typeof Instant>

/** A span of access: `from` included, `until` excluded. */
export const Window = z.object({ from: Instant, until: Instant })
export type Window = z.infer<typeof Window>

/** The last instant that both kinds of site take (protocol A2, B4). */
export const LAST_INSTANT: Instant = Date.UTC(2037, 11, 31, 23, 59, 59)

export type WindowProblem = 'before from' | 'in the past' | 'after 2037-12-31'

/** What is wrong with a window's end, judged at `now`; null when nothing is. */
export function windowProblem(window: Window, now: Instant): WindowProblem | null {
  if (window.until <= window.from) return 'before from'
  if (window.until <= now) return 'in the past'
  if (window.until > LAST_INSTANT) return 'after 2037-12-31'
  return null
}

/** A time as a wall clock shows it: month 1 to 12, no zone. */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number; second: number }

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}

/** What a wall clock in `zone` (an IANA name) shows at `instant`. */
export function wallTime(instant: Instant, zone: string): WallTime {
  const parts: Record<string, number> = {}
  for (const part of formatFor(zone).formatToParts(instant)) parts[part.type] = Number(part.value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  return { year, month, day, hour, minute, second }
}

/** Offsets change on quarters of an hour, so one answer serves a quarter: a list of thousands asks for the same few. */
const QUARTER_MS = 900_000
const offsets = new Map<string, number>()
const MOST_OFFSETS = 20_000

/** Minutes that `zone` is ahead of UTC at `instant`. */
export function zoneOffset(instant: Instant, zone: string): number {
  const quarter = Math.floor(instant / QUARTER_MS)
  const key = `${zone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const wall = wallTime(quarter * QUARTER_MS, zone)
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
  const offset = Math.round((asUtc - quarter * QUARTER_MS) / 60_000)
  if (offsets.size >= MOST_OFFSETS) offsets.clear()
  offsets.set(key, offset)
  return offset
}

/** The instant at which a wall clock in `zone` shows `wall`. In the gap of a spring change, the clock after it. */
export function instantOf(wall: WallTime, zone: string): Instant {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
  const first = asUtc - zoneOffset(asUtc, zone) * 60_000
  return asUtc - zoneOffset(first, zone) * 60_000
}

/** The day in `zone` that holds the instant, from midnight to midnight: 23 or 25 hours where the clocks change. */
export function dayOf(instant: Instant, zone: string): Window {
  const midnight = { ...wallTime(instant, zone), hour: 0, minute: 0, second: 0 }
  return { from: instantOf(midnight, zone), until: instantOf({ ...midnight, day: midnight.day + 1 }, zone) }
}

const two = (n: number) => String(n).padStart(2, '0')

/** `yyyy-MM-ddTHH:mm:ss+hh:mm`, the only form the site takes: no `Z`, no milliseconds (protocol A2). */
export function isoWithOffset(instant: Instant, zone: string): string {
  const wall = wallTime(instant, zone)
  const offset = zoneOffset(instant, zone)
  const size = Math.abs(offset)
  const tail = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}${tail}`
}
