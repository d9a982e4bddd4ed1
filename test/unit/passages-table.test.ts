import { expect, it } from 'vitest'
import { openDatabase } from '../../electron/storage/database.ts'
import { createGuestsTable } from '../../electron/storage/guests.ts'
import { createPassagePages } from '../../electron/storage/passage-pages.ts'
import { createPassagesTable } from '../../electron/storage/passages.ts'
import { createReadersTable } from '../../electron/storage/readers.ts'
import { DoorId, PersonCode, PersonRef } from '../../shared/model/ids.ts'
import { Passage } from '../../shared/model/passage.ts'

const SITE = 'https://site.example'
const nobody = { guestId: null, visitId: null }
const MORNING = Date.UTC(2030, 2, 15, 9)

function tables() {
  const db = openDatabase({ file: ':memory:' })
  const readers = createReadersTable(db)
  return {
    db,
    readers,
    guests: createGuestsTable(db),
    passages: createPassagesTable(db, readers),
    pages: createPassagePages(db),
  }
}

const passage = (more: Partial<Passage> = {}) =>
  Passage.parse({
    key: 'e1',
    at: MORNING,
    heardAt: MORNING + 1000,
    doorId: '1',
    doorName: 'Turnstile',
    reader: 'Turnstile In',
    code: null,
    ref: '7',
    name: 'Anna Berg',
    type: '196893',
    result: 'granted',
    cause: null,
    picture: null,
    ...more,
  })

const everything = {
  result: null,
  way: null,
  doorId: null,
  guestId: null,
  guestsOnly: false,
  from: null,
  until: null,
  before: null,
  limit: 100,
  words: [],
}

it('stores a passage once by its key, and adds to it what is told later', () => {
  const { passages, pages } = tables()
  const pushed = passage({ reader: '', name: '', picture: null })
  const first = passages.add(SITE, pushed, nobody)
  expect(first).toMatchObject({ how: 'new', way: 'unknown' })
  expect(passages.add(SITE, pushed, nobody)).toMatchObject({ id: first.id, how: 'again' })
  expect(passages.add(SITE, passage({ picture: 'pic' }), nobody)).toEqual({
    id: first.id,
    how: 'changed',
    result: 'granted',
    way: 'in',
  })
  expect(passages.add(SITE, pushed, nobody)).toMatchObject({ id: first.id, how: 'again' })
  const feed = passages.feed(SITE)
  expect(pages.page({ ...everything, feed })).toMatchObject([
    { id: first.id, way: 'in', reader: 'Turnstile In', name: 'Anna Berg', picture: 'pic' },
  ])
  expect(pages.page({ ...everything, feed, result: 'granted' })).toHaveLength(1)
  // The plot follows what was learned.
  expect(pages.quarters(feed, MORNING, MORNING + 1)).toEqual([{ at: MORNING, entries: 1, exits: 0, denied: 0 }])
  // One road tells milliseconds and the other an hour more: over midnight too it is the same event.
  const night = Date.UTC(2030, 2, 16)
  const before = passages.add(SITE, passage({ key: 'm', at: night - 1 }), nobody)
  expect(passages.add(SITE, passage({ key: 'm', at: night + 3_600_000 }), nobody)).toMatchObject({ id: before.id, how: 'again' })
  // The same key at another site is another event.
  expect(passages.add('elsewhere', pushed, nobody).how).toBe('new')
})

it('a door that opened for somebody whom nobody can name is unknown, and no entry, until somebody does', () => {
  const { passages, pages } = tables()
  const feed = passages.feed(SITE)
  const entries = () => pages.quarters(feed, MORNING, MORNING + 1).reduce((sum, one) => sum + one.entries, 0)
  const bare = passage({ name: '', ref: null })
  const { id } = passages.add(SITE, bare, nobody)
  expect(pages.page({ ...everything, feed })).toMatchObject([{ id, result: 'unknown', cause: 'person-unknown' }])
  expect(entries()).toBe(0)
  passages.add(SITE, passage(), nobody)
  passages.add(SITE, bare, nobody)
  expect(pages.page({ ...everything, feed })).toMatchObject([{ id, result: 'granted', cause: null, name: 'Anna Berg' }])
  expect(entries()).toBe(1)
  // A kind that nobody told the meaning of stays what it is, whoever it was.
  passages.add(SITE, passage({ key: 'odd', type: '9', result: 'unknown', ref: null, name: '' }), nobody)
  passages.add(SITE, passage({ key: 'odd', type: '9', result: 'unknown' }), nobody)
  expect(pages.page({ ...everything, feed, result: 'unknown' })).toMatchObject([{ key: 'odd', cause: null }])
})

