import type { Failure, FailureKind } from '../../shared/model/failure.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Random } from '../base/random.ts'

/** What becomes of a job that failed. `holdLane`: no other job of the lane may start before `at`, and then one alone, as a probe. */
export type Outcome = { type: 'again'; at: Instant; cost: 0 | 1; holdLane: boolean } | { type: 'dead' }

type Rule =
  | { stop: true }
  /** Seconds by attempt, the last one repeated; `cost: 0` gives the attempt back, `holdLane` stops the others too. */
  | { stop: false; waits: readonly number[]; cost: 0 | 1; holdLane: boolean }

const stop: Rule = { stop: true }

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

/**
 * Judges a failure. `streak` counts the lane's failures of this kind in a row (for kinds that give the attempt back), `attempts` the job's own spent ones, this one not counted.
 * The site's own word (`retryAt`) comes first; else the table's wait, spread by up to a fifth so that jobs do not come back in step.
 */
export function outcomeOf(
  failure: Failure,
  about: { attempts: number; maxAttempts: number; streak: number; now: Instant; random: Random },
): Outcome {
  const rule = rules[failure.kind]
  if (rule.stop) return { type: 'dead' }
  if (rule.cost === 1 && about.attempts + 1 >= about.maxAttempts) return { type: 'dead' }
  const step = rule.cost === 1 ? about.attempts : about.streak
  const seconds = rule.waits[Math.min(step, rule.waits.length - 1)] ?? 1
  const spread = Math.round(seconds * 1000 * (1 + about.random.next() / 5))
  // A site that asks for a day is not obeyed: an hour later somebody has looked.
  const asked = failure.retryAt === undefined ? null : Math.min(Math.max(failure.retryAt, about.now), about.now + 3_600_000)
  return { type: 'again', at: asked ?? about.now + spread, cost: rule.cost, holdLane: rule.holdLane }
}
