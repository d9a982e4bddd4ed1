/** A stretch of time in seconds, known only as a range. */
export interface Span {
  low: number
  high: number
}
type Unit = 's' | 'min' | 'h'
const sizes: Record<Unit, number> = { s: 1, min: 60, h: 3600 }
/** Up to a minute and a half is told in seconds, up to as many minutes in minutes. */
const unitOf = (seconds: number): Unit => (seconds < 90 ? 's' : seconds < 90 * 60 ? 'min' : 'h')
/** Seconds above twenty are told by fives: nobody is promised more. */
const stepOf = (seconds: number, unit: Unit) => (unit === 's' && seconds > 20 ? 5 : sizes[unit])

/** A forecast as two whole numbers with their units, rounded outward; `about` where both come out the same. */
export function rangeOf({ low, high }: Span): { key: `range ${string}` | `about ${Unit}`; low: number; high: number } {
  const [from, to] = [unitOf(low), unitOf(high)]
  const few = Math.max(1, (Math.floor(low / stepOf(low, from)) * stepOf(low, from)) / sizes[from])
  const many = Math.max(1, (Math.ceil(high / stepOf(high, to)) * stepOf(high, to)) / sizes[to])
  if (from === to) return { key: few === many ? `about ${from}` : `range ${from}`, low: few, high: many }
  // From seconds straight to hours: said in minutes.
  if (from === 's' && to === 'h') return { key: 'range min-h', low: 1, high: many }
  return { key: `range ${from}-${to}`, low: few, high: many }
}

/** A time that is over, to the second; from an hour on to the minute. */
export function tookOf(ms: number): { key: `took ${Unit}`; hours: number; minutes: number; seconds: number } {
  const whole = Math.max(0, Math.round(ms / 1000))
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  return { key: hours > 0 ? 'took h' : minutes > 0 ? 'took min' : 'took s', hours, minutes, seconds }
}
