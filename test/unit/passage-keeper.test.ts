import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPassageKeeper } from '../../electron/app/passage-keeper.ts'
import { createTally } from '../../electron/outside/tally.ts'
import { createActsTable } from '../../electron/storage/acts.ts'
import { createBatchesTable } from '../../electron/storage/batches.ts'
import { openDatabase } from '../../electron/storage/database.ts'
import { createGuestPages } from '../../electron/storage/guest-pages.ts'
import { createGuestsTable } from '../../electron/storage/guests.ts'
import { createPassagePages } from '../../electron/storage/passage-pages.ts'
import { createPassagesTable } from '../../electron/storage/passages.ts'
import { createPresenceTable } from '../../electron/storage/presence.ts'
import { createReadersTable } from '../../electron/storage/readers.ts'
import { createVisitsTable } from '../../electron/storage/visits.ts'
import { LevelId, PersonCode, PersonRef, type VisitId } from '../../shared/model/ids.ts'
import { Passage } from '../../shared/model/passage.ts'
import { Settings } from '../../shared/model/settings.ts'
import { fakeClock } from '../support/fake-clock.ts'

const SITE = 'https://site.example'
const MORNING = Date.UTC(2030, 2, 15, 9)
const MINUTE = 60_000

/** The tables with two guests and a visit each, and what keeps passages in them. `revoked` is whose access was taken. */
function desk(accessEnds: Settings['accessEnds'] = 'first-exit') {
  const db = openDatabase({ file: ':memory:' })
  const readers = createReadersTable(db)
  const guests = createGuestsTable(db)
  const visits = createVisitsTable(db, createBatchesTable(db))
  const passages = createPassagesTable(db, readers)
  const presence = createPresenceTable(db)
  const clock = fakeClock(MORNING + 24 * 60 * MINUTE)
  const told: string[] = []
  const revoked: number[] = []
  const made = ['7', '8'].map((ref, i) => {
    const card = { family: `Guest${i}`, given: 'A', patronymic: '', company: '', document: '', phone: '', email: '' }
    const guestId = guests.add(PersonCode.parse(`10000${i + 1}`), card, null, 1)
    guests.saveRef(SITE, guestId, { ref: PersonRef.parse(ref), photo: null, record: null })
    const window = { from: MORNING, until: MORNING + 8 * 60 * MINUTE }
    const level = { levelId: LevelId.parse('1'), levelName: 'Guests' }
    const rest = { site: SITE, batchId: null, row: null, cells: null, host: '', purpose: '', photo: null }
    return visits.add({ guestId, window, ...level, ...rest }, 1)
  })
  const keeper = createPassageKeeper({
    core: {
      passages,
      presence,
      guests,
      visits,
      clock,
      settings: { read: () => Settings.parse({ accessEnds }), write() {} },
      transaction: work => db.transaction(work)(),
    },
    acts: { afterPassage: visit => revoked.push(visit.id) > 0 },
    tally: createTally(),
    tell: event => void told.push(`${event.event} ${event.visit}`),
    changed() {},
  })
  const pages = createPassagePages(db)
  const acts = createActsTable(db, createBatchesTable(db))
  const feed = passages.feed(SITE)
  const everything = { feed, result: null, way: null, doorId: null, guestId: null, guestsOnly: false, from: null, until: null }
  return {
    keep: (some: readonly Passage[]) => keeper.keep(SITE, some, 'cursor'),
    cursor: () => passages.cursor(SITE).cursor,
    /** All that can be said of it afterwards; who of several exits took the access away is history, and not compared. */
    result() {
      const page = pages.page({ ...everything, before: null, limit: 200, words: [] })
      return {
        presence: made.map(visit => presence.get(visit)),
        // In one second the page goes by arrival.
        effects: page
          .map(one => [one.key, one.effects.filter(effect => effect !== 'revoked')] as const)
          .sort((a, b) => (a[0] < b[0] ? -1 : 1)),
        plot: pages.quarters(feed, 0, Number.MAX_SAFE_INTEGER),
        told: [...told].sort(),
        revoked: [...revoked].sort(),
      }
    },
    inside: () => ({
      count: presence.inside(SITE),
      overstaying: presence.overstaying(SITE, clock.now()).count,
      mustered: presence.here(SITE, 0).length,
      listed: createGuestPages(db).counts({ site: SITE, words: [], now: MORNING + MINUTE, late: 0 }).inside,
      place: presence.get(made[0] as VisitId)?.place,
    }),
    /** Somebody at the desk says that the first guest has left. */
    endByHand(at: number, passageId: number | null = null) {
      const order = {
        kind: 'checkout',
        visitId: made[0] as VisitId,
        batchId: null,
        level: null,
        until: null,
        undoUntil: null,
        passageId,
      } as const
      acts.change(acts.add(order, at).id, { state: 'done' }, at)
    },
    /** The first guest has another visit, that begins at `from`. */
    visitAgain(from: number) {
      const first = visits.get(made[0] as VisitId)
      if (!first) throw new Error('no visit')
      visits.add(
        {
          guestId: first.guest_id,
          window: { from, until: from + 8 * 60 * MINUTE },
          levelId: LevelId.parse('1'),
          levelName: 'Guests',
          site: SITE,
          batchId: null,
          row: null,
          cells: null,
          host: '',
          purpose: '',
          photo: null,
        },
        1,
      )
    },
    close: () => db.close(),
  }
}

