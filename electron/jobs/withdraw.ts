import { z } from 'zod'
import type { Ending, JobKind } from '../queue/worker.ts'
import { firstDelay } from './confirm.ts'
import { callOf, type JobContext, type Subject, subjectsOf } from './context.ts'

const Checkpoint = z
  .object({ step: z.enum(['level', 'apply', 'confirm']), polls: z.number().int().default(0) })
  .catch({ step: 'level', polls: 0 })
/** Questions until a withdrawal counts as unconfirmed. */
const POLLS = 30

/** Takes one guest's access back: off the level, applied, then asked until the doors have let go. */
export function createWithdraw(context: JobContext): JobKind {
  const { clock, guests, visits } = context

  async function withdraw({ job, visit, guest }: Subject, signal: AbortSignal): Promise<Ending> {
    const { control, key } = context.site()
    const { step, polls } = Checkpoint.parse(job.checkpoint ?? { step: 'level' })
    const call = callOf(context, job, signal)
    const ref = guests.ref(key, guest.id)?.ref
    const revoked = () => visits.change(visit.id, { state: 'revoked', level: 'none', cause: null, retryAt: null }, clock.now())
    if (!ref || visit.site !== key) return { job, type: 'done', effect: revoked }
    const next = (following: 'apply' | 'confirm', delayMs: number, count = 0): Ending => ({
      job,
      type: 'later',
      at: clock.now() + delayMs,
      checkpoint: { step: following, polls: count },
    })
    if (step === 'level') {
      const failure = (await control.withdraw(visit.level_id, [ref], call)).get(ref)
      return failure && failure.kind !== 'not-found'
        ? { job, type: 'failed', failure, checkpoint: job.checkpoint }
        : next('apply', 0)
    }
    if (step === 'apply') {
      await control.apply([ref], call)
      return next('confirm', firstDelay)
    }
    const [delivery] = await control.delivery([ref], 'set', call)
    const waiting = delivery?.state === 'pending' || delivery?.state === 'failed'
    if (waiting && polls < POLLS) return next('confirm', Math.min(250 * 2 ** polls, 15_000), polls + 1)
    return {
      job,
      type: 'done',
      effect: () => {
        visits.dropDoors(visit.id)
        revoked()
      },
    }
  }

  return {
    setSize: 1,
    attempts: 8,
    async run(jobs, signal) {
      const { subjects, gone } = subjectsOf(context, jobs)
      const endings: Ending[] = gone.map(job => ({ job, type: 'done' }))
      for (const subject of subjects) endings.push(await withdraw(subject, signal))
      return endings
    },
    onFailure(job, failure, outcome) {
      const retryAt = outcome.type === 'again' ? outcome.at : null
      visits.change(
        job.subject as never,
        outcome.type === 'dead' ? { state: 'failed', cause: failure, retryAt } : { cause: failure, retryAt },
        clock.now(),
      )
    },
  }
}
