import type { Instant } from '../../../shared/model/time.ts'
import type { StoredAct } from '../../storage/acts.ts'
import type { JobContext } from '../context.ts'
import { ranks, SITE_LANE } from '../steps.ts'
import { type ActStep, jobKindOf, plans, upkeep } from './plan.ts'
import { endRepair } from './repair-end.ts'

/** A set waits so long for the others of its batch, in milliseconds, and no longer. */
const GATHER_MS = 60_000
type Queue = Pick<JobContext, 'table' | 'clock'>

/** Acts of one batch go together; ends of windows go with each other, and repairs; a single act waits for nobody. */
function setKeyOf(act: StoredAct): string {
  if (act.batch_id !== null) return `batch ${act.batch_id}`
  return upkeep.includes(act.kind) ? act.kind : `act ${act.id}`
}

const keyOf = (act: StoredAct, step: ActStep) => `${jobKindOf(act.kind, step)} ${act.id}`

export function enqueueActStep(
  context: Queue,
  act: StoredAct,
  step: ActStep,
  more: { dueAt?: Instant; checkpoint?: unknown } = {},
): void {
  const isUpkeep = upkeep.includes(act.kind)
  // Of ends of windows the site's own has closed already.
  const list = isUpkeep ? ranks.upkeep : ranks.listStep
  context.table.enqueue({
    kind: jobKindOf(act.kind, step),
    key: keyOf(act, step),
    lane: SITE_LANE,
    rank: act.batch_id === null && !isUpkeep ? ranks.desk : list,
    subject: act.id,
    batch: act.batch_id,
    setKey: setKeyOf(act),
    ...more,
  })
}

/** Puts an act's first step into the queue; while it can be undone it waits there. */
export function enqueueAct(context: Queue, act: StoredAct): void {
  const [first] = plans[act.kind].steps
  if (first) enqueueActStep(context, act, first, { dueAt: act.undo_until_at ?? undefined })
}

/** Takes an act out of the queue, if nothing of it has begun. */
export function dequeueAct(context: Queue, act: StoredAct): boolean {
  const [first] = plans[act.kind].steps
  return act.visit_state === null && first !== undefined && context.table.removeKey(keyOf(act, first))
}

/** Joins the set that gathers for `step`: a full one goes at once, the last one when nobody of the step before is on the way. */
export function gatherAct(context: JobContext, act: StoredAct, step: ActStep): void {
  const gathers = act.batch_id !== null && step === 'apply'
  enqueueActStep(context, act, step, { dueAt: gathers ? context.clock.now() + GATHER_MS : undefined })
  const kind = jobKindOf(act.kind, step)
  if (gathers && context.table.gathered(kind, setKeyOf(act)) >= context.chunk()) context.table.releaseSet(kind, setKeyOf(act))
}

/** No job of the step before runs any more: whoever has gathered goes. Called after each step has settled. */
export function releaseActs(context: Pick<JobContext, 'table' | 'repairs' | 'clock' | 'log'>, act: StoredAct): void {
  if (act.repair_id !== null) endRepair(context, act.repair_id)
  const { steps } = plans[act.kind]
  const before = steps[steps.indexOf('apply') - 1]
  if (act.batch_id === null || before === undefined) return
  if (!context.table.isRunning(act.batch_id, jobKindOf(act.kind, before)))
    context.table.releaseBatch(act.batch_id, jobKindOf(act.kind, 'apply'))
}
