import type { CallParsed } from '../../shared/contract/calls.ts'
import { ForgetView } from '../../shared/contract/passage-calls.ts'
import type { GuestId, PhotoId } from '../../shared/model/ids.ts'
import type { Timer } from '../base/clock.ts'
import { enrolKinds } from '../jobs/steps.ts'
import type { PictureCache } from '../photo/picture-cache.ts'
import { databaseOf } from '../storage/backups.ts'
import { dropCopies } from '../storage/database-copies.ts'
import type { Forgetting } from '../storage/forgettings.ts'
import type { ActCalls } from './acts.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import { overStates } from './passage-views.ts'

/** How long it can be undone (desk, rule 2). */
const UNDO_MS = 10_000
const LOOK_MS = 500

const nothingYet: ForgetView['deleted'] = {
  person: 'not yet',
  unconfirmed: false,
  elsewhere: 0,
  visits: 0,
  acts: 0,
  lookUps: 0,
  deliveries: 0,
  passages: 0,
  photos: 0,
  pictures: 0,
  copies: 0,
}

export interface ForgetOptions {
  core: Core
  acts: ActCalls
  pictures: PictureCache
  profileDir: string
}

/**
 * Forgets guests: first the person leaves the site, like any removal, through the queue; only then does everything here go, so that nobody is left at a door whom we no
 * longer know. What is under way is a row: a console that was off goes on with it.
 */
export function createForgetting({ core, acts, pictures, profileDir }: ForgetOptions) {
  const { forgettings, guests, visits, clock, log } = core
  let timer: Timer | null = null
  let working: Promise<void> | null = null
  let started = false

  function viewOf(one: Forgetting): ForgetView {
    const act = one.actId === null ? null : core.acts.get(one.actId)
    const isWaiting = one.state === 'open' && clock.now() < one.undoUntil
    const open = isWaiting ? 'waiting' : act?.state === 'failed' ? 'failed' : 'removing'
    return {
      id: one.id,
      state: one.state === 'open' ? open : one.state,
      undoUntil: isWaiting ? one.undoUntil : null,
      cause: one.state === 'open' ? (act?.cause ?? null) : null,
      doneAt: one.doneAt,
      deleted: one.deleted === null ? nothingYet : ForgetView.shape.deleted.parse(JSON.parse(one.deleted)),
    }
  }

  function must(id: number): Forgetting {
    const found = forgettings.get(id)
    if (!found) throw new Refusal({ kind: 'not-found', cause: 'no-forgetting', field: 'id' })
    return found
  }

  /** One more step; false where it waits for somebody else. */
  async function step(one: Forgetting): Promise<boolean> {
    const guest = guests.get(one.guestId)
    const own = guest ? visits.allOfGuest(one.guestId) : []
    // What is still to be sent of a registration is not sent any more.
    core.transaction(() => {
      for (const visit of own) core.table.forget(enrolKinds, visit.id)
    })
    if (forgettings.isBusy(one.guestId)) return false
    const site = core.site.key()
    const person = guests.ref(site, one.guestId)
    if (person) {
      const act = one.actId === null ? null : core.acts.get(one.actId)
      // A person must act: `acts.retry` sets it going again.
      if (act?.state === 'failed') return false
      const here = own.filter(visit => visit.site === site && visit.person_step === 'done')
      // One visit after the other: while another is open, the person stays for it.
      const about = here.find(visit => !overStates.includes(visit.state)) ?? here[0]
      if (about) {
        core.transaction(() => {
          const { actIds } = acts.calls['acts.start']({
            kind: 'remove',
            visitIds: [about.id],
            codes: [],
            levelId: null,
            until: null,
            undoable: false,
            asBatch: false,
            name: '',
          })
          if (actIds[0] !== undefined) forgettings.setAct(one.id, actIds[0])
        })
        return false
      }
    }
    await purge(one, guest?.code ?? '', site)
    return true
  }

  /** Files first: what fails after them is done again, and a face that nobody points to any more would lie there for ever. */
  async function purge(one: Forgetting, code: string, site: string): Promise<void> {
    const photos = forgettings.photos(one.guestId) as PhotoId[]
    const elsewhere = forgettings.elsewhere(one.guestId, site)
    const removed = await Promise.all(
      photos.map(async photo => ((await core.photos.exists(photo)) ? core.photos.remove(photo).then(() => 1) : 0)),
    )
    const seen = await pictures.remove(forgettings.picturedPassages(one.guestId))
    const copies = await dropCopies(databaseOf(profileDir))
    const deleted = core.transaction((): ForgetView['deleted'] => {
      const act = one.actId === null ? null : core.acts.get(one.actId)
      const rows = forgettings.purge(one.guestId, code)
      const all: ForgetView['deleted'] = {
        ...rows,
        person: one.actId === null ? 'absent' : 'removed',
        unconfirmed: act?.state === 'applied',
        elsewhere,
        photos: removed.reduce<number>((sum, n) => sum + n, 0),
        pictures: seen,
        copies,
      }
      // Begun before by a console that died: what it deleted is what counts.
      const kept = one.deleted === null ? all : ForgetView.shape.deleted.parse(JSON.parse(one.deleted))
      forgettings.note(one.id, JSON.stringify(kept))
      return kept
    })
    forgettings.wipeLog()
    const backups = await forgettings.renewBackups(profileDir, clock.now())
    const all = { ...deleted, copies: deleted.copies + backups }
    core.transaction(() => forgettings.finish(one.id, JSON.stringify(all), clock.now()))
    core.changed()
  }

  async function work(): Promise<void> {
    for (const one of forgettings.open()) {
      if (clock.now() < one.undoUntil) continue
      await step(one).catch(error => log.error({ event: 'forgetting-failed', error }))
    }
  }

  function look(): void {
    if (!started || working) return
    if (timer) clock.clearTimeout(timer)
    timer = null
    if (forgettings.open().length === 0) return
    working = work().finally(() => {
      working = null
      if (started) timer = clock.setTimeout(look, LOOK_MS)
    })
  }

  return {
    calls: {
      'guests.forget': ({ guestId, undoable }: CallParsed<'guests.forget'>): ForgetView => {
        if (!guests.get(guestId)) throw new Refusal({ kind: 'not-found', cause: 'no-guest', field: 'guestId' })
        const id = core.transaction(() => {
          const known = forgettings.ofGuest(guestId as GuestId)
          const act = known?.actId == null ? null : core.acts.get(known.actId)
          if (act) acts.retry(act)
          return known?.id ?? forgettings.add(guestId, clock.now() + (undoable ? UNDO_MS : 0), clock.now())
        })
        core.changed()
        look()
        return viewOf(must(id))
      },
      'forgets.get': ({ id }: CallParsed<'forgets.get'>): ForgetView => viewOf(must(id)),
      'forgets.undo': ({ id }: CallParsed<'forgets.undo'>): ForgetView => {
        const isUndone = core.transaction(() => forgettings.undo(must(id).id, clock.now()))
        if (!isUndone) throw new Refusal({ kind: 'invalid', cause: 'too-late', field: 'id' })
        core.changed()
        return viewOf(must(id))
      },
    },
    look,
    /** Guests that are being forgotten; those that wait for a person to act are left out. */
    underWay: (): number => forgettings.open().filter(one => viewOf(one).state !== 'failed').length,
    /** Only for the owner of a profile. */
    start(): void {
      started = true
      look()
    },
    async close(): Promise<void> {
      started = false
      if (timer) clock.clearTimeout(timer)
      await working
    },
  }
}
