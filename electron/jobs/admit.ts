import { z } from 'zod'
import type { Failure } from '../../shared/model/failure.ts'
import { type Admission, SiteError } from '../access-control/port.ts'
import type { Job } from '../queue/job-table.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { Ending, JobKind } from '../queue/worker.ts'
import { callOf, type JobContext, otherSite, type Subject, subjectsOf } from './context.ts'
import { cardOf } from './standing.ts'
import { enqueueAccess, releaseSets } from './steps.ts'

/** `lookFirst`: an earlier try may have reached the site. `returned`: a later step found that the site does not know the person it named. */
const Checkpoint = z
  .object({ lookFirst: z.boolean().default(false), returned: z.number().int().default(0) })
  .catch({ lookFirst: false, returned: 0 })

/** Puts one person on the site, the photo with it: one call in the usual case. */
export function createAdmit(context: JobContext): JobKind {
  const { clock, guests, visits, batches } = context

  async function admit({ job, visit, guest }: Subject, signal: AbortSignal): Promise<Ending> {
    const { control, key } = context.site()
    if (visit.site !== key) return { job, type: 'failed', failure: otherSite }
    const checkpoint = Checkpoint.parse(job.checkpoint ?? {})
    if (visit.batch_id !== null) batches.begin(visit.batch_id, clock.now())
    // Who is there already stays so while a new photo goes out: they can be checked out meanwhile.
    const person = visit.person_step === 'done' ? {} : { person: 'waiting' as const }
    visits.change(visit.id, { state: 'sending', cause: null, retryAt: null, ...person }, clock.now())
    const card = cardOf(context, key, { visit, guest }, true)
    try {
      const admission = await control.admit(
        { ...card, lookFirst: checkpoint.lookFirst || job.recovered > 0 },
        callOf(context, job, signal),
      )
      return {
        job,
        type: 'done',
        effect: () => admitted({ job, visit, guest }, key, admission, card.photoKept, checkpoint.returned),
      }
    } catch (error) {
      if (error instanceof SiteError && error.failure.kind === 'timeout') {
        return { job, type: 'failed', failure: error.failure, checkpoint: { ...checkpoint, lookFirst: true } }
      }
      throw error
    }
  }

  function admitted(
    { job, visit, guest }: Subject,
    site: string,
    admission: Admission,
    photoWasThere: boolean,
    returned: number,
  ): void {
    const refused = typeof admission.photo === 'object' ? admission.photo.refused : null
    const taken = (photoWasThere && !refused) || admission.photo === 'accepted'
    const kept = guests.ref(site, guest.id)
    const photo = taken ? visit.photo : (kept?.photo ?? null)
    guests.saveRef(site, guest.id, { ref: admission.ref, photo, record: admission.record ?? kept?.record ?? null })
    const now = visits.get(visit.id)
    const takenBack = !now || now.state === 'revoking' || now.state === 'revoked' || now.state === 'cancelled'
    const photoStep = visit.photo === null ? 'none' : refused ? 'refused' : 'done'
    visits.change(visit.id, { person: 'done', photoStep, ...(refused ? { cause: refused } : {}) }, clock.now())
    if (!takenBack) enqueueAccess(context, visit, returned > 0 ? { returned } : undefined)
    releaseSets(context, job.batch)
  }

  return {
    setSize: 1,
    attempts: 8,
    async run(jobs, signal) {
      const { subjects, gone } = subjectsOf(context, jobs)
      const endings: Ending[] = gone.map(job => ({ job, type: 'done', effect: () => releaseSets(context, job.batch) }))
      for (const subject of subjects) endings.push(await admit(subject, signal))
      return endings
    },
    onFailure(job: Job, failure: Failure, outcome: Outcome) {
      stepFailed(context, job, failure, outcome, { person: 'refused' })
      releaseSets(context, job.batch)
    },
  }
}

/** What a failed step means for its visit: it waits (and says until when), is held while the site is away, or has failed and a person must act. */
export function stepFailed(
  context: JobContext,
  job: Job,
  failure: Failure,
  outcome: Outcome,
  refusedStep: { person: 'refused' } | { level: 'refused' } | Record<string, never>,
): void {
  const visit = context.visits.get(job.subject)
  if (!visit || visit.state === 'cancelled' || visit.state === 'revoked') return
  const now = context.clock.now()
  if (outcome.type === 'dead') {
    context.visits.change(visit.id, { state: 'failed', cause: failure, retryAt: null, ...refusedStep }, now)
    return
  }
  // A photo's refusal stays the visit's cause: what only delays the rest must not cover it.
  const cause = visit.photo_step === 'refused' ? visit.cause : failure
  context.visits.change(visit.id, { state: outcome.held ? 'held' : 'queued', cause, retryAt: outcome.retryAt }, now)
}
