import { z } from 'zod'
import { PersonCode, PersonRef } from '../../shared/model/ids.ts'
import type { Ending, JobKind } from '../queue/worker.ts'
import { type PersonQuery, queryKey } from '../storage/person-lookups.ts'
import { callOf, type JobContext } from './context.ts'
import { ranks, SITE_LANE } from './steps.ts'

const Query = z.union([z.object({ code: PersonCode }), z.object({ ref: PersonRef })])

/** Asks the site for one person; a second request for the same one joins the first. */
export function enqueueLookUp(context: Pick<JobContext, 'table'>, query: PersonQuery): void {
  context.table.enqueue({
    kind: 'look-up',
    key: `look-up ${queryKey(query)}`,
    lane: SITE_LANE,
    rank: ranks.desk,
    subject: 0,
    checkpoint: query,
  })
}

/** Somebody wants to know what the site has of a person. Changes nothing but what is remembered of the answer. */
export function createLookUp(context: JobContext): JobKind {
  return {
    setSize: 1,
    attempts: 3,
    async run(jobs, signal) {
      const { control, key } = context.site()
      const endings: Ending[] = []
      for (const job of jobs) {
        const query = Query.safeParse(job.checkpoint)
        if (!query.success) {
          endings.push({ job, type: 'done' })
          continue
        }
        const found = await control.find(query.data, callOf(context, job, signal))
        endings.push({ job, type: 'done', effect: () => context.lookups.save(key, query.data, found, context.clock.now()) })
      }
      return endings
    },
    onFailure() {},
  }
}