const passage = (more: object): Passage =>
  Passage.parse({
    heardAt: MORNING,
    doorId: '1',
    doorName: 'Gate',
    code: null,
    name: '',
    type: '1',
    cause: null,
    picture: null,
    ...more,
  })

const some = fc.uniqueArray(
  fc.record({
    key: fc.string({ minLength: 1, maxLength: 3 }),
    at: fc.integer({ min: 0, max: 90 }).map(minutes => MORNING + minutes * MINUTE),
    reader: fc.constantFrom('Gate In', 'Gate Out', 'Gate'),
    ref: fc.constantFrom('7', '8', '9', null),
    result: fc.constantFrom('granted', 'granted', 'granted', 'denied', 'unknown'),
  }),
  { selector: one => one.key, minLength: 1, maxLength: 14 },
)

it('late, twice, out of order and in pieces come to the same as once, in order and whole', () => {
  fc.assert(
    fc.property(some, fc.array(fc.nat({ max: 13 }), { maxLength: 10 }), fc.infiniteStream(fc.nat()), (all, again, chance) => {
      const passages = all.map(passage)
      const inOrder = desk()
      inOrder.keep([...passages].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)))
      const other = desk()
      const twice = [...passages, ...again.flatMap(i => passages[i] ?? [])]
      const shuffled = twice.map(one => ({ one, n: chance.next().value })).sort((a, b) => a.n - b.n)
      while (shuffled.length > 0) other.keep(shuffled.splice(0, 1 + (chance.next().value % 4)).map(({ one }) => one))
      expect(other.result()).toEqual(inOrder.result())
      inOrder.close()
      other.close()
    }),
    { numRuns: 60 },
  )
})

it('a passage that cannot be kept takes its cursor back with it', () => {
  const at = desk()
  at.keep([passage({ key: 'a', at: MORNING, reader: 'Gate In', ref: '7', result: 'granted' })])
  const broken = { ...passage({ key: 'b', at: MORNING, reader: 'x', ref: '7', result: 'granted' }), type: null as never }
  expect(() => at.keep([passage({ key: 'c', at: MORNING, reader: 'Gate Out', ref: '7', result: 'granted' }), broken])).toThrow()
  expect(at.result().effects.map(([key]) => key)).toEqual(['a'])
  expect(at.result().presence[0]).toMatchObject({ place: 'in', exits: 0 })
})

it('access is left alone where the policy says so', () => {
  const at = desk('window')
  at.keep([
    passage({ key: 'a', at: MORNING, reader: 'Gate In', ref: '7', result: 'granted' }),
    passage({ key: 'b', at: MORNING + 1, reader: 'Gate Out', ref: '7', result: 'granted' }),
  ])
  expect(at.result()).toMatchObject({ revoked: [], told: ['guest.entered 1', 'guest.left 1'] })
})

describe('somebody who left unseen', () => {
  const entry = (key: string, at: number) => passage({ key, at, reader: 'Gate In', ref: '7', result: 'granted' })
  const somebody = { count: 1, overstaying: 1, mustered: 1, listed: 1, place: 'in' }
  const nobody = { count: 0, overstaying: 0, mustered: 0, listed: 0, place: 'out' }

  it('is inside until the desk ends the visit, and again after another entry', () => {
    const at = desk('window')
    at.keep([entry('a', MORNING)])
    expect(at.inside()).toEqual(somebody)
    at.endByHand(MORNING + 10 * MINUTE)
    expect(at.inside()).toEqual(nobody)
    at.keep([entry('b', MORNING + 20 * MINUTE)])
    expect(at.inside()).toEqual(somebody)
  })

  it('and whose access an exit took away is inside all the same where an entry follows', () => {
    const at = desk('window')
    at.keep([entry('a', MORNING)])
    at.endByHand(MORNING + MINUTE, 1)
    expect(at.inside()).toEqual(somebody)
  })

  it('and comes again another day is inside once', () => {
    const at = desk('window')
    at.visitAgain(MORNING + 24 * 60 * MINUTE)
    at.keep([entry('a', MORNING), entry('b', MORNING + 25 * 60 * MINUTE)])
    expect(at.inside()).toMatchObject({ count: 1, mustered: 1, listed: 1, place: 'out' })
  })
})
