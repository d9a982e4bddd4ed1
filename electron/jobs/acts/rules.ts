import type { Failure } from '../../../shared/model/failure.ts'
import { windowProblem } from '../../../shared/model/time.ts'
import type { StoredAct } from '../../storage/acts.ts'
import type { HeldLevel } from '../../storage/visit-levels.ts'
import type { StoredVisit } from '../../storage/visits.ts'

const not = (cause: string, field?: string): Failure => ({ kind: 'invalid', cause, ...(field ? { field } : {}) })
const over: readonly StoredVisit['state'][] = ['cancelled', 'expired', 'checked-out']

export interface About {
  act: Pick<StoredAct, 'kind' | 'level_id' | 'until_at'>
  visit: Pick<StoredVisit, 'state' | 'person_step' | 'window'>
  held: readonly HeldLevel[]
  /** The level was granted once and is no longer. */
  wasRevoked: boolean
  now: number
}

/** Why an act cannot be done to a visit, or null (mission rows 4 to 8). Asked when somebody orders it, and again when it is about to begin. */
export function actProblem({ act, visit, held, wasRevoked, now }: About): Failure | null {
  const isActive = held.length > 0 && !over.includes(visit.state)
  const isExpired = visit.window.until <= now
  switch (act.kind) {
    case 'assign':
      if (visit.person_step !== 'done') return not('not-on-site')
      if (over.includes(visit.state)) return not('not-active')
      return isExpired ? not('visit-over') : null
    case 'revoke':
      if (act.level_id === null ? held.length > 0 : held.some(level => level.id === act.level_id)) return null
      return not(wasRevoked || visit.state === 'revoked' || visit.state === 'expired' ? 'already-revoked' : 'not-granted')
    case 'extend': {
      if (!isActive) return not('not-active')
      if (isExpired) return not('visit-over')
      const problem = windowProblem({ from: visit.window.from, until: act.until_at ?? 0 }, now)
      return problem ? not(problem, 'until') : null
    }
    case 'reapply':
      return isActive ? null : not('not-active')
    case 'checkout':
      if (visit.state === 'checked-out') return not('already-out')
      return visit.person_step === 'done' && visit.state !== 'cancelled' ? null : not('not-on-site')
    case 'remove':
      return visit.person_step === 'done' ? null : not('not-on-site')
    case 'expire':
    case 'withdraw':
      return null
  }
}
