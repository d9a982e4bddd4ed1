import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Core } from '../../electron/app/core.ts'
import { createFeedFigures } from '../../electron/app/feed-figures.ts'
import { createPassageKeeper } from '../../electron/app/passage-keeper.ts'
import { createTally } from '../../electron/outside/tally.ts'
import { createBatchesTable } from '../../electron/storage/batches.ts'
import { openDatabase } from '../../electron/storage/database.ts'
import { createGuestsTable } from '../../electron/storage/guests.ts'
import { createPassagePages } from '../../electron/storage/passage-pages.ts'
import { createPassagesTable } from '../../electron/storage/passages.ts'
import { createPresenceTable } from '../../electron/storage/presence.ts'
import { createReadersTable } from '../../electron/storage/readers.ts'
import { createVisitsTable } from '../../electron/storage/visits.ts'
import { LevelId, PersonCode, PersonRef } from '../../shared/model/ids.ts'
import { Passage } from '../../shared/model/passage.ts'
import { takeAll } from '../../shared/model/presence-rules.ts'
import { Settings } from '../../shared/model/settings.ts'
import { fakeClock } from '../support/fake-clock.ts'

const SITE = 'https://site.example'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Ten in the morning. */
const NOW = Date.UTC(2030, 2, 15, 10)
const REFS = ['7', '8', '9'] as const

/** The tables with three guests, each with a visit of this day, and the figures over them. */
function desk(windows: readonly [from: number, until: number][] = []) {
  const db = openDatabase({ file: ':memory:' })
  const guests = createGuestsTable(db)
  const visits = createVisitsTable(db, createBatchesTable(db))
  const passages = createPassagesTable(db, createReadersTable(db))
  const [presence, passagePages] = [createPresenceTable(db), createPassagePages(db)]
  const clock = fakeClock(NOW)
  for (const [i, ref] of REFS.entries()) {
    const card = { family: `Guest${i}`, given: 'A', patronymic: '', company: '', document: '', phone: '', email: '' }
    const guestId = guests.add(PersonCode.parse(`10000${i}`), card, null, 1)
    guests.saveRef(SITE, guestId, { ref: PersonRef.parse(ref), photo: null, record: null })
    const [from, until] = windows[i] ?? [NOW - 5 * HOUR, NOW + 5 * HOUR]
    const level = { levelId: LevelId.parse('1'), levelName: 'Guests' }
    const rest = { site: SITE, batchId: null, row: null, cells: null, host: '', purpose: '', photo: null }
    visits.add({ guestId, window: { from, until }, ...level, ...rest }, 1)
  }
  const keeper = createPassageKeeper({
    core: {
      ...{ passages, presence, guests, visits, clock },
      settings: { read: () => Settings.parse({}), write() {} },
      transaction: work => db.transaction(work)(),
    },
    acts: { afterPassage: () => false },
    tally: createTally(),
    tell() {},
    changed() {},
  })
  const figures = createFeedFigures({
    ...{ presence, passagePages, passages, clock },
    zone: () => 'UTC',
    site: { key: () => SITE },
  } as unknown as Core)
  return {
    clock,
    keep: (some: readonly Passage[]) => keeper.keep(SITE, some, 'cursor'),
    /** Passages are here from then on. */
    coveredFrom: (at: number) => passages.rewind(SITE, at, null),
    figures: () => figures({ state: 'off' }),
    close: () => db.close(),
  }
}

const passage = (more: object): Passage =>
  Passage.parse({
    ...{ heardAt: NOW, doorId: '1', doorName: 'Gate', reader: 'Gate In', code: null, ref: null, name: '', type: '1' },
    ...{ result: 'granted', cause: null, picture: null },
    ...more,
  })

const walks = fc.uniqueArray(
  fc.record({
    key: fc.string({ minLength: 1, maxLength: 3 }),
    at: fc.integer({ min: 1, max: 180 }).map(minutes => NOW - minutes * MINUTE),
    reader: fc.constantFrom('Gate In', 'Gate Out', 'Gate'),
    ref: fc.constantFrom(...REFS, 'nobody', null),
    result: fc.constantFrom('granted', 'granted', 'granted', 'denied'),
  }),
  { selector: one => one.key, maxLength: 20 },
)

it('an hour ago as many were inside as their passages until then say', () => {
  fc.assert(
    fc.property(walks, all => {
      const at = desk()
      at.coveredFrom(NOW - DAY)
      at.keep(all.map(passage))
      const wayOf = (reader: string) => (reader === 'Gate In' ? 'in' : reader === 'Gate Out' ? 'out' : 'unknown')
      const insideAt = (then: number) =>
        REFS.filter(ref => {
          const own = all.filter(one => one.ref === ref && one.result === 'granted' && one.at <= then)
          const steps = own.map(one => ({ key: one.key, at: one.at, doorName: 'Gate', way: wayOf(one.reader) }) as const)
          return takeAll(steps).after?.place === 'in'
        }).length
      expect(at.figures()).toMatchObject({ inside: insideAt(NOW), insideHourAgo: insideAt(NOW - HOUR) })
      at.close()
    }),
    { numRuns: 80 },
  )
})

it('yesterday’s denials until this time of day, and only where yesterday is here whole', async () => {
  const at = desk()
  const times = [-DAY - 11 * HOUR, -DAY - 10 * HOUR, -DAY - 1, -DAY, -DAY + HOUR, -HOUR]
  at.keep(times.map((ms, i) => passage({ key: `d${i}`, at: NOW + ms, result: 'denied', cause: 'no-level' })))
  at.keep([passage({ key: 'alarm', at: NOW - DAY - HOUR, result: 'alarm' })])
  expect(at.figures()).toMatchObject({ deniedToday: 1, deniedYesterday: null, insideHourAgo: null })
  at.coveredFrom(NOW - DAY - 10 * HOUR)
  // What was is counted anew after a while.
  await at.clock.advance(MINUTE)
  // From midnight to 10:01: neither the one of 23:00 before nor that of 11:00.
  expect(at.figures()).toMatchObject({ deniedToday: 1, deniedYesterday: 3 })
  at.close()
})

it('when the next is expected, and whose time is over longest', () => {
  const at = desk([
    [NOW + HOUR, NOW + 2 * HOUR],
    [NOW - HOUR, NOW + HOUR],
    [NOW - 3 * HOUR, NOW - 20 * MINUTE],
  ])
  expect(at.figures()).toMatchObject({ expected: 2, nextExpectedAt: NOW + HOUR, overstaying: 0, overstayingSince: null })
  at.keep([passage({ key: 'in', at: NOW - 2 * HOUR, ref: '9' }), passage({ key: 'early', at: NOW, ref: '7' })])
  expect(at.figures()).toMatchObject({ expected: 1, nextExpectedAt: null, overstaying: 1, overstayingSince: NOW - 20 * MINUTE })
  at.close()
})
