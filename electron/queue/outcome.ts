import { type Failure, type FailureKind, keyCauses, strangerCauses } from '../../shared/model/failure.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Random } from '../base/random.ts'

/**
 * What becomes of a job that failed. `holdLane`: no other job of the lane may start before `at`, and then one alone, as a probe. `held`: what it is about is shown as
 * held, not as queued; `retryAt` is what may be promised about it, null for nothing.
 */
export type Outcome =
  | { type: 'again'; at: Instant; cost: 0 | 1; holdLane: boolean; held: boolean; retryAt: Instant | null }
  | { type: 'dead' }

type Rule =
  | { stop: true }
  /**
   * Seconds by attempt, the last one repeated; `cost: 0` gives the attempt back, `holdLane` stops the others too. forPerson: only somebody who acts can end it, and it is
   * not the job's fault.
   */
  | { stop: false; waits: readonly number[]; cost: 0 | 1; holdLane: boolean; forPerson?: true }

const stop: Rule = { stop: true }
/** The limiter slows down by itself: a job need not stand back as well, unless it goes on. */
const tooMany: Rule = { stop: false, waits: [0.5, 0.5, 0.5, 1, 1, 2, 4, 8], cost: 0, holdLane: false }
/** Once more, in case it was the site's slip; the second refusal in a row shuts the gate (access-control/gate). */
const wrongKeys: Rule = { stop: false, waits: [2], cost: 0, holdLane: true, forPerson: true }
/** As with a site that is gone, for nothing was sent; but it comes back by itself only where the certificate does. */
const stranger: Rule = { stop: false, waits: [0.5, 1, 2, 4, 8, 15, 30], cost: 0, holdLane: true, forPerson: true }

/** The one table from a kind of failure to what to do (design: reliability; desk rule 6). */
export const rules: Readonly<Record<FailureKind, Rule>> = {
  busy: { stop: false, waits: [1, 2, 4, 8], cost: 0, holdLane: false },
  offline: { stop: false, waits: [0.5, 1, 2, 4, 8, 15, 30], cost: 0, holdLane: true },
  timeout: { stop: false, waits: [0.5, 2, 4, 8, 16, 30, 60], cost: 1, holdLane: false },
  'photo-refused': stop,
  invalid: stop,
  credentials: stop,
  'not-found': stop,
  conflict: stop,
  full: stop,
  unsupported: stop,
  bug: stop,
}

/** And where the cause matters more than the kind. */
export const causeRules: Readonly<Partial<Record<FailureKind, Readonly<Record<string, Rule>>>>> = {
  busy: { 'rate-limited': tooMany, quota: tooMany },
  credentials: Object.fromEntries([
    ...keyCauses.map(cause => [cause, wrongKeys] as const),
    ...strangerCauses.map(cause => [cause, stranger] as const),
  ]),
}

/**
 * Judges a failure. `streak` counts the lane's failures of this kind in a row (for kinds that give the attempt back), `attempts` the job's own spent ones, this one not counted.
 * The site's own word (`retryAt`) comes first; else the table's wait, spread by up to a fifth so that jobs do not come back in step.
 */
export function outcomeOf(
  failure: Failure,
  about: { attempts: number; maxAttempts: number; streak: number; now: Instant; random: Random },
): Outcome {
  const rule = causeRules[failure.kind]?.[failure.cause ?? ''] ?? rules[failure.kind]
  if (rule.stop) return { type: 'dead' }
  if (rule.cost === 1 && about.attempts + 1 >= about.maxAttempts) return { type: 'dead' }
  const step = rule.cost === 1 ? about.attempts : about.streak
  const seconds = rule.waits[Math.min(step, rule.waits.length - 1)] ?? 1
  const spread = Math.round(seconds * 1000 * (1 + about.random.next() / 5))
  // A site that asks for a day is not obeyed: an hour later somebody has looked.
  const asked = failure.retryAt === undefined ? null : Math.min(Math.max(failure.retryAt, about.now), about.now + LOOK_AGAIN_MS)
  const at = asked ?? about.now + spread
  const forPerson = rule.forPerson === true
  return {
    type: 'again',
    at,
    cost: rule.cost,
    holdLane: rule.holdLane,
    held: forPerson || failure.kind === 'offline',
    retryAt: forPerson ? null : at,
  }
}

/** When to ask a site again that has not answered `streak` times in a row, whatever became of the job: as after 'offline'. */
export function probeAt(about: { streak: number; now: Instant; random: Random }): Instant {
  const outcome = outcomeOf({ kind: 'offline' }, { ...about, attempts: 0, maxAttempts: 1 })
  return outcome.type === 'again' ? outcome.at : about.now
}

/** The longest that anything waits before it is looked at again, in milliseconds. */
const LOOK_AGAIN_MS = 3_600_000

/** Nothing may be sent until somebody acts: a job that comes meanwhile is held untried, and given no promise. */
export function untilSomebodyActs(now: Instant): Outcome {
  return { type: 'again', at: now + LOOK_AGAIN_MS, cost: 0, holdLane: false, held: true, retryAt: null }
}
