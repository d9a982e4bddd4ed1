import type { CallParsed } from '../../shared/contract/calls.ts'
import { type ChainFacts, chainOf, type DoorChain } from '../../shared/model/door-chain.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { DoorId, GuestId } from '../../shared/model/ids.ts'
import { visitAt } from '../../shared/model/presence-rules.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import { overStates } from './passage-views.ts'
import type { Views } from './views.ts'

/** A word of a door's that is older than this says nothing of now, in milliseconds. */
const RECENT_MS = 30 * 60_000

/** A door whose device does not answer: as our own terminals say it, or by the site's code (protocol A3). */
const isOffline = (cause: Failure | null | undefined) => cause?.cause === 'device-offline' || cause?.site?.code === '129'
/** A door that took the person, and not the face. */
const isFaceRefused = (cause: Failure | null | undefined) => cause?.cause === 'door-face' || cause?.kind === 'photo-refused'

const photoOf = ({ steps, photo }: VisitView): 'none' | 'waiting' | 'done' | 'refused' =>
  photo === null || steps.photo === 'none'
    ? 'none'
    : steps.photo === 'refused' || steps.photo === 'done'
      ? steps.photo
      : 'waiting'

/** "Can this guest open that door now?", from what is known here: no call of the site is made. */
export function createDoorChainCall(core: Core, view: Views) {
  const { visits, guests, cache, clock, site, passagePages } = core

  /** The visit of this moment, else the newest. */
  function visitOf(guest: GuestId): StoredVisit | null {
    const own = visits.allOfGuest(guest).filter(visit => visit.site === site.key() && visit.state !== 'cancelled')
    const candidates = own.map(visit => ({ id: visit.id, ...visit.window, visit }))
    return visitAt(candidates, clock.now())?.visit ?? own[0] ?? null
  }

  function factsOf(guest: GuestId, visit: StoredVisit | null, doorId: DoorId): ChainFacts {
    const now = clock.now()
    const [shown] = visit ? view([visit]) : []
    const status = site.status()
    const lamp = shown?.doors.find(door => door.id === doorId)
    const doorsOf = new Map(cache.levels(site.key()).levels.map(level => [level.id, level.doors]))
    const held = shown?.levels.map(level => level.id) ?? []
    // One that is on its way is not missing.
    const levels = shown?.levelId && shown.steps.level === 'waiting' ? [...held, shown.levelId] : held
    return {
      now,
      doorId,
      visit:
        visit && shown
          ? {
              window: visit.window,
              isOver: overStates.includes(visit.state),
              levels: levels.map(id => ({ doors: doorsOf.get(id) ?? null })),
              photo: isFaceRefused(lamp?.cause) ? 'refused' : photoOf(shown),
            }
          : null,
      delivery: lamp?.state ?? 'none',
      // Only a door that was just asked says so: no call of the site tells which of its devices answer.
      isDeviceOnline: isOffline(lamp?.cause) ? false : null,
      siteAwaySince: status.state === 'offline' ? (status.since ?? now) : null,
      skewMs: site.peek()?.skew?.() ?? null,
      deniedOutsideHoursAt: passagePages.outsideHours(guest, doorId, now - RECENT_MS),
    }
  }

  return {
    'guests.doorChain': ({ guestId, visitId, doorId }: CallParsed<'guests.doorChain'>): DoorChain => {
      const asked = visitId === null ? null : visits.get(visitId)
      const guest = guests.get(asked?.guest_id ?? guestId ?? (0 as GuestId))
      if (!guest) throw new Refusal({ kind: 'not-found', cause: visitId === null ? 'no-guest' : 'no-visit', field: 'guestId' })
      const visit = asked ?? visitOf(guest.id)
      const door = cache.doors(site.key()).doors.find(one => one.id === doorId)
      return {
        doorId,
        doorName: door?.name ?? doorId,
        guestId: guest.id,
        visitId: visit?.id ?? null,
        ...chainOf(factsOf(guest.id, visit, doorId)),
      }
    },
  }
}
