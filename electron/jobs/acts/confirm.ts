import type { Failure } from '../../../shared/model/failure.ts'
import type { Delivery } from '../../access-control/port.ts'
import type { JobContext } from '../context.ts'
import { saveLamps } from '../lamps.ts'
import { standingOf } from '../standing.ts'
import { askAgain, awayCause, ConfirmCheckpoint, nextGift, REAPPLICATIONS, refusedPhoto, SIGHTINGS } from '../waiting.ts'
import { leaves } from './plan.ts'
import type { ActSubject, Stage, StageEnd } from './stage.ts'

/** Asks until every door has answered: one call for the set, one more for each that it goes on listing as failed. */
export function createConfirmStage(context: JobContext): Stage {
  const { clock, visits, acts } = context

  function judge(subject: ActSubject, delivery: Delivery): StageEnd {
    const { job, act, visit } = subject
    const checkpoint = ConfirmCheckpoint.parse(job.checkpoint)
    const show = delivery.doors && !leaves.includes(act.kind) ? () => saveLamps(context, visit, delivery) : undefined
    const later = (failedSeen: number): StageEnd => {
      const who = act.batch_id === null ? 'desk' : 'list'
      const away = awayCause(delivery)
      const next = askAgain(checkpoint, { now: clock.now(), who, awayCause: away, failedSeen })
      if (!next) return { type: 'given up', failure: { kind: 'timeout', cause: 'doors-silent' }, effect: show }
      // Whoever waits for a door that is away is told so: it may be hours.
      const isNews = JSON.stringify(away) !== JSON.stringify(act.cause)
      const effect = () => {
        show?.()
        if (isNews) acts.change(act.id, { cause: away }, clock.now())
      }
      return { type: 'later', ...next, effect }
    }
    if (delivery.state === 'pending') return later(0)
    if (delivery.state === 'missed') {
      const next = nextGift(checkpoint, clock.now())
      if (next === null) return { type: 'given up', failure: { kind: 'busy', cause: 'not-kept' }, effect: show }
      if (next.type === 'rest') return { type: 'later', at: next.at, checkpoint: next.checkpoint, effect: show }
      return { type: 'again', to: 'apply', checkpoint: { reapplied: checkpoint.reapplied, missed: next.missed }, effect: show }
    }
    const photo = refusedPhoto(delivery)
    if (delivery.state === 'failed' && !photo) {
      const enough = delivery.doors ? SIGHTINGS.door : SIGHTINGS.list
      if (checkpoint.failedSeen + 1 < enough) return later(checkpoint.failedSeen + 1)
      if (checkpoint.reapplied < REAPPLICATIONS)
        return {
          type: 'again',
          to: 'apply',
          checkpoint: { reapplied: checkpoint.reapplied + 1, missed: checkpoint.missed },
          effect: show,
        }
      const door = delivery.cause ?? delivery.doors?.find(one => one.state === 'failed')?.cause
      const failure: Failure = { kind: 'busy', ...door, cause: door?.cause ?? 'door-failed' }
      return { type: 'given up', failure, effect: show }
    }
    // The access is as asked for; the photo was refused before, and is the registration's matter.
    const end = delivery.state === 'unconfirmed' ? 'applied' : 'done'
    return {
      type: 'next',
      end,
      effect() {
        show?.()
        visits.onlyDoors(visit.id, delivery.doors)
      },
    }
  }

  return async (subjects, { control, key, call }) => {
    const here = subjects.filter(subject => subject.ref !== '')
    const [first] = here
    // A person at the desk watches the lamps: door by door. Whoever leaves has no door to be asked about.
    const alone = here.length === 1 && first?.act.batch_id === null && !leaves.includes(first.act.kind)
    const standings = here.map(subject => standingOf(context, key, subject.ref, subject))
    const answers = standings.length > 0 ? await control.delivery(standings, alone ? 'each' : 'set', call) : []
    const ends = new Map<ActSubject, StageEnd>(subjects.map(subject => [subject, { type: 'next', end: 'done' }]))
    here.forEach((subject, i) => {
      const delivery = answers[i] ?? { ref: subject.ref, state: 'unconfirmed', doors: null, cause: null }
      ends.set(subject, judge(subject, delivery))
    })
    return ends
  }
}
