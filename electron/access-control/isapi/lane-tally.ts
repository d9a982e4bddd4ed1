import type { Clock } from '../../base/clock.ts'

const SECOND_MS = 1000
const TOLD_MS = 600_000
/** A write, before one has been seen, in milliseconds; and how much the newest one says of the next. */
const FIRST_WRITE_MS = 200
const NEWEST = 0.1

/** What a lane tells of itself to those who look on. */
export type LaneTally = ReturnType<typeof createLaneTally>

export function createLaneTally(clock: Clock) {
  const departures: number[] = []
  let slowedAt: number[] = []
  let writeMs = FIRST_WRITE_MS
  return {
    sent: () => void departures.push(clock.monotonic()),
    slowed: () => void slowedAt.push(clock.monotonic()),
    wrote(ms: number): void {
      writeMs += NEWEST * (ms - writeMs)
    },
    /** Requests of the last second. */
    used(): number {
      const now = clock.monotonic()
      while (departures.length > 0 && (departures[0] as number) <= now - SECOND_MS) departures.shift()
      return departures.length
    },
    /** How often the device asked for a pause in the last ten minutes. */
    slowings(): number {
      slowedAt = slowedAt.filter(at => at > clock.monotonic() - TOLD_MS)
      return slowedAt.length
    },
    /** Milliseconds that a write takes of late, the pause after it not counted. */
    writeMs: () => writeMs,
  }
}
