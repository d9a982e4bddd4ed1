import type { Failure } from '../../shared/model/failure.ts'
import type { AccessControl, CallContext, Delivery, Standing } from '../access-control/port.ts'
import type { Ending, JobKind } from '../queue/worker.ts'
import type { StoredVisit } from '../storage/visits.ts'
import { stepFailed } from './admit.ts'
import { callOf, type JobContext, type Subject, subjectsOf } from './context.ts'
import { saveLamps } from './lamps.ts'
import { standingOf } from './standing.ts'
import { enqueueApply, enqueueLook, releaseSets } from './steps.ts'
import { askAgain, awayCause, ConfirmCheckpoint, nextGift, REAPPLICATIONS, refusedPhoto, SIGHTINGS } from './waiting.ts'

/** Milliseconds between an application and the first question. */
export const firstDelay = 20
type Asked = Subject & { standing: Standing; checkpoint: ConfirmCheckpoint }

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

  /** Once more to the doors: all of the set that need it go together. */
  function applyAgain({ visit, checkpoint }: Asked, counted: Partial<ConfirmCheckpoint>): void {
    const { reapplied, missed } = { ...checkpoint, ...counted }
    enqueueApply(context, visit, { reapplied, missed })
    // Behind the last grant nobody else would let this set go before its minute is over.
    releaseSets(context, visit.batch_id)
  }

  function failed(asked: Asked, delivery: Delivery): Ending {
    const { job, visit, checkpoint } = asked
    const cause: Failure = delivery.cause ??
      delivery.doors?.find(d => d.state === 'failed')?.cause ?? { kind: 'busy', cause: 'door-failed' }
    const effect = () => {
      saveLamps(context, visit, delivery)
      if (checkpoint.reapplied < REAPPLICATIONS) applyAgain(asked, { reapplied: checkpoint.reapplied + 1 })
      else
        visits.change(
          visit.id,
          { state: 'failed', cause: { ...cause, cause: cause.cause ?? 'door-failed' }, retryAt: null },
          clock.now(),
        )
    }
    return { job, type: 'done', effect }
  }

  /** A door answers and lacks what it should hold: it was away, or somebody took it. It is given it, without anybody asking. */
  function missed(asked: Asked, delivery: Delivery): Ending {
    const next = nextGift(asked.checkpoint, clock.now())
    if (next === null) {
      const cause: Failure = { kind: 'busy', cause: 'not-kept' }
      return failed({ ...asked, checkpoint: { ...asked.checkpoint, reapplied: REAPPLICATIONS } }, { ...delivery, cause })
    }
    const show = () => saveLamps(context, asked.visit, delivery)
    if (next.type === 'rest') return { job: asked.job, type: 'later', at: next.at, checkpoint: next.checkpoint, effect: show }
    const effect = () => {
      show()
      applyAgain(asked, { missed: next.missed })
    }
    return { job: asked.job, type: 'done', effect }
  }

  function photoRefused(asked: Asked, delivery: Delivery, cause: Failure): void {
    saveLamps(context, asked.visit, delivery)
    visits.change(asked.visit.id, { photoStep: 'refused', cause }, clock.now())
    settled(asked, 'delivered')
  }

  async function judge(asked: Asked, delivery: Delivery, control: AccessControl, call: CallContext): Promise<Ending> {
    const { job, visit, standing, checkpoint } = asked
    const later = (failedSeen: number, effect?: () => void): Ending => {
      const away = awayCause(delivery)
      const who = visit.batch_id === null ? 'desk' : 'list'
      const next = askAgain(checkpoint, { now: clock.now(), who, awayCause: away, failedSeen })
      if (next) {
        // Why it is not done yet stands with the visit; a refused photo stays what a person must act on.
        const cause = visit.photo_step === 'refused' || !away ? {} : { cause: away }
        const told = () => {
          effect?.()
          if (away && visit.cause?.cause !== away.cause) visits.change(visit.id, cause, clock.now())
        }
        return { job, type: 'later', ...next, effect: told }
      }
      const silent: Failure = { kind: 'timeout', cause: 'doors-silent' }
      const giveUp = () => visits.change(visit.id, { state: 'failed', cause: silent, retryAt: null }, clock.now())
      return { job, type: 'done', effect: giveUp }
    }
    const show = delivery.doors ? () => saveLamps(context, visit, delivery) : undefined
    switch (delivery.state) {
      case 'pending':
        return later(0, show)
      case 'missed':
        return missed(asked, delivery)
      case 'unconfirmed':
        return { job, type: 'done', effect: () => settled(asked, 'applied') }
      case 'failed': {
        const photo = refusedPhoto(delivery)
        if (photo) return { job, type: 'done', effect: () => photoRefused(asked, delivery, photo) }
        const enough = delivery.doors ? SIGHTINGS.door : SIGHTINGS.list
        if (checkpoint.failedSeen + 1 < enough) return later(checkpoint.failedSeen + 1, show)
        if (delivery.doors) return failed(asked, delivery)
        const [detail] = await control.delivery([standing], 'each', call)
        if (!detail || detail.state === 'unconfirmed') return failed(asked, delivery)
        return detail.state === 'failed' ? failed(asked, detail) : judge(asked, detail, control, call)
      }
      case 'done':
        return {
          job,
          type: 'done',
          effect: () => {
            show?.()
            visits.onlyDoors(visit.id, delivery.doors)
            if (!delivery.doors) {
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
        if (ref && !over) {
          const standing = standingOf(context, key, ref, subject)
          asked.push({ ...subject, standing, checkpoint: ConfirmCheckpoint.parse(subject.job.checkpoint) })
        } else if (over) endings.push({ job: subject.job, type: 'done' })
        else endings.push({ job: subject.job, type: 'failed', failure: { kind: 'not-found', cause: 'person-lost' } })
      }
      const [first] = asked
      if (!first) return endings
      const call = callOf(context, first.job, signal)
      // A person at the desk watches the lamps: door by door. A list asks once for all.
      const answers = await control.delivery(
        asked.map(a => a.standing),
        first.visit.batch_id === null ? 'each' : 'set',
        call,
      )
      const judged = asked.map((one, i) => {
        const delivery = answers[i] ?? { ref: one.standing.ref, state: 'unconfirmed', doors: null, cause: null }
        return judge(one, delivery, control, call)
      })
      endings.push(...(await Promise.all(judged)))
      return endings
    },
    onFailure: (job, failure, outcome) => stepFailed(context, job, failure, outcome, {}),
  }
}
