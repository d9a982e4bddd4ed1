import { type Instant, instantOf, type WallTime } from './time.ts'

/** How a cell without a time of day is meant: a visit begins with its day and ends with it. */
export type Edge = 'start' | 'end'

const DAY_FIRST = /^(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[\sT,]+(.+))?$/
const YEAR_FIRST = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[\sT,]+(.+))?$/
/** Offsets reach from -12:00 to +14:00. */
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/i
/** Days since 1899-12-30, as Excel keeps a date that lost its format. */
const SERIAL = /^\d{5}(?:[.,]\d+)?$/

type TimeOfDay = { hour: number; minute: number; second: number; offset: number | null }

function timeOfDay(text: string | undefined, edge: Edge): TimeOfDay | null {
  if (text === undefined)
    return edge === 'start' ? { hour: 0, minute: 0, second: 0, offset: null } : { hour: 23, minute: 59, second: 59, offset: null }
  const found = TIME.exec(text.trim())
  if (!found) return null
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return null
  return { hour, minute, second, offset: offsetOf(found[4]) }
}

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null
  if (text.toUpperCase() === 'Z') return 0
  const size = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return text.startsWith('-') ? -size : size
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/**
 * The instant that a cell means, null where it is no date. Day first (15.03.2030, 15/03/2030) or year first (2030-03-15), with or without a time; an offset in the
 * cell wins over `zone` (IANA). "18:00" alone is on the day that `day` tells. A wall time that a spring change skips is the clock after it.
 */
export function readDate(text: string, zone: string, edge: Edge, day: (() => WallTime) | null = null): Instant | null {
  const cell = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (SERIAL.test(cell)) {
    const days = Number(cell.replace(',', '.'))
    const wall = new Date(Math.round((days - 25_569) * 86_400) * 1000)
    const whole = Number.isInteger(days)
    return at(
      { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() },
      whole
        ? timeOfDay(undefined, edge)
        : {
            hour: wall.getUTCHours(),
            minute: wall.getUTCMinutes(),
            second: wall.getUTCSeconds(),
            offset: null,
          },
      zone,
    )
  }
  const dayFirst = DAY_FIRST.exec(cell)
  if (dayFirst)
    return at(
      { year: Number(dayFirst[3]), month: Number(dayFirst[2]), day: Number(dayFirst[1]) },
      timeOfDay(dayFirst[4], edge),
      zone,
    )
  const yearFirst = YEAR_FIRST.exec(cell)
  if (yearFirst)
    return at(
      { year: Number(yearFirst[1]), month: Number(yearFirst[2]), day: Number(yearFirst[3]) },
      timeOfDay(yearFirst[4], edge),
      zone,
    )
  return day && TIME.test(cell) ? at(day(), timeOfDay(cell, edge), zone) : null
}

function at(date: { year: number; month: number; day: number }, time: TimeOfDay | null, zone: string): Instant | null {
  if (!time || !isDay(date.year, date.month, date.day)) return null
  const { year, month, day } = date
  const { hour, minute, second, offset } = time
  const instant =
    offset === null
      ? instantOf({ year, month, day, hour, minute, second }, zone)
      : Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000
  return instant >= 0 ? instant : null
}
