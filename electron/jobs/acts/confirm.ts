import { z } from 'zod'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Delivery } from '../../access-control/port.ts'
import { delayAfter, GIVE_UP_MS, REAPPLICATIONS, SIGHTINGS } from '../confirm.ts'
import type { JobContext } from '../context.ts'
import { saveLamps } from '../lamps.ts'
import { leaves } from './plan.ts'
import type { ActSubject, Stage, StageEnd } from './stage.ts'

const Checkpoint = z
  .object({ since: z.number(), reapplied: z.number().int().default(0), failedSeen: z.number().int().default(0) })
  .catch({ since: 0, reapplied: 0, failedSeen: 0 })

/** Asks until every door has answered: one call for the set, one more for each that it goes on listing as failed. */
export function createConfirmStage(context: JobContext): Stage {
  const { clock, visits } = context

  function judge(subject: ActSubject, delivery: Delivery): StageEnd {
    const { job, act, visit } = subject
    const checkpoint = Checkpoint.parse(job.checkpoint)
    const show = delivery.doors && !leaves.includes(act.kind) ? () => saveLamps(context, visit, delivery) : undefined
    const later = (failedSeen: number): StageEnd => {
      const waited = clock.now() - checkpoint.since
      if (waited > GIVE_UP_MS) return { type: 'given up', failure: { kind: 'timeout', cause: 'doors-silent' }, effect: show }
      return {
        type: 'later',
        at: Math.ceil(clock.now() + delayAfter(waited, act.batch_id === null ? 'desk' : 'list')),
        checkpoint: { ...checkpoint, failedSeen },
        effect: show,
      }
    }
    if (delivery.state === 'pending') return later(0)
    if (delivery.state === 'failed') {
      const enough = delivery.doors ? SIGHTINGS.door : SIGHTINGS.list
      if (checkpoint.failedSeen + 1 < enough) return later(checkpoint.failedSeen + 1)
      if (checkpoint.reapplied < REAPPLICATIONS)
        return { type: 'again', to: 'apply', checkpoint: { reapplied: checkpoint.reapplied + 1 }, effect: show }
      const door = delivery.cause ?? delivery.doors?.find(one => one.state === 'failed')?.cause
      const failure: Failure = { kind: 'busy', ...door, cause: door?.cause ?? 'door-failed' }
      return { type: 'given up', failure, effect: show }
    }
    const end = delivery.state === 'done' ? 'done' : 'applied'
    return {
      type: 'next',
      end,
      effect() {
        show?.()
        if (!delivery.doors) visits.dropDoors(visit.id)
      },
    }
  }

  return async (subjects, { control, call }) => {
    const here = subjects.filter(subject => subject.ref !== '')
    const [first] = here
    // A person at the desk watches the lamps: door by door. Whoever leaves has no door to be asked about.
    const alone = here.length === 1 && first?.act.batch_id === null && !leaves.includes(first.act.kind)
    const refs = here.map(subject => subject.ref)
    const answers = refs.length > 0 ? await control.delivery(refs, alone ? 'each' : 'set', call) : []
    const ends = new Map<ActSubject, StageEnd>(subjects.map(subject => [subject, { type: 'next', end: 'done' }]))
    here.forEach((subject, i) => {
      const delivery = answers[i] ?? { ref: subject.ref, state: 'unconfirmed', doors: null, cause: null }
      ends.set(subject, judge(subject, delivery))
    })
    return ends
  }
}
