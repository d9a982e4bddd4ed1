import { fullName } from '../../shared/model/guest.ts'
import type { GuestId } from '../../shared/model/ids.ts'
import { nextStepOf } from '../../shared/model/next-step.ts'
import type { NextStep, PassageView } from '../../shared/model/passage.ts'
import type { AccessLevel } from '../../shared/model/site.ts'
import type { StoredGuest } from '../storage/guests.ts'
import type { StoredPassage } from '../storage/passage-pages.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { Core } from './core.ts'

export type PassageViews = (passages: readonly StoredPassage[]) => PassageView[]

export const overStates: readonly StoredVisit['state'][] = ['cancelled', 'revoked', 'expired', 'checked-out']

/** Builds the views of passages: each guest and visit is looked up once, and the levels only where somebody was denied. */
export function createPassageViews(core: Core): PassageViews {
  function stepOf(passage: StoredPassage, visit: StoredVisit, levels: readonly AccessLevel[]): NextStep | null {
    const photo = visit.photo_step === 'refused' ? 'refused' : visit.photo === null ? 'none' : 'other'
    return nextStepOf({
      cause: passage.cause,
      now: core.clock.now(),
      doorId: passage.doorId,
      levels,
      visit: {
        id: visit.id,
        from: visit.from_at,
        until: visit.until_at,
        isOver: overStates.includes(visit.state),
        onSite: visit.person_step === 'done',
        photo,
        levels: core.levels.held(visit.id).map(level => level.id),
      },
    })
  }

  return passages => {
    const guests = new Map<number, StoredGuest | null>()
    const visits = new Map<number, StoredVisit | null>()
    let levels: readonly AccessLevel[] | null = null
    const guestOf = (id: number | null) => {
      if (id === null) return null
      const found = guests.get(id) ?? core.guests.get(id as GuestId)
      guests.set(id, found)
      return found
    }
    const visitOf = (id: number | null) => {
      if (id === null) return null
      const found = visits.get(id) ?? core.visits.get(id)
      visits.set(id, found)
      return found
    }
    return passages.map(passage => {
      const guest = guestOf(passage.guestId)
      const visit = visitOf(passage.visitId)
      // Somebody we know, between two visits: what helps is about the last one.
      const about = visit ?? (guest && passage.result === 'denied' ? core.visits.lastOfGuest(guest.id) : null)
      let nextStep: NextStep | null = null
      if (passage.result === 'denied' && about && about.site === core.site.key()) {
        levels ??= core.cache.levels(about.site).levels
        nextStep = stepOf(passage, about, levels)
      }
      return {
        ...passage,
        guestId: guest?.id ?? null,
        guestName: guest ? fullName(guest) : passage.name,
        company: guest?.company ?? '',
        photo: visit?.photo ?? guest?.photo ?? null,
        from: visit?.from_at ?? null,
        until: visit?.until_at ?? null,
        nextStep,
      }
    })
  }
}
