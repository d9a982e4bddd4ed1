const MINUTE = 60_000
const DAY = 86_400_000

/** A change of the clock: `week` 5 is the last `day` (0 Sunday) of `month`; `at` ms after midnight of the wall clock. */
interface Rule {
  month: number
  week: number
  day: number
  at: number
}

/** What a POSIX zone says; offsets in minutes east of Greenwich. */
export interface Zone {
  text: string
  standard: number
  summer: { offset: number; from: Rule; until: Rule } | null
}

const minutes = (text: string) => {
  const [, sign, h, m] = /^([+-]?)(\d{1,2})(?::(\d{2}))?/.exec(text) ?? []
  return (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m ?? 0))
}

function rule(text: string): Rule {
  const [, month, week, day, time] = /^M(\d+)\.(\d)\.(\d)(?:\/([\d:]+))?$/.exec(text) ?? []
  return { month: Number(month), week: Number(week), day: Number(day), at: minutes(time ?? '2') * MINUTE }
}

/** Reads a zone as devices spell it, `CST-8:00:00` or `CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00`; null: it is none. */
export function readZone(text: string): Zone | null {
  const found =
    /^[A-Za-z]+([+-]?\d{1,2}(?::\d{2}){0,2})(?:[A-Za-z]+([+-]?\d{1,2}(?::\d{2}){0,2})?,(M[\d./:]+),(M[\d./:]+))?$/.exec(text)
  if (!found) return null
  // The sign of POSIX: what is east of Greenwich is negative. The maker's DST part is the shift itself (INF).
  const standard = -minutes(found[1]!)
  const summer = found[3]
    ? { offset: standard + (found[2] ? minutes(found[2]) : 60), from: rule(found[3]), until: rule(found[4]!) }
    : null
  return { text, standard, summer }
}

function instantOf(change: Rule, year: number, offset: number): number {
  const first = Date.UTC(year, change.month - 1, 1)
  const weekday = new Date(first).getUTCDay()
  let day = 1 + ((change.day - weekday + 7) % 7) + (change.week - 1) * 7
  const last = new Date(Date.UTC(year, change.month, 0)).getUTCDate()
  while (day > last) day -= 7
  return first + (day - 1) * DAY + change.at - offset * MINUTE
}

/** Minutes east of Greenwich at an instant. */
export function offsetAt(zone: Zone, at: number): number {
  if (!zone.summer) return zone.standard
  const year = new Date(at + zone.standard * MINUTE).getUTCFullYear()
  const from = instantOf(zone.summer.from, year, zone.standard)
  const until = instantOf(zone.summer.until, year, zone.summer.offset)
  const inSummer = from < until ? at >= from && at < until : at >= from || at < until
  return inSummer ? zone.summer.offset : zone.standard
}

/** `+03:00` */
export function offsetText(offset: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`
}

/** The wall clock at an instant, `2026-01-01T08:00:00`, without the zone. */
export const wallClock = (zone: Zone, at: number): string => new Date(at + offsetAt(zone, at) * MINUTE).toISOString().slice(0, 19)

/** The instant at which the wall clock shows this; what it shows twice is the first time. NaN when the text is no time. */
export function instantAt(zone: Zone, wall: string): number {
  const utc = Date.parse(`${wall.slice(0, 19)}Z`)
  const offsets = zone.summer ? [zone.summer.offset, zone.standard] : [zone.standard]
  return (
    offsets.map(one => utc - one * MINUTE).find(at => wallClock(zone, at) === wall.slice(0, 19)) ?? utc - zone.standard * MINUTE
  )
}
