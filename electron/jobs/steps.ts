import type { BatchId, VisitId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { JobContext } from './context.ts'

/** The one lane of a server site. Devices will have one each. */
export const SITE_LANE = 'site'

/** A person at the desk before everything; what a list has begun before what it has not, so that its first guests are ready first. */
export const ranks = { desk: 1, listStep: 10, listAdmit: 20, upkeep: 30 } as const

/** A set waits for its batch's next admits this long and no longer: a stuck batch must not hold back those who are through. */
const GATHER_MS = 60_000

/** The kinds of job whose subject is a visit, in their order. */
export const enrolKinds = ['admit', 'grant', 'apply', 'confirm', 'look'] as const

const rankOf = (visit: Pick<StoredVisit, 'batch_id'>, list: number) => (visit.batch_id === null ? ranks.desk : list)
/** Guests of one batch go together, to one level at a time; a walk-in is a set of one and waits for nobody. */
function setKeyOf(kind: string, visit: StoredVisit): string {
  if (visit.batch_id === null) return `visit ${visit.id}`
  return kind === 'grant' ? `batch ${visit.batch_id} level ${visit.level_id}` : `batch ${visit.batch_id}`
}

export function enqueueAdmit(
  context: Pick<JobContext, 'table'>,
  visit: Pick<StoredVisit, 'id' | 'batch_id'>,
  checkpoint?: unknown,
): boolean {
  const { id, batch_id: batch } = visit
  return context.table.enqueue({
    kind: 'admit',
    key: `admit ${id}`,
    lane: SITE_LANE,
    rank: rankOf(visit, ranks.listAdmit),
    subject: id,
    batch,
    checkpoint,
  })
}

/** The first step of everybody in a new batch. */
export function enqueueAdmits({ table }: Pick<JobContext, 'table'>, batch: BatchId, visits: readonly VisitId[]): void {
  table.enqueueEach({ kind: 'admit', lane: SITE_LANE, rank: ranks.listAdmit, batch }, visits)
}

function enqueueStep(
  context: Pick<JobContext, 'table'>,
  kind: string,
  visit: StoredVisit,
  more: { dueAt?: number; checkpoint?: unknown } = {},
): boolean {
  const { id, batch_id: batch } = visit
  const rank = rankOf(visit, ranks.listStep)
  return context.table.enqueue({
    kind,
    key: `${kind} ${id}`,
    lane: SITE_LANE,
    rank,
    subject: id,
    batch,
    setKey: setKeyOf(kind, visit),
    ...more,
  })
}

/** Joins the set that gathers for the next step; a full set goes at once, and the last one when nobody of the step before is on the way (`releaseSets`). */
function gather(context: JobContext, kind: 'grant' | 'apply', visit: StoredVisit, checkpoint?: unknown): void {
  const gathers = visit.batch_id !== null
  enqueueStep(context, kind, visit, { dueAt: gathers ? context.clock.now() + GATHER_MS : undefined, checkpoint })
  const setKey = setKeyOf(kind, visit)
  if (gathers && context.table.gathered(kind, setKey) >= context.chunk()) context.table.releaseSet(kind, setKey)
}

function enqueueGrant(context: JobContext, visit: StoredVisit, checkpoint?: unknown): void {
  gather(context, 'grant', visit, checkpoint)
}

/** On to the access level of the visit; where that was taken away since, only to the doors: nothing comes back by itself. */
export function enqueueAccess(context: JobContext, visit: StoredVisit, checkpoint?: unknown): void {
  if (context.levels.wasRevoked(visit.id, visit.level_id)) enqueueApply(context, visit)
  else enqueueGrant(context, visit, checkpoint)
}

export function enqueueApply(context: JobContext, visit: StoredVisit, checkpoint?: unknown): void {
  gather(context, 'apply', visit, checkpoint)
}

/** No job of the step before runs any more: whoever has gathered goes. Called after each admit and each grant has settled. */
export function releaseSets(context: Pick<JobContext, 'table'>, batch: number | null): void {
  if (batch === null) return
  if (!context.table.isRunning(batch, 'admit')) context.table.releaseBatch(batch, 'grant')
  if (!context.table.isRunning(batch, 'grant')) context.table.releaseBatch(batch, 'apply')
}

/** `dueAt` is one for a whole set: whoever is due a moment later asks in a call of its own. */
export function enqueueConfirm(context: JobContext, visit: StoredVisit, dueAt: Instant, checkpoint: unknown): void {
  enqueueStep(context, 'confirm', visit, { dueAt, checkpoint })
}

/** Milliseconds until a level's doors are asked for: after the list that taught it, which does not pay for it. */
const LEARN_MS = 2000

/** Somebody opened a lamp, or the doors of a level are to be learned from one guest's: no call of the site tells them. */
export function enqueueLook(
  context: Pick<JobContext, 'table' | 'clock'>,
  visit: StoredVisit,
  why: 'lamp' | 'level' = 'lamp',
): void {
  context.table.enqueue({
    kind: 'look',
    key: `look ${visit.id}`,
    lane: SITE_LANE,
    rank: why === 'lamp' ? ranks.desk : ranks.listStep,
    subject: visit.id,
    dueAt: why === 'lamp' ? undefined : context.clock.now() + LEARN_MS,
  })
}

/** Starts a visit again at the first step that is not done. Its dead jobs are dropped. */
export function resumeVisit(context: JobContext, visit: StoredVisit): void {
  context.table.forget(enrolKinds, visit.id)
  if (visit.person_step !== 'done' || visit.photo_step === 'refused' || visit.photo_step === 'waiting')
    enqueueAdmit(context, visit, { lookFirst: true })
  else if (visit.level_step !== 'done') enqueueAccess(context, visit)
  else enqueueApply(context, visit)
  releaseSets(context, visit.batch_id)
}
