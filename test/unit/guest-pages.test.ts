import { expect, it } from 'vitest'
import { newPersonCode } from '../../electron/app/guests.ts'
import { systemRandom } from '../../electron/base/random.ts'
import { createBatchesTable } from '../../electron/storage/batches.ts'
import { openDatabase } from '../../electron/storage/database.ts'
import { createGuestPages } from '../../electron/storage/guest-pages.ts'
import { createGuestsTable } from '../../electron/storage/guests.ts'
import { createPresenceTable } from '../../electron/storage/presence.ts'
import { createVisitsTable, type VisitChange } from '../../electron/storage/visits.ts'
import { GuestCard } from '../../shared/model/guest.ts'
import { LevelId } from '../../shared/model/ids.ts'
import { GuestFilter } from '../../shared/model/visit.ts'

const MINUTE = 60_000
const now = 1_800_000_000_000

it('each filter shows the visits it should, and as many as it counts', () => {
  const db = openDatabase({ file: ':memory:' })
  const guests = createGuestsTable(db)
  const visits = createVisitsTable(db, createBatchesTable(db))
  const pages = createGuestPages(db)
  const add = (family: string, from: number, until: number, change: VisitChange) => {
    const guestId = guests.add(newPersonCode(systemRandom()), GuestCard.parse({ family, given: 'Anna' }), null, now)
    const window = { from: now + from * MINUTE, until: now + until * MINUTE }
    const id = visits.add(
      {
        guestId,
        site: 'here',
        batchId: null,
        row: null,
        cells: null,
        host: '',
        purpose: '',
        levelId: LevelId.parse('1'),
        levelName: 'Guests',
        window,
        photo: null,
      },
      now,
    )
    visits.change(id, change, now)
    return id
  }
  const granted = { state: 'delivered', person: 'done', level: 'done' } as const
  const active = add('Active', -60, 300, granted)
  add('Ending', -60, 30, granted)
  add('Expected', 60, 300, granted)
  add('Refused', -60, 300, { state: 'failed' })
  const open = add('Open', -60, -10, granted)
  add('Over', -60, -10, { state: 'expired', level: 'none' })

  // Both came; neither has left.
  const presence = createPresenceTable(db)
  const came = { place: 'in', entries: 1, exits: 0, arrivedAt: now, leftAt: null, at: now, key: 'k', doorName: 'Lobby' } as const
  for (const id of [active, open]) presence.save(id, came)

  const asked = { site: 'here', words: [], now, late: now - 2 * MINUTE }
  const names = (filter: GuestFilter) =>
    pages.page({ ...asked, filter, offset: 0, limit: 100 }).visits.map(visit => guests.get(visit.guest_id)?.family)
  expect(Object.fromEntries(GuestFilter.options.map(filter => [filter, names(filter)]))).toEqual({
    all: ['Over', 'Open', 'Refused', 'Expected', 'Ending', 'Active'],
    active: ['Ending', 'Active'],
    ending: ['Ending'],
    inside: ['Open', 'Active'],
    expected: ['Expected', 'Ending'],
    overstaying: ['Open'],
    refused: ['Refused'],
    alarms: ['Open'],
    over: ['Over'],
  })
  expect(pages.counts(asked)).toEqual({
    all: 6,
    inside: 2,
    expected: 2,
    overstaying: 1,
    active: 2,
    ending: 1,
    refused: 1,
    alarms: 1,
    over: 1,
  })
  expect(pages.counts({ ...asked, words: guests.patterns('open') })).toMatchObject({ all: 1, alarms: 1, active: 0 })
  db.close()
})
