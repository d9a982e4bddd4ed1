import { z } from 'zod'
import type { Ending, JobKind } from '../queue/worker.ts'
import { stepFailed } from './admit.ts'
import { firstDelay } from './confirm.ts'
import { callOf, type JobContext, subjectsOf } from './context.ts'
import { onePerRef, standingOf } from './standing.ts'
import { enqueueConfirm } from './steps.ts'

/** `reapplied`, `missed`: what `confirm` counts, handed on. */
export const Reapplied = z
  .object({ reapplied: z.number().int().default(0), missed: z.number().int().default(0) })
  .catch({ reapplied: 0, missed: 0 })

/** Has the site push a set of persons to their doors. "Accepted" is not "applied": `confirm` asks until each door has answered. */
export function createApply(context: JobContext): JobKind {
  const { clock, guests, visits } = context
  return {
    get setSize() {
      return context.chunk()
    },
    attempts: 8,
    async run(jobs, signal) {
      const { control, key } = context.site()
      const { subjects, gone } = subjectsOf(context, jobs)
      const known = subjects.flatMap(subject => {
        const ref = guests.ref(key, subject.guest.id)?.ref
        return ref ? [{ ...subject, standing: standingOf(context, key, ref, subject) }] : []
      })
      const endings: Ending[] = gone.map(job => ({ job, type: 'done' }))
      for (const { job } of subjects) {
        if (!known.some(k => k.job === job))
          endings.push({ job, type: 'failed', failure: { kind: 'not-found', cause: 'person-lost' } })
      }
      const [first] = known
      if (!first) return endings
      await control.apply(onePerRef(known.map(k => k.standing)), callOf(context, first.job, signal))
      const now = clock.now()
      for (const { job, visit } of known) {
        const counted = Reapplied.parse(job.checkpoint ?? {})
        const effect = () => {
          if (visits.get(visit.id)?.state === 'revoking') return
          visits.change(visit.id, { state: 'accepted', retryAt: null }, now)
          enqueueConfirm(context, visit, now + firstDelay, { since: now, ...counted })
        }
        endings.push({ job, type: 'done', effect })
      }
      return endings
    },
    onFailure: (job, failure, outcome) => stepFailed(context, job, failure, outcome, {}),
  }
}
