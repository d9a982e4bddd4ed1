import { z } from 'zod'
import type { Failure } from '../../shared/model/failure.ts'
import type { PersonRef } from '../../shared/model/ids.ts'
import type { Ending, JobKind } from '../queue/worker.ts'
import { stepFailed } from './admit.ts'
import { callOf, type JobContext, otherSite, type Subject, subjectsOf } from './context.ts'
import { enqueueAdmit, enqueueApply, releaseSets } from './steps.ts'

const Checkpoint = z.object({ returned: z.number().int().default(0) }).catch({ returned: 0 })

/** Puts a set of persons on one access level: one call for all of them. */
export function createGrant(context: JobContext): JobKind {
  const { clock, guests, visits, levels } = context

  function granted({ visit }: Subject): void {
    visits.change(visit.id, { level: 'done', state: 'sending', ending: 'not yet' }, clock.now())
    levels.grant(visit.id, { id: visit.level_id, name: visit.level_name }, clock.now())
    enqueueApply(context, visit)
    releaseSets(context, visit.batch_id)
  }

  /** The site lost the person since it was admitted (a new site, a clean-up): admit it again, once. */
  function goBack({ job, visit, guest }: Subject, site: string): Ending {
    const { returned } = Checkpoint.parse(job.checkpoint ?? {})
    if (returned > 0) return { job, type: 'failed', failure: { kind: 'not-found', cause: 'person-lost' } }
    const effect = () => {
      guests.forgetRef(site, guest.id)
      visits.change(visit.id, { person: 'waiting', photoStep: visit.photo ? 'waiting' : 'none' }, clock.now())
      enqueueAdmit(context, visit, { lookFirst: true, returned: returned + 1 })
    }
    return { job, type: 'done', effect }
  }

  return {
    get setSize() {
      return context.chunk()
    },
    attempts: 8,
    async run(jobs, signal) {
      const { control, key } = context.site()
      const { subjects, gone } = subjectsOf(context, jobs)
      const endings: Ending[] = gone.map(job => ({ job, type: 'done' }))
      const refs = new Map<PersonRef, Subject>()
      for (const subject of subjects) {
        const ref = guests.ref(key, subject.guest.id)?.ref
        if (subject.visit.site !== key) endings.push({ job: subject.job, type: 'failed', failure: otherSite })
        else if (subject.visit.state === 'revoking' || subject.visit.state === 'revoked')
          endings.push({ job: subject.job, type: 'done' })
        else if (ref && !refs.has(ref)) refs.set(ref, subject)
        // The same person twice in one set: the first grant serves both.
        else if (ref) endings.push({ job: subject.job, type: 'done', effect: () => granted(subject) })
        else endings.push(goBack(subject, key))
      }
      const [first] = refs.values()
      if (!first) return endings
      const refused = await control.grant(first.visit.level_id, [...refs.keys()], callOf(context, first.job, signal))
      for (const [ref, subject] of refs) {
        const failure: Failure | undefined = refused.get(ref)
        if (!failure) endings.push({ job: subject.job, type: 'done', effect: () => granted(subject) })
        else if (failure.kind === 'not-found') endings.push(goBack(subject, key))
        else endings.push({ job: subject.job, type: 'failed', failure, checkpoint: subject.job.checkpoint })
      }
      return endings
    },
    onFailure(job, failure, outcome) {
      stepFailed(context, job, failure, outcome, { level: 'refused' })
      releaseSets(context, job.batch)
    },
  }
}
