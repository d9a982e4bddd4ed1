import type { Ending, JobKind } from '../queue/worker.ts'
import { callOf, type JobContext, subjectsOf } from './context.ts'
import { saveLamps } from './lamps.ts'
import { standingOf } from './standing.ts'

/** Somebody opened a lamp: asks the doors of one guest. Changes the lamps, never the visit's state. */
export function createLook(context: JobContext): JobKind {
  const { clock, guests, visits, cache } = context
  return {
    setSize: 1,
    attempts: 2,
    async run(jobs, signal) {
      const { control, key } = context.site()
      const { subjects, gone } = subjectsOf(context, jobs)
      const endings: Ending[] = gone.map(job => ({ job, type: 'done' }))
      for (const { job, visit, guest } of subjects) {
        const ref = guests.ref(key, guest.id)?.ref
        const [delivery] = ref
          ? await control.delivery([standingOf(context, key, ref, { visit, guest })], 'each', callOf(context, job, signal))
          : []
        const effect = () => {
          if (delivery) saveLamps(context, visit, delivery)
          // A site that cannot tell a person's doors will not tell the next one's either.
          if (delivery && !delivery.doors?.length) cache.learnDoors(key, visit.level_id, [])
          visits.change(visit.id, {}, clock.now())
        }
        endings.push({ job, type: 'done', effect })
      }
      return endings
    },
    onFailure() {},
  }
}
