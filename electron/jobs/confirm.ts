import { z } from 'zod'
import type { Failure } from '../../shared/model/failure.ts'
import type { PersonRef } from '../../shared/model/ids.ts'
import type { AccessControl, CallContext, Delivery } from '../access-control/port.ts'
import type { Ending, JobKind } from '../queue/worker.ts'
import type { StoredVisit } from '../storage/visits.ts'
import { stepFailed } from './admit.ts'
import { callOf, type JobContext, type Subject, subjectsOf } from './context.ts'
import { saveLamps } from './lamps.ts'
import { enqueueApply, enqueueLook, releaseSets } from './steps.ts'

/** Milliseconds between an application and the first question. */
export const firstDelay = 20
/** A person at the desk watches the lamps; for a list two questions a second are too many. */
const SHORTEST_MS = { desk: 100, list: 200 }
const LONGEST_MS = 30_000
/** Milliseconds to the next question: half as long as has been waited already. Quick while a person looks on, and never many calls for a slow door. */
export const delayAfter = (waitedMs: number, who: 'desk' | 'list') =>
  Math.min(Math.max(SHORTEST_MS[who], waitedMs / 2), LONGEST_MS)
/** Doors that stay silent for so long will not answer by themselves. */
export const GIVE_UP_MS = 15 * 60_000
/**
 * An old failure can be shown for a while after an application (protocol A4): this many sightings running make a failure. The list of a set names persons, not doors,
 * and two doors may take turns to be late: it has to say so once more before each of them is asked.
 */
export const SIGHTINGS = { door: 2, list: 3 }
/** And even then the site is asked once more to apply, before a person is. */
export const REAPPLICATIONS = 1

const Checkpoint = z
  .object({ since: z.number(), reapplied: z.number().int().default(0), failedSeen: z.number().int().default(0) })
  .catch({ since: 0, reapplied: 0, failedSeen: 0 })
type Checkpoint = z.infer<typeof Checkpoint>
type Asked = Subject & { ref: PersonRef; checkpoint: Checkpoint }

/** Asks whether a set of persons has reached the doors: one call for the set, and one more for each that has failed twice running. */
export function createConfirm(context: JobContext): JobKind {
  const { clock, guests, visits, cache } = context
  /** Levels whose doors have been asked for in this run of the console. */
  const learning = new Set<string>()

  function settled({ visit }: Asked, state: 'delivered' | 'applied'): void {
    const photoRefused = visits.get(visit.id)?.photo_step === 'refused'
    visits.change(
      visit.id,
      photoRefused ? { state: 'partly', retryAt: null } : { state, cause: null, retryAt: null },
      clock.now(),
    )
  }

  function failed(asked: Asked, delivery: Delivery): Ending {
    const { job, visit, checkpoint } = asked
    const cause: Failure = delivery.cause ??
      delivery.doors?.find(d => d.state === 'failed')?.cause ?? { kind: 'busy', cause: 'door-failed' }
    const effect = () => {
      saveLamps(context, visit, delivery)
      if (checkpoint.reapplied < REAPPLICATIONS) {
        enqueueApply(context, visit, { reapplied: checkpoint.reapplied + 1 })
        // Behind the last grant nobody else would let this set go before its minute is over.
        releaseSets(context, visit.batch_id)
      } else
        visits.change(
          visit.id,
          { state: 'failed', cause: { ...cause, cause: cause.cause ?? 'door-failed' }, retryAt: null },
          clock.now(),
        )
    }
    return { job, type: 'done', effect }
  }

  async function judge(asked: Asked, delivery: Delivery, control: AccessControl, call: CallContext): Promise<Ending> {
    const { job, visit, ref, checkpoint } = asked
    const later = (next: Partial<Checkpoint>, effect?: () => void): Ending => {
      if (clock.now() - checkpoint.since > GIVE_UP_MS) {
        const silent: Failure = { kind: 'timeout', cause: 'doors-silent' }
        return {
          job,
          type: 'done',
          effect: () => visits.change(visit.id, { state: 'failed', cause: silent, retryAt: null }, clock.now()),
        }
      }
      const at = Math.ceil(clock.now() + delayAfter(clock.now() - checkpoint.since, visit.batch_id === null ? 'desk' : 'list'))
      return { job, type: 'later', at, checkpoint: { ...checkpoint, failedSeen: 0, ...next }, effect }
    }
    const show = delivery.doors ? () => saveLamps(context, visit, delivery) : undefined
    switch (delivery.state) {
      case 'pending':
        return later({}, show)
      case 'unconfirmed':
        return { job, type: 'done', effect: () => settled(asked, 'applied') }
      case 'failed': {
        const enough = delivery.doors ? SIGHTINGS.door : SIGHTINGS.list
        if (checkpoint.failedSeen + 1 < enough) return later({ failedSeen: checkpoint.failedSeen + 1 }, show)
        if (delivery.doors) return failed(asked, delivery)
        const [detail] = await control.delivery([ref], 'each', call)
        if (!detail || detail.state === 'unconfirmed') return failed(asked, delivery)
        return detail.state === 'failed' ? failed(asked, detail) : judge(asked, detail, control, call)
      }
      case 'done':
        return {
          job,
          type: 'done',
          effect: () => {
            show?.()
            if (!delivery.doors) {
              visits.dropDoors(visit.id)
              if (!learning.has(visit.level_id)) learnLevel(visit)
              learning.add(visit.level_id)
            }
            settled(asked, 'delivered')
          },
        }
    }
  }

  /** One guest's doors tell the doors of everybody's level, which no call of the site does. Once a level, when somebody is through. */
  function learnLevel(visit: StoredVisit): void {
    const level = cache.levels(visit.site).levels.find(l => l.id === visit.level_id)
    if (level?.doors === null) enqueueLook(context, visit, 'level')
  }

  return {
    get setSize() {
      return context.chunk()
    },
    attempts: 20,
    async run(jobs, signal) {
      const { control, key } = context.site()
      const { subjects, gone } = subjectsOf(context, jobs)
      const endings: Ending[] = gone.map(job => ({ job, type: 'done' }))
      const asked: Asked[] = []
      for (const subject of subjects) {
        const ref = guests.ref(key, subject.guest.id)?.ref
        const over = subject.visit.state === 'revoking' || subject.visit.state === 'revoked'
        if (ref && !over) asked.push({ ...subject, ref, checkpoint: Checkpoint.parse(subject.job.checkpoint) })
        else if (over) endings.push({ job: subject.job, type: 'done' })
        else endings.push({ job: subject.job, type: 'failed', failure: { kind: 'not-found', cause: 'person-lost' } })
      }
      const [first] = asked
      if (!first) return endings
      const call = callOf(context, first.job, signal)
      // A person at the desk watches the lamps: door by door. A list asks once for all.
      const answers = await control.delivery(
        asked.map(a => a.ref),
        first.visit.batch_id === null ? 'each' : 'set',
        call,
      )
      const judged = asked.map((one, i) => {
        const delivery = answers[i] ?? { ref: one.ref, state: 'unconfirmed', doors: null, cause: null }
        return judge(one, delivery, control, call)
      })
      endings.push(...(await Promise.all(judged)))
      return endings
    },
    onFailure: (job, failure, outcome) => stepFailed(context, job, failure, outcome, {}),
  }
}
