import { type CallOutput, type CallParsed, type KnownGuest, SitePersonView } from '../../shared/contract/calls.ts'
import { PersonCode, type PhotoId } from '../../shared/model/ids.ts'
import { windowProblem } from '../../shared/model/time.ts'
import type { Random } from '../base/random.ts'
import { enqueueLookUp } from '../jobs/look-up.ts'
import { enqueueAdmit } from '../jobs/steps.ts'
import type { GuestFields, StoredGuest } from '../storage/guests.ts'
import type { NewVisit, VisitsTable } from '../storage/visits.ts'
import { toActView } from './acts.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import type { PassageViews } from './passage-views.ts'
import type { Views } from './views.ts'

/** A new code of ours: 15 digits, none of them a leading zero. Chance alone tells two desks apart (decisions/003). */
export function newPersonCode(random: Random): PersonCode {
  return PersonCode.parse(`${random.int(10_000_000, 99_999_999)}${String(random.int(0, 9_999_999)).padStart(7, '0')}`)
}

/** The guest we know already, brought up to date, or a new one. Call inside a transaction. */
export function knownOrNew(
  core: Core,
  card: GuestFields,
  photo: PhotoId | null,
  known: StoredGuest | null,
): Pick<StoredGuest, 'id' | 'code' | 'photo'> {
  const { guests, clock, random } = core
  if (!known) {
    const code = newPersonCode(random)
    return { id: guests.add(code, card, photo, clock.now()), code, photo }
  }
  guests.update(known.id, card, photo, clock.now())
  return { ...known, photo: photo ?? known.photo }
}

/** Inserts a visit and its first job. Call inside a transaction: the one is never there without the other. */
export function addVisit(core: Core, visit: NewVisit): ReturnType<VisitsTable['add']> {
  const id = core.visits.add(visit, core.clock.now())
  enqueueAdmit(core, { id, batch_id: visit.batchId })
  return id
}

/** What a site said of a person is good for so long, in milliseconds. */
const LOOK_UP_FRESH_MS = 60_000

/** Passages shown with a guest. */
const PASSAGES_SHOWN = 100

export function createGuestCalls(core: Core, view: Views, viewPassages: PassageViews) {
  const { guests, visits } = core

  function toKnown(guest: StoredGuest): KnownGuest {
    const last = visits.lastOfGuest(guest.id)
    return {
      ...guest,
      host: last?.host ?? '',
      purpose: last?.purpose ?? '',
      visits: visits.countOfGuest(guest.id),
      lastVisitAt: last?.created_at ?? null,
      lastLevelId: last?.level_id ?? null,
    }
  }

  return {
    'guests.get': ({ guestId }: CallParsed<'guests.get'>): CallOutput<'guests.get'> => {
      const guest = guests.get(guestId)
      if (!guest) throw new Refusal({ kind: 'not-found', cause: 'no-guest', field: 'guestId' })
      const own = visits.allOfGuest(guestId)
      const done = own.flatMap(visit => core.acts.ofVisit(visit.id).map(act => toActView(act, visit)))
      return {
        guest: toKnown(guest),
        visits: view(own),
        acts: done.sort((a, b) => b.id - a.id),
        passages: viewPassages(core.passagePages.ofGuest(guestId, PASSAGES_SHOWN)),
      }
    },

    'guests.lookUp': ({ code, ref }: CallParsed<'guests.lookUp'>): CallOutput<'guests.lookUp'> => {
      const query = code ? { code } : ref ? { ref } : null
      if (!query) throw new Refusal({ kind: 'invalid', cause: 'missing', field: 'code' })
      const known = core.lookups.get(core.site.key(), query)
      const found = SitePersonView.safeParse(known?.found)
      const asking = known === null || core.clock.now() - known.asOf > LOOK_UP_FRESH_MS
      if (asking) {
        enqueueLookUp(core, query)
        core.changed()
      }
      return { found: found.success ? found.data : null, asOf: known?.asOf ?? null, asking }
    },

    'guests.search': ({ text, limit }: CallParsed<'guests.search'>) => guests.search(text, limit).map(toKnown),

    'guests.register': async (input: CallParsed<'guests.register'>): Promise<CallOutput<'guests.register'>> => {
      const problem = windowProblem(input.window, core.clock.now())
      if (problem) throw new Refusal({ kind: 'invalid', cause: problem, field: 'until' })
      const level = core.cache.levels(core.site.key()).levels.find(l => l.id === input.levelId)
      if (!level) throw new Refusal({ kind: 'invalid', cause: 'unknown', field: 'level' })
      const photo = input.photo as PhotoId | null
      if (photo && !(await core.photos.exists(photo))) throw new Refusal({ kind: 'invalid', cause: 'photo-gone', field: 'photo' })
      const taken = core.transaction(() => {
        const known = input.guestId === null ? guests.match(input.card) : guests.get(input.guestId)
        if (input.guestId !== null && !known) throw new Refusal({ kind: 'not-found', cause: 'no-guest', field: 'guestId' })
        const guest = knownOrNew(core, input.card, photo, known)
        const visitId = addVisit(core, {
          guestId: guest.id,
          site: core.site.key(),
          batchId: null,
          row: null,
          cells: null,
          host: input.card.host,
          purpose: input.card.purpose,
          levelId: level.id,
          levelName: level.name,
          window: input.window,
          photo: photo ?? guest.photo,
        })
        return { visitId, guestId: guest.id, code: guest.code }
      })
      core.changed()
      return taken
    },
  }
}
