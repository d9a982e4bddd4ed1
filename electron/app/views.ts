import type { BatchId, DoorId } from '../../shared/model/ids.ts'
import type { DoorLamp, StepState, VisitView } from '../../shared/model/visit.ts'
import type { Clock } from '../base/clock.ts'
import type { ActsTable } from '../storage/acts.ts'
import type { GuestsTable } from '../storage/guests.ts'
import type { PresenceTable } from '../storage/presence.ts'
import type { SiteCache } from '../storage/site-cache.ts'
import type { VisitLevels } from '../storage/visit-levels.ts'
import type { StoredVisit, VisitsTable } from '../storage/visits.ts'
import { toActView } from './acts.ts'

export interface ViewContext {
  clock: Clock
  guests: GuestsTable
  visits: VisitsTable
  levels: VisitLevels
  acts: ActsTable
  cache: SiteCache
  presence: PresenceTable
}

/** A door that has not answered for so long is late. */
const LATE_MS = 2 * 60_000

/** What is said of a door for which no answer of its own is kept. */
function impliedState(visit: StoredVisit, now: number): StepState {
  switch (visit.state) {
    case 'delivered':
    case 'partly':
      return 'done'
    case 'applied':
      return 'unconfirmed'
    case 'accepted':
      return now - visit.updated_at > LATE_MS ? 'late' : 'waiting'
    case 'queued':
    case 'sending':
      return 'waiting'
    case 'held':
      return 'late'
    default:
      return 'none'
  }
}

/** The views of some visits; with the acts of one batch where that is what is asked about. */
export type Views = (visits: readonly StoredVisit[], batch?: BatchId) => VisitView[]

/** Builds the views of visits; one look at levels and doors serves them all. */
export function createViews(context: ViewContext): Views {
  return (visits, batch) => {
    const now = context.clock.now()
    const doorNames = new Map<string, Map<DoorId, string>>()
    const levelDoors = new Map<string, readonly DoorId[]>()
    for (const site of new Set(visits.map(v => v.site))) {
      doorNames.set(site, new Map(context.cache.doors(site).doors.map(d => [d.id, d.name])))
      for (const level of context.cache.levels(site).levels) levelDoors.set(`${site} ${level.id}`, level.doors ?? [])
    }
    const lampsOf = (visit: StoredVisit): DoorLamp[] => {
      const names = doorNames.get(visit.site)
      const told = new Map(context.visits.doors(visit.id).map(d => [d.id, d]))
      const ids = [...new Set([...(levelDoors.get(`${visit.site} ${visit.level_id}`) ?? []), ...told.keys()])]
      const order = [...(names?.keys() ?? [])]
      ids.sort((a, b) => order.indexOf(a) - order.indexOf(b))
      return ids.map(id => told.get(id) ?? { id, name: names?.get(id) ?? id, state: impliedState(visit, now), cause: null })
    }
    const actOf = (visit: StoredVisit, batch?: BatchId) => {
      const act = batch === undefined ? context.acts.lastOfVisit(visit.id) : context.acts.ofVisitInBatch(batch, visit.id)
      return act && toActView(act, visit)
    }
    const presenceOf = (visit: StoredVisit) => {
      const fold = context.presence.get(visit.id)
      if (!fold) return null
      const { key: _, ...told } = fold
      return told
    }
    return visits.flatMap(visit => {
      const guest = context.guests.get(visit.guest_id)
      if (!guest) return []
      return {
        id: visit.id,
        guestId: guest.id,
        code: guest.code,
        family: guest.family,
        given: guest.given,
        patronymic: guest.patronymic,
        company: guest.company,
        photo: visit.photo,
        batchId: visit.batch_id,
        row: visit.row,
        levelId: visit.level_id,
        levelName: visit.level_name,
        from: visit.from_at,
        until: visit.until_at,
        state: visit.state,
        cause: visit.cause,
        retryAt: visit.retry_at,
        steps: { person: visit.person_step, photo: visit.photo_step, level: visit.level_step },
        levels: context.levels.held(visit.id),
        doors: lampsOf(visit),
        act: actOf(visit, batch),
        presence: presenceOf(visit),
        createdAt: visit.created_at,
        updatedAt: visit.updated_at,
      }
    })
  }
}
