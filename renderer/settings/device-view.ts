import type { DeviceStatus, Fill } from '../../shared/model/device.ts'
import type { Check } from '../../shared/model/site.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { StepState } from '../../shared/model/visit.ts'

/** What a test of a device looks at, in its order: shown before the first answer. */
export const deviceChecks = ['reachable', 'tls', 'lock', 'credentials', 'clock', 'users', 'faces', 'stream', 'capacity'] as const

/** What those after it need: where one of these fails, they fail for the same reason. */
export const deviceWay: ReadonlySet<string> = new Set(['reachable', 'tls', 'lock', 'credentials'])

/** A clock further off than this is told, in milliseconds. */
const SKEW_MS = 60_000

/** How far a clock is off, where that has to be said. */
export function skewOf(skewMs: number | null): { key: 'fast by' | 'slow by'; ms: number } | null {
  if (skewMs === null || Math.abs(skewMs) <= SKEW_MS) return null
  return { key: skewMs > 0 ? 'fast by' : 'slow by', ms: Math.abs(skewMs) }
}

export interface DeviceState {
  lamp: StepState
  tone: 'ok' | 'wait' | 'no' | 'plain'
  word: 'online' | 'clock' | 'offline' | 'locked' | 'credentials' | 'rights' | 'secret' | 'unknown'
  /** Since when, or until when. */
  at: { key: 'since' | 'until'; time: Instant } | null
}

/** The one thing to say of a device: the lamp, the word, and since or until when. */
export function stateOf(status: DeviceStatus | null): DeviceState {
  if (!status) return { lamp: 'waiting', tone: 'plain', word: 'unknown', at: null }
  const { state, lastSeenAt, failure } = status
  if (state === 'credentials') {
    // Not every refusal is a wrong password: the account may lack a right, or the password may be gone with the last run.
    const word = failure?.cause === 'no-secret' ? 'secret' : failure?.cause === 'no-permission' ? 'rights' : 'credentials'
    return { lamp: 'refused', tone: 'no', word, at: null }
  }
  if (state === 'locked') {
    const time = failure?.retryAt
    return { lamp: 'late', tone: 'wait', word: 'locked', at: time === undefined ? null : { key: 'until', time } }
  }
  if (state === 'offline') {
    const at = lastSeenAt === null ? null : ({ key: 'since', time: lastSeenAt } as const)
    return { lamp: 'late', tone: 'wait', word: 'offline', at }
  }
  if (skewOf(status.skewMs)) return { lamp: 'late', tone: 'wait', word: 'clock', at: null }
  return { lamp: 'done', tone: 'ok', word: 'online', at: null }
}

/** How full something is, from 0 to 1; null where the device does not tell. A place taken is never drawn as nothing. */
export function shareOf({ used, max }: Fill): number | null {
  if (used === null || max === null || max <= 0) return null
  return used === 0 ? 0 : Math.min(1, Math.max(0.02, used / max))
}

/** From here on a gauge turns amber, and then red. */
const NEARLY = 0.9
export function toneOfFill({ used, max }: Fill): 'plain' | 'wait' | 'no' {
  if (used === null || max === null || max <= 0) return 'plain'
  return used >= max ? 'no' : used / max >= NEARLY ? 'wait' : 'plain'
}

/** Why a device let us not in, as the step with the password says it. */
export function refusalOf(checks: readonly Check[]): { what: 'locked' | 'keys' | 'basic' | 'other'; check: Check } | null {
  const check = checks.find(one => !one.ok && (one.name === 'lock' || one.name === 'credentials'))
  if (!check) return null
  const cause = check.failure?.cause
  const what = cause === 'locked' ? 'locked' : cause === 'keys' ? 'keys' : cause === 'no-login' ? 'basic' : 'other'
  return { what, check }
}