it('pages by the site’s time, newest first, whatever the order of arrival', () => {
  const { passages, pages } = tables()
  const feed = passages.feed(SITE)
  for (const i of [3, 1, 5, 2, 4, 0]) {
    const result = i % 3 === 0 ? 'denied' : 'granted'
    const cause = result === 'denied' ? 'no-level' : null
    passages.add(
      SITE,
      passage({ key: `e${i}`, at: MORNING + i * 1000, doorId: DoorId.parse(String(i % 2)), result, cause }),
      nobody,
    )
  }
  const keys = (more: object) => pages.page({ ...everything, feed, ...more }).map(one => one.key)
  expect(keys({})).toEqual(['e5', 'e4', 'e3', 'e2', 'e1', 'e0'])
  const [, second] = pages.page({ ...everything, feed, limit: 2 })
  expect(keys({ before: second?.id, limit: 2 })).toEqual(['e3', 'e2'])
  expect(keys({ result: 'denied' })).toEqual(['e3', 'e0'])
  expect(keys({ doorId: '1' })).toEqual(['e5', 'e3', 'e1'])
  expect(keys({ from: MORNING + 2000, until: MORNING + 4000 })).toEqual(['e3', 'e2'])
  expect(pages.deniedSince(feed, MORNING)).toBe(2)
})

it('finds passages by what the site or we call the person', () => {
  const { db, passages, pages, guests } = tables()
  const feed = passages.feed(SITE)
  const card = { family: 'Орлова', given: 'Вера', patronymic: '', company: 'Гефест', document: '', phone: '', email: '' }
  const id = guests.add(PersonCode.parse('123456789012345'), card, null, 1)
  guests.saveRef(SITE, id, { ref: PersonRef.parse('7'), photo: null, record: null })
  expect(guests.byRef(SITE, '7')?.id).toBe(id)
  passages.add(SITE, passage({ key: 'a', name: 'Vera Orlova' }), { guestId: id, visitId: null })
  passages.add(SITE, passage({ key: 'b', ref: PersonRef.parse('8'), name: 'Petra Novak' }), nobody)
  const found = (text: string) => pages.page({ ...everything, feed, words: guests.patterns(text) }).map(one => one.key)
  expect(found('гефест')).toEqual(['a'])
  expect(found('nov')).toEqual(['b'])
  expect(found('nobody')).toEqual([])
  db.close()
})

it('takes the word of whoever says which way a reader leads, for what comes', () => {
  const { passages, readers, pages } = tables()
  const feed = passages.feed(SITE)
  passages.add(SITE, passage({ key: 'a', reader: 'Left side' }), nobody)
  expect(readers.list(feed)).toMatchObject([{ reader: 'Left side', way: 'unknown', guessed: true }])
  expect(readers.set(feed, DoorId.parse('1'), 'Left side', 'out')).toBe(true)
  expect(readers.set(feed, DoorId.parse('1'), 'Right side', 'out')).toBe(false)
  passages.add(SITE, passage({ key: 'b', reader: 'Left side', at: MORNING + 1 }), nobody)
  // A door that gets another name keeps what was said of it.
  passages.add(SITE, passage({ key: 'c', reader: 'Left side', at: MORNING + 2, doorName: 'Main entrance' }), nobody)
  expect(pages.page({ ...everything, feed }).map(one => one.way)).toEqual(['out', 'out', 'unknown'])
  expect(readers.list(feed)).toMatchObject([{ doorName: 'Main entrance', way: 'out', guessed: false }])
})
