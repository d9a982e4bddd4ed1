import type { StepState } from '../../shared/model/visit.ts'
import type { Delivery, DoorAnswer } from '../access-control/port.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { JobContext } from './context.ts'

const states: Record<DoorAnswer['state'], StepState> = {
  pending: 'waiting',
  missed: 'waiting',
  done: 'done',
  failed: 'refused',
  unknown: 'unconfirmed',
}

/** A door that is waited for with a reason waits for time, or for a person. */
const stateOf = ({ state, cause }: DoorAnswer): StepState => (state === 'pending' && cause ? 'late' : states[state])

/** Writes what each door said of a visit, and learns from it which doors its level has. Call inside a transaction. */
export function saveLamps(context: Pick<JobContext, 'visits' | 'cache'>, visit: StoredVisit, delivery: Delivery): void {
  if (!delivery.doors || delivery.doors.length === 0) return
  const names = new Map(context.cache.doors(visit.site).doors.map(d => [d.id, d.name]))
  for (const door of delivery.doors) {
    context.visits.saveDoor(visit.id, {
      id: door.id,
      name: names.get(door.id) ?? door.name,
      state: stateOf(door),
      cause: door.cause,
    })
  }
  // A terminal that only gets the face from us (hybrid) is no door of the site's levels.
  const doors = delivery.doors.filter(door => names.size === 0 || names.has(door.id)).map(door => door.id)
  if (doors.length > 0) context.cache.learnDoors(visit.site, visit.level_id, doors)
}
