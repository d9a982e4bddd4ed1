import { actProblem } from '../../../shared/model/act-rules.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { StoredAct } from '../../storage/acts.ts'
import type { HeldLevel } from '../../storage/visit-levels.ts'
import type { StoredVisit } from '../../storage/visits.ts'

export interface About {
  act: Pick<StoredAct, 'kind' | 'level_id' | 'until_at'>
  visit: Pick<StoredVisit, 'state' | 'person_step' | 'window'>
  held: readonly HeldLevel[]
  /** The level was granted once and is no longer. */
  wasRevoked: boolean
  now: number
}

/** The rules (`shared/model/act-rules.ts`) asked about rows of the tables. */
export function storedActProblem({ act, visit, held, wasRevoked, now }: About): Failure | null {
  const { state, window, person_step } = visit
  return actProblem(
    { kind: act.kind, levelId: act.level_id, until: act.until_at },
    { state, window, onSite: person_step === 'done', held, wasRevoked },
    now,
  )
}
