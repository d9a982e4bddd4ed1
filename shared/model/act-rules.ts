import type { ActKind } from './act.ts'
import type { Failure } from './failure.ts'
import type { LevelId } from './ids.ts'
import { type Instant, type Window, windowProblem } from './time.ts'
import type { VisitState } from './visit.ts'

/** What somebody wants done. */
export interface ActAsked {
  kind: ActKind
  /** Null: every level. */
  levelId: LevelId | null
  /** The new end of an extension. */
  until: Instant | null
}

/** How the visit stands that it is to be done to. */
export interface ActAbout {
  state: VisitState
  /** The site has the person. */
  onSite: boolean
  window: Window
  /** The levels it is on at the site. */
  held: readonly { id: LevelId }[]
  /** The level was granted once and is no longer. */
  wasRevoked: boolean
}

const not = (cause: string, field?: string): Failure => ({ kind: 'invalid', cause, ...(field ? { field } : {}) })
/** Visits that nothing gives access again: there is another visit then. */
export const closedStates: readonly VisitState[] = ['cancelled', 'expired', 'checked-out']

/**
 * Why an act cannot be done to a visit, or null (mission rows 4 to 8). The core asks when somebody orders it, and again when it is about to begin; a window asks so that it
 * can say why before anybody tries.
 */
export function actProblem({ kind, levelId, until }: ActAsked, about: ActAbout, now: Instant): Failure | null {
  const { state, onSite, window, held } = about
  const isActive = held.length > 0 && !closedStates.includes(state)
  const isExpired = window.until <= now
  switch (kind) {
    case 'assign':
      if (!onSite) return not('not-on-site')
      if (closedStates.includes(state)) return not('not-active')
      return isExpired ? not('visit-over') : null
    case 'revoke':
      if (levelId === null ? held.length > 0 : held.some(level => level.id === levelId)) return null
      return not(about.wasRevoked || state === 'revoked' || state === 'expired' ? 'already-revoked' : 'not-granted')
    case 'extend': {
      if (!isActive) return not('not-active')
      if (isExpired) return not('visit-over')
      const problem = windowProblem({ from: window.from, until: until ?? 0 }, now)
      return problem ? not(problem, 'until') : null
    }
    case 'reapply':
      return isActive ? null : not('not-active')
    case 'checkout':
      if (state === 'checked-out') return not('already-out')
      return onSite && state !== 'cancelled' ? null : not('not-on-site')
    case 'remove':
      return onSite ? null : not('not-on-site')
    case 'expire':
    case 'withdraw':
      return null
  }
}
