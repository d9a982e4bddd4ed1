import type { DoorId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { DoorLamp, VisitView } from '../../shared/model/visit.ts'
import type { IconName } from './icon.tsx'
import type { Tone } from './state-word.tsx'

const REPAIRABLE = ['failed', 'partly', 'accepted', 'delivered', 'applied']

/** Doors that said yes, of those asked for. */
export function doorsDone(visit: VisitView): { done: number; total: number } {
  const asked = visit.doors.filter(door => door.state !== 'none')
  return { done: asked.filter(door => door.state === 'done').length, total: asked.length }
}

/** The first door that refused. */
export function refusedDoor(visit: VisitView): DoorLamp | null {
  return visit.doors.find(door => door.state === 'refused') ?? null
}

/** The visit is over, and the site still lets the guest in. */
export function isStillOpen(visit: VisitView, now: Instant): boolean {
  return visit.steps.level === 'done' && visit.until <= now
}

/** Whether a person must act before this guest gets through everywhere. */
export function needsPerson(visit: VisitView): boolean {
  return visit.state === 'failed' || visit.state === 'partly' || (REPAIRABLE.includes(visit.state) && refusedDoor(visit) !== null)
}

/** Which one repair a card offers. A refused photo: another photo. Anything else a person may try again. */
export function repairOf(visit: VisitView): 'retake' | 'retry' | null {
  if (!needsPerson(visit)) return null
  const kinds = [visit.cause?.kind, refusedDoor(visit)?.cause?.kind]
  return visit.steps.photo === 'refused' || kinds.includes('photo-refused') ? 'retake' : 'retry'
}

/** How a visit's state looks. Whether the words count doors is the caller's to say. */
export function toneOf(visit: VisitView): { tone: Tone; icon: IconName } {
  if (needsPerson(visit)) return { tone: 'no', icon: 'cross' }
  switch (visit.state) {
    case 'delivered':
      return { tone: 'ok', icon: 'check' }
    case 'held':
      return { tone: 'wait', icon: 'pause' }
    case 'applied':
    case 'cancelled':
    case 'revoked':
      return { tone: 'plain', icon: 'check' }
    default:
      return visit.doors.some(door => door.state === 'late') ? { tone: 'wait', icon: 'bang' } : { tone: 'plain', icon: 'clock' }
  }
}

/** The doors of all the cards, in the order first met: their numbers are the legend's. */
export function legendOf(visits: readonly VisitView[]): Map<DoorId, { number: number; name: string }> {
  const legend = new Map<DoorId, { number: number; name: string }>()
  for (const door of visits.flatMap(visit => visit.doors)) {
    if (!legend.has(door.id)) legend.set(door.id, { number: legend.size + 1, name: door.name })
  }
  return legend
}
