import { type Failure, isStranger } from '../../shared/model/failure.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Ending } from './worker.ts'

export interface Lane {
  /** Runs that may start now; 'held' while the lane waits out a failure. Negative when more run than may. */
  places(now: Instant, width: number, busy: number): number | 'held'
  hold(until: Instant): void
  /** Somebody says that it may be worth trying again: one goes at once, alone. */
  lift(): void
  settle(endings: readonly Ending[], now: Instant): void
  /** So many calls without an answer that one more opens the breaker. */
  isBreaking(failure: Failure): boolean
  readonly heldUntil: Instant
  /** Failures that say nothing of the job, in a row; what comes together counts once. */
  readonly streak: number
  /** After a hold one run goes alone, until one succeeds. */
  readonly probing: boolean
}

/** Calls without an answer, in a row, that hold the lane. (One that certainly was not sent, 'offline', does it at once.) */
const BREAK_AFTER = 2
/** What comes so close together is one event, in milliseconds: many calls were on their way when the site went. */
const TOGETHER_MS = 250

/** The holds of one lane: when its site is gone everyone waits, and one alone tries whether it is back. */
export function createLane(): Lane {
  let heldUntil = 0
  let streak = 0
  let silences = 0
  let countedAt = Number.NEGATIVE_INFINITY
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
    lift() {
      heldUntil = 0
      streak = 0
    },
    settle(endings, now) {
      const failures = endings.flatMap(ending => (ending.type === 'failed' ? [ending.failure] : []))
      if (failures.some(isSilence)) silences++
      if (failures.some(failure => isSilence(failure) || failure.kind === 'busy')) {
        if (Math.abs(now - countedAt) >= TOGETHER_MS) streak++
        countedAt = now
        return
      }
      streak = 0
      silences = 0
      // Any answer, even a refusal, proves that somebody is there.
      probing = false
      heldUntil = 0
    },
    isBreaking: failure => isSilence(failure) && silences + 1 >= BREAK_AFTER,
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

/** Nobody of the site itself has said anything: a code of its own would be an answer. */
const isSilence = (failure: Failure) =>
  failure.kind === 'offline' || (failure.kind === 'timeout' && failure.site === undefined) || isStranger(failure)
