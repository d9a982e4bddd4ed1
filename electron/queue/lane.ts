import type { Instant } from '../../shared/model/time.ts'
import type { Ending } from './worker.ts'

export interface Lane {
  /** Runs that may start now; 'held' while the lane waits out a failure. Negative when more run than may. */
  places(now: Instant, width: number, busy: number): number | 'held'
  hold(until: Instant): void
  settle(endings: readonly Ending[]): void
  readonly heldUntil: Instant
  /** Failures that gave their attempt back, in a row. */
  readonly streak: number
  /** After a hold one run goes alone, until one succeeds. */
  readonly probing: boolean
}

/** The holds of one lane: when its site is gone everyone waits, and one alone tries whether it is back. */
export function createLane(): Lane {
  let heldUntil = 0
  let streak = 0
  let probing = false
  return {
    places(now, width, busy) {
      if (now < heldUntil) return 'held'
      return (probing ? 1 : width) - busy
    },
    hold(until) {
      heldUntil = Math.max(heldUntil, until)
      probing = true
    },
    settle(endings) {
      const waiting = endings.some(e => e.type === 'failed' && (e.failure.kind === 'offline' || e.failure.kind === 'busy'))
      if (waiting) {
        streak++
        return
      }
      streak = 0
      // Any answer, even a refusal, proves that somebody is there.
      probing = false
      heldUntil = 0
    },
    get heldUntil() {
      return heldUntil
    },
    get streak() {
      return streak
    },
    get probing() {
      return probing
    },
  }
}
