import type { PersonRef } from '../../shared/model/ids.ts'
import type { Window } from '../../shared/model/time.ts'
import type { PersonCard, Standing } from '../access-control/port.ts'
import type { StoredGuest } from '../storage/guests.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { JobContext } from './context.ts'

interface About {
  visit: StoredVisit
  guest: StoredGuest
}

/** The guest as the site needs one, with the levels of all its visits that are not over, and of this one where it is only about to get its own. */
export function cardOf(context: JobContext, site: string, { visit, guest }: About, entering = false): PersonCard {
  const known = context.guests.ref(site, guest.id)
  const photo = visit.photo
  const held = context.levels.heldByGuest({ guest: guest.id, site, now: context.clock.now() })
  return {
    code: guest.code,
    family: guest.family,
    given: guest.given,
    phone: guest.phone,
    email: guest.email,
    window: windowOf(context, site, { visit, guest }),
    photo: photo && (() => context.readPhoto(photo)),
    photoKept: photo !== null && known?.photo === photo,
    levels: entering ? [...new Set([...held, visit.level_id])] : held,
    known: known?.ref ?? null,
    lookFirst: false,
  }
}

/**
 * When the guest may come, as the site is to know it. Where it knows one window a person, that reaches from the first to the last visit that is not over: a visit of next week
 * must not lock out whoever is here today, nor today's that of next week. Each level still ends with its own visit.
 */
export function windowOf(context: JobContext, site: string, { visit, guest }: About, window: Window = visit.window): Window {
  if (context.site().control.keeps === 'visits') return window
  const others = context.levels.spanOfOthers({ visit: visit.id, guest: guest.id, site, now: context.clock.now() })
  if (others === null) return window
  return { from: Math.min(window.from, others.from), until: Math.max(window.until, others.until) }
}

/** What a guest is to have at the doors, whole. A guest who leaves may have another visit: then it is that one's window and photo. */
export function standingOf(context: JobContext, site: string, ref: PersonRef, about: About): Standing {
  const { visits, levels, clock } = context
  const stays = levels.held(about.visit.id).length > 0
  const other = stays ? null : levels.lastHolding({ guest: about.guest.id, site, now: clock.now() })
  const visit = (other !== null && visits.get(other)) || about.visit
  const card = cardOf(context, site, { ...about, visit })
  const was = levels.leftByGuest({ guest: about.guest.id, site, visit: about.visit.id, now: clock.now() })
  // A registration taken back in the middle may be on its level without our having been told.
  const maybe = stays ? was : [...was, about.visit.level_id]
  const left = [...new Set(maybe)].filter(level => !card.levels.includes(level))
  return { ref, card, left, at: visits.doorsOfGuest(about.guest.id, site) }
}

/** One of each person: several visits of one guest in a set are one standing. */
export function onePerRef(standings: readonly Standing[]): Standing[] {
  return [...new Map(standings.map(standing => [standing.ref, standing])).values()]
}
