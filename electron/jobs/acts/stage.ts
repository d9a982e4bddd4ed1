import type { ActKind } from '../../../shared/model/act.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { PersonRef } from '../../../shared/model/ids.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { AccessControl, CallContext } from '../../access-control/port.ts'
import type { Job } from '../../queue/job-table.ts'
import type { Ending, JobKind } from '../../queue/worker.ts'
import type { StoredAct } from '../../storage/acts.ts'
import type { StoredGuest } from '../../storage/guests.ts'
import type { StoredVisit } from '../../storage/visits.ts'
import { callOf, type JobContext, otherSite } from '../context.ts'
import { enrolKinds } from '../steps.ts'
import { beginAct, endAct, failAct } from './ends.ts'
import { type ActStep, plans } from './plan.ts'
import { storedActProblem } from './rules.ts'
import { enqueueActStep, gatherAct, releaseActs } from './steps.ts'

/** One act in the hands of a step. */
export interface ActSubject {
  job: Job
  act: StoredAct
  visit: StoredVisit
  guest: StoredGuest
  ref: PersonRef
  /** The site's own record of the visit, where it keeps one. */
  record: string | null
}

/** How a step ended for one act. next: on to the step after it · again: on to `to` · later: the same once more. Effects run in the transaction that finishes the job. */
export type StageEnd =
  | { type: 'next'; effect?: () => void; end?: 'done' | 'applied' }
  | { type: 'again'; to: ActStep; checkpoint: unknown; dueAt?: Instant; effect?: () => void }
  | { type: 'later'; at: Instant; checkpoint: unknown; effect?: () => void }
  | { type: 'failed'; failure: Failure }
  /** It will not get better by itself: whatever tries are left are not spent. */
  | { type: 'given up'; failure: Failure; effect?: () => void }

export type Stage = (
  subjects: readonly ActSubject[],
  site: { control: AccessControl; key: string; call: CallContext },
) => Promise<Map<ActSubject, StageEnd>>

/** A call of the visit's registration is on its way: what is done after it must reach the site after it. Asked again so often, in milliseconds. */
const ENROLLING_MS = 100

/** Wraps one step of one kind of act as a kind of job: finds the rows, asks the rules once more, and turns each end into what comes next. */
export function createActKind(context: JobContext, kind: ActKind, step: ActStep, run: Stage, setSize: 'chunk' | 'one'): JobKind {
  const { clock, acts, visits, guests, levels } = context
  const { steps, attempts } = plans[kind]
  const isFirst = steps[0] === step

  function subjectOf(job: Job): ActSubject | 'gone' | Failure {
    const act = acts.get(job.subject)
    const visit = act && visits.get(act.visit_id)
    const guest = visit && guests.get(visit.guest_id)
    if (!act || !visit || !guest || act.state === 'cancelled' || act.state === 'failed') return 'gone'
    const { key } = context.site()
    if (visit.site !== key) return otherSite
    const person = guests.ref(key, guest.id)
    if (isFirst && act.visit_state === null) {
      const wasRevoked = act.level_id !== null && levels.wasRevoked(visit.id, act.level_id)
      const problem = storedActProblem({ act, visit, held: levels.held(visit.id), wasRevoked, now: clock.now() })
      if (problem) return problem
    }
    // Nobody there any more: for whoever leaves that is the end, for all others a failure.
    return { job, act, visit, guest, ref: (person?.ref ?? '') as PersonRef, record: person?.record ?? null }
  }

  function endingOf({ job, act }: ActSubject, end: StageEnd): Ending {
    const release = () => releaseActs(context, act)
    switch (end.type) {
      case 'failed':
        return { job, type: 'failed', failure: end.failure, checkpoint: job.checkpoint }
      case 'later':
        return { job, type: 'later', at: end.at, checkpoint: end.checkpoint, effect: end.effect }
      case 'again':
        return {
          job,
          type: 'done',
          effect() {
            end.effect?.()
            enqueueActStep(context, act, end.to, { checkpoint: end.checkpoint, dueAt: end.dueAt })
            if (end.to === 'confirm') acts.change(act.id, { state: 'accepted', retryAt: null }, clock.now())
          },
        }
      case 'given up':
        return {
          job,
          type: 'done',
          effect() {
            end.effect?.()
            failAct(context, act, end.failure)
            release()
          },
        }
      case 'next': {
        const after = steps[steps.indexOf(step) + 1]
        return {
          job,
          type: 'done',
          effect() {
            end.effect?.()
            if (end.end) acts.change(act.id, { state: end.end === 'applied' ? 'applied' : 'accepted', cause: null }, clock.now())
            const now = acts.get(act.id) ?? act
            if (after) gatherAct(context, now, after)
            else endAct(context, now)
            release()
          },
        }
      }
    }
  }

  return {
    get setSize() {
      return setSize === 'chunk' ? context.chunk() : 1
    },
    attempts,
    async run(jobs, signal) {
      const { control, key } = context.site()
      const endings: Ending[] = []
      const subjects: ActSubject[] = []
      for (const job of jobs) {
        const found = subjectOf(job)
        if (found === 'gone') endings.push({ job, type: 'done' })
        else if (isFirst && 'visit' in found && context.table.isHeld(enrolKinds, found.visit.id))
          endings.push({ job, type: 'later', at: clock.now() + ENROLLING_MS, checkpoint: job.checkpoint })
        else if ('kind' in found) endings.push({ job, type: 'failed', failure: found })
        else subjects.push(found)
      }
      const [first] = subjects
      if (!first) return endings
      if (isFirst)
        context.transaction(() => {
          for (const { act, visit } of subjects) beginAct(context, act, visit)
        })
      const ends = await run(subjects, { control, key, call: callOf(context, first.job, signal) })
      for (const subject of subjects) {
        const end = ends.get(subject)
        if (!end) throw new Error(`step ${step} forgot an act`)
        endings.push(endingOf(subject, end))
      }
      return endings
    },
    onFailure(job, failure, outcome) {
      const act = acts.get(job.subject)
      if (!act) return
      if (outcome.type === 'dead') failAct(context, act, failure)
      else acts.change(act.id, { state: outcome.held ? 'held' : 'queued', cause: failure, retryAt: outcome.retryAt }, clock.now())
      visits.touch(act.visit_id)
      releaseActs(context, act)
    },
  }
}
