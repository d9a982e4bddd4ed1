import type { DoorId, LevelId, VisitId } from './ids.ts'
import type { DenialCause, NextStep } from './passage.ts'
import type { Instant } from './time.ts'

/** What is known of the visit behind a denied passage, now. */
export interface DeniedAbout {
  cause: DenialCause | null
  now: Instant
  doorId: DoorId | null
  visit: {
    id: VisitId
    from: Instant
    until: Instant
    /** Revoked, checked out, expired, cancelled. */
    isOver: boolean
    /** The site has the person. */
    onSite: boolean
    photo: 'none' | 'refused' | 'other'
    levels: readonly LevelId[]
  }
  /** The site's levels, with their doors where those have been learned. */
  levels: readonly { id: LevelId; name: string; doors: readonly DoorId[] | null }[]
}

/** What a guest is given who comes late, or stays longer. */
export const EXTEND_HOURS = 2

/** The one thing that lets this guest through next time; null where nothing we can do would, or where nothing should be done by a key. */
export function nextStepOf({ cause, now, doorId, visit, levels }: DeniedAbout): NextStep | null {
  const { id: visitId } = visit
  const extend: NextStep = { do: 'extend', visitId, hours: EXTEND_HOURS }
  const apply: NextStep | null = visit.onSite ? { do: 'apply', visitId } : null
  const isEnded = visit.isOver || now >= visit.until
  switch (cause) {
    case 'expired':
    case 'outside-hours':
      if (isEnded) return extend
      // Before the window, or within it and at the wrong hour of its level: the door is right. Within it and "expired": the door has an older window.
      return cause === 'expired' && now >= visit.from ? apply : null
    case 'no-level': {
      if (isEnded) return extend
      const holds = levels.filter(level => visit.levels.includes(level.id))
      if (holds.some(level => level.doors === null || (doorId !== null && level.doors.includes(doorId)))) return apply
      const opens = levels.filter(level => doorId !== null && level.doors?.includes(doorId))
      // The one that opens least besides.
      opens.sort((a, b) => (a.doors?.length ?? 0) - (b.doors?.length ?? 0))
      const [least] = opens
      return least && visit.onSite ? { do: 'add-level', visitId, levelId: least.id, levelName: least.name } : null
    }
    case 'person-unknown':
    case 'card-unknown':
      return isEnded ? extend : apply
    case 'face-failed':
    case 'liveness':
      if (isEnded) return extend
      return { do: 'retake', visitId }
    default:
      return null
  }
}
