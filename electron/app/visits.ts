import type { CallParsed } from '../../shared/contract/calls.ts'
import type { PhotoId, VisitId } from '../../shared/model/ids.ts'
import { instantOf, wallTime } from '../../shared/model/time.ts'
import { enqueueLook, enrolKinds, resumeVisit } from '../jobs/steps.ts'
import type { GuestsAsked } from '../storage/guest-pages.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { ActCalls } from './acts.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import { overStates } from './passage-views.ts'
import type { Views } from './views.ts'

/** Access that outlives its window by so much, in milliseconds, is an alarm: an end takes a few calls, and the doors a while. */
export const ALARM_AFTER_MS = 2 * 60_000

export function createVisitCalls(core: Core, view: Views, acts: ActCalls) {
  const { visits } = core

  function must(id: VisitId): StoredVisit {
    const visit = visits.get(id)
    if (!visit) throw new Refusal({ kind: 'not-found', cause: 'no-visit', field: 'visitId' })
    return visit
  }

  /** The visits of the site of this moment, named so. */
  function asked(text: string): GuestsAsked {
    const now = core.clock.now()
    return { site: core.site.key(), words: core.guests.patterns(text), now, late: now - ALARM_AFTER_MS }
  }

  /** A visit that goes on gets its access: what was taken away stays away. */
  function refuseOver({ state, until_at }: StoredVisit): void {
    if (overStates.includes(state) || state === 'revoking' || until_at <= core.clock.now())
      throw new Refusal({ kind: 'invalid', cause: 'visit-over', field: 'visitId' })
  }

  /** Back into the queue at the first step that is not done. */
  function again(visit: StoredVisit): void {
    visits.change(visit.id, { state: 'queued', cause: null, retryAt: null }, core.clock.now())
    const fresh = visits.get(visit.id)
    if (fresh) resumeVisit(core.jobs, fresh)
  }

  return {
    calls: {
      'visits.last': ({ limit }: CallParsed<'visits.last'>) => {
        const zone = core.zone()
        const midnight = instantOf({ ...wallTime(core.clock.now(), zone), hour: 0, minute: 0, second: 0 }, zone)
        return { visits: view(visits.atDesk(limit)), today: visits.atDeskSince(midnight) }
      },
      'visits.get': ({ visitId }: CallParsed<'visits.get'>) => {
        const [found] = view([must(visitId)])
        if (!found) throw new Refusal({ kind: 'not-found', cause: 'no-visit', field: 'visitId' })
        return found
      },
      'visits.list': ({ filter, text, offset, limit }: CallParsed<'visits.list'>) => {
        const found = core.guestPages.page({ ...asked(text), filter, offset, limit })
        return { visits: view(found.visits), total: found.total }
      },
      'visits.counts': ({ text }: CallParsed<'visits.counts'>) => core.guestPages.counts(asked(text)),
      'visits.find': ({ text, limit }: CallParsed<'visits.find'>) => {
        const coded = core.guests.byCode(text.trim())
        const found = coded ? [coded] : core.guests.search(text, limit)
        return view(found.flatMap(guest => visits.lastOfGuest(guest.id) ?? []))
      },
      'visits.askDoors': ({ visitId }: CallParsed<'visits.askDoors'>) => {
        const visit = must(visitId)
        if (visit.person_step === 'done') enqueueLook(core, visit)
        core.changed()
        return {}
      },
      'visits.retry': ({ visitId }: CallParsed<'visits.retry'>) => {
        core.transaction(() => {
          const visit = must(visitId)
          refuseOver(visit)
          again(visit)
        })
        core.changed()
        return {}
      },
      'visits.newPhoto': async ({ visitId, photo }: CallParsed<'visits.newPhoto'>) => {
        if (!(await core.photos.exists(photo as PhotoId)))
          throw new Refusal({ kind: 'invalid', cause: 'photo-gone', field: 'photo' })
        core.transaction(() => {
          const visit = must(visitId)
          refuseOver(visit)
          const guest = core.guests.get(visit.guest_id)
          if (guest) core.guests.update(guest.id, guest, photo as PhotoId, core.clock.now())
          visits.change(visit.id, { photo: photo as PhotoId, photoStep: 'waiting' }, core.clock.now())
          again(must(visitId))
        })
        core.changed()
        return {}
      },
      'visits.withdraw': ({ visitId }: CallParsed<'visits.withdraw'>) => {
        core.transaction(() => {
          const visit = must(visitId)
          core.table.forget(enrolKinds, visit.id)
          acts.withdraw(visit)
        })
        core.changed()
        return {}
      },
    },
    again,
  }
}
