import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newPersonCode } from '../../electron/app/guests.ts'
import { systemRandom } from '../../electron/base/random.ts'
import { DamagedDatabase, NewerDatabase, openDatabase } from '../../electron/storage/database.ts'
import { createGuestsTable } from '../../electron/storage/guests.ts'
import { migrations } from '../../electron/storage/migrations.ts'
import { createSitePaces } from '../../electron/storage/site-paces.ts'
import { createSiteRefusals } from '../../electron/storage/site-refusals.ts'
import { GuestCard } from '../../shared/model/guest.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foyer-db-'))
  file = join(folder, 'foyer.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('opens with what keeps a visit through a power cut, and forgets what is deleted', () => {
  const db = openDatabase({ file })
  const ask = (name: string) => db.pragma(name, { simple: true })
  expect([ask('journal_mode'), ask('synchronous'), ask('secure_delete'), ask('foreign_keys')]).toEqual(['wal', 2, 1, 1])
  const guests = createGuestsTable(db)
  const card = GuestCard.parse({ family: 'Zanzibarova', given: 'Anna' })
  guests.add(newPersonCode(systemRandom()), card, null, 1)
  db.pragma('wal_checkpoint(TRUNCATE)')
  expect(readFileSync(file).includes('Zanzibarova')).toBe(true)
  db.exec('DELETE FROM guests')
  db.pragma('wal_checkpoint(TRUNCATE)')
  expect(readFileSync(file).includes('Zanzibarova')).toBe(false)
  db.close()
})

it('keeps a copy of the file before each step of the schema, and none of a new one', () => {
  openDatabase({ file }).close()
  expect(existsSync(`${file}.before-001`)).toBe(false)
  const newest = migrations.at(-1)?.number ?? 0
  const next = { number: newest + 1, name: 'a table more', sql: 'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT' }
  const steps = [...migrations, next]
  const db = openDatabase({ file, steps })
  expect(db.prepare('SELECT count(*) AS n FROM more').get()).toEqual({ n: 0 })
  db.close()
  const copy = new Sqlite(`${file}.before-${String(newest + 1).padStart(3, '0')}`, { readonly: true })
  expect(copy.pragma('user_version', { simple: true })).toBe(newest)
  copy.close()
  expect(() =>
    openDatabase({ file, steps: [...steps, { number: newest + 2, name: 'a slip', sql: 'CREATE NONSENSE' }] }),
  ).toThrow()
  const still = openDatabase({ file, steps })
  expect(still.pragma('user_version', { simple: true })).toBe(newest + 1)
  still.close()
})

it('is its owner’s alone', () => {
  openDatabase({ file }).close()
  expect(statSync(file).mode & 0o077).toBe(0)
})

it('keeps what a host bears, and how a site refused which connection, through a restart', () => {
  const first = openDatabase({ file })
  createSitePaces(first).keep('site:443', { rate: 19.5, isCeiling: false }, 1)
  createSitePaces(first).keep('site:443', { rate: 20, isCeiling: true }, 2)
  createSiteRefusals(first).note('https://site', { kind: 'credentials', cause: 'keys' }, 1000, 2000)
  first.close()
  const second = openDatabase({ file })
  expect(createSitePaces(second).recall('site:443')).toEqual({ rate: 20, isCeiling: true })
  expect(createSitePaces(second).recall('other:443')).toBeNull()
  const refusals = createSiteRefusals(second)
  expect(refusals.of('https://site', 1000)).toEqual({ kind: 'credentials', cause: 'keys' })
  // Saved again since: worth another try.
  expect(refusals.of('https://site', 1001)).toBeNull()
  refusals.forgive('https://site')
  expect(refusals.of('https://site', 1000)).toBeNull()
  second.close()
})

it('takes its steps by number, in whatever order they are listed', () => {
  const step = (number: number, sql: string) => ({ number, name: `step ${number}`, sql })
  const steps = [step(1, 'CREATE TABLE a (x) '), step(3, 'ALTER TABLE b ADD y'), step(2, 'CREATE TABLE b (x)')]
  const db = openDatabase({ file, steps })
  expect(db.pragma('user_version', { simple: true })).toBe(3)
  db.close()
})

it('leaves a newer database alone', () => {
  const newer = new Sqlite(file)
  newer.pragma('user_version = 99')
  newer.close()
  expect(() => openDatabase({ file })).toThrow(NewerDatabase)
})

it('refuses a file that was cut short, or is no database', () => {
  const db = openDatabase({ file })
  for (let i = 0; i < 200; i++) {
    createGuestsTable(db).add(
      newPersonCode(systemRandom()),
      GuestCard.parse({ family: `F${i}`, given: 'G', company: 'x'.repeat(200) }),
      null,
      1,
    )
  }
  db.close()
  truncateSync(file, 40_000)
  expect(() => openDatabase({ file })).toThrow(DamagedDatabase)
  writeFileSync(file, 'this is not a database, and has never been one, whatever its name may say about it')
  expect(() => openDatabase({ file })).toThrow(DamagedDatabase)
})

it('finds a guest again by document, by names and company, and by the beginnings of words', () => {
  const guests = createGuestsTable(openDatabase({ file: ':memory:' }))
  const card = (more: object) => GuestCard.parse({ family: 'Ёлкин', given: 'Пётр', company: 'Сигма', ...more })
  const code = newPersonCode(systemRandom())
  const id = guests.add(code, card({ document: 'AB 12-34', phone: '+7 916 552' }), null, 1)
  expect(guests.match(card({ document: 'ab1234', given: 'П.' }))?.id).toBe(id)
  expect(guests.match(card({ document: 'AB1234', family: 'Иванов' }))).toBeNull()
  expect(guests.match(card({ document: '', family: 'елкин' }))).toBeNull()
  expect(guests.match(card({ document: 'other' }))).toBeNull()
  const plain = guests.add(newPersonCode(systemRandom()), card({ family: 'Ким' }), null, 1)
  expect(guests.match(card({ family: 'КИМ' }))?.id).toBe(plain)
  expect(guests.search('елк пе', 5).map(g => g.id)).toEqual([id])
  expect(guests.search('1234', 5)).toEqual([])
  expect(guests.search('ab1234', 5).map(g => g.id)).toEqual([id])
  expect(guests.search('100%_', 5)).toEqual([])
  expect(guests.byCode(code)?.id).toBe(id)
})
