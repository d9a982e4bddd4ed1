import type { Failure } from '../../../shared/model/failure.ts'
import type { VisitState } from '../../../shared/model/visit.ts'
import type { StoredAct } from '../../storage/acts.ts'
import type { StoredVisit } from '../../storage/visits.ts'
import type { JobContext } from '../context.ts'
import { enrolKinds, resumeVisit } from '../steps.ts'
import { leaves } from './plan.ts'

// How an act shows on its visit: when it begins, when it ends, and when it fails. Each is called inside a transaction.

/** The first step goes out: it can no longer be undone. A second beginning, after a crash, changes nothing. */
export function beginAct(context: JobContext, act: StoredAct, visit: StoredVisit): void {
  const { acts, visits, batches, clock } = context
  if (act.batch_id !== null) batches.begin(act.batch_id, clock.now())
  const visitState = act.visit_state ?? visit.state
  acts.change(act.id, { state: 'sending', cause: null, retryAt: null, undoUntil: null, visitState }, clock.now())
  const takesAll = leaves.includes(act.kind) && (act.level_id === null || act.level_id === visit.level_id)
  if (takesAll) {
    // What is left of its registration would put it on again.
    context.table.forget(enrolKinds, visit.id)
    visits.change(visit.id, { state: 'revoking', retryAt: null }, clock.now())
  } else visits.touch(visit.id)
}

const underWay: readonly VisitState[] = ['queued', 'sending', 'accepted', 'held']

/** A registration that was broken off for the act goes on, where the visit has not been taken away after all. */
function goOn(context: JobContext, act: StoredAct): void {
  const visit = context.visits.get(act.visit_id)
  if (visit && underWay.includes(visit.state) && visit.until_at > context.clock.now()) resumeVisit(context, visit)
}

const endStates: Partial<Record<StoredAct['kind'], VisitState>> = {
  revoke: 'revoked',
  remove: 'revoked',
  withdraw: 'revoked',
  checkout: 'checked-out',
  expire: 'expired',
}

/** The last step is done. An act whose doors could not be asked stays `applied`. */
export function endAct(context: JobContext, act: StoredAct): void {
  const { acts, visits, levels, clock } = context
  const now = clock.now()
  const state = act.state === 'applied' ? 'applied' : 'done'
  acts.change(act.id, { state, cause: null, retryAt: null }, now)
  const visit = visits.get(act.visit_id)
  if (!visit) return
  const left = endStates[act.kind]
  if (left && levels.held(visit.id).length === 0) {
    visits.change(visit.id, { state: left, level: 'none', cause: null, retryAt: null, ending: 'begun' }, now)
    visits.onlyDoors(visit.id, null)
  } else if (left) {
    visits.change(visit.id, { state: act.visit_state ?? visit.state }, now)
    goOn(context, act)
  } else if (act.kind === 'assign' || act.kind === 'reapply') {
    const delivered = visit.photo_step === 'refused' ? 'partly' : state === 'applied' ? 'applied' : 'delivered'
    const cause = delivered === 'partly' ? visit.cause : null
    visits.change(visit.id, { state: delivered, level: 'done', cause, retryAt: null, ending: 'not yet' }, now)
  } else visits.touch(visit.id)
}

/** A person must act. The visit is again what it was: it is not revoked because somebody wanted it to be. */
export function failAct(context: JobContext, act: StoredAct, failure: Failure): void {
  const { acts, visits, clock } = context
  const now = clock.now()
  acts.change(act.id, { state: 'failed', cause: failure, retryAt: null, undoUntil: null }, now)
  const visit = visits.get(act.visit_id)
  if (!visit) return
  // A registration taken back has no jobs left that could bring it to its end.
  const undone = act.kind === 'withdraw' ? { state: 'failed' as const, cause: failure } : null
  const back = visit.state === 'revoking' && act.visit_state !== null ? { state: act.visit_state } : {}
  visits.change(visit.id, { ...back, ...undone, ...(act.kind === 'expire' ? { ending: 'failed' as const } : {}) }, now)
  if ('state' in back && !undone) goOn(context, act)
}
