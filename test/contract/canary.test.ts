import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openLog } from '../../electron/base/log.ts'
import { readEnvironment } from '../../electron/base/profile.ts'
import { openCore } from '../support/carriers.ts'
import { temporaryFolder } from '../support/folders.ts'

/** Words found nowhere else: where one turns up, it leaked. */
const SECRET = 'canary-secret-5b1f'
const NAMES = ['Канарейкина', 'Желтопёрка', 'Canaryfamily', 'Canarygiven']
const DOCUMENT = 'CANARYDOC77'
const FACE = Buffer.from('canary face bytes, not a picture').toString('base64')

const card = { family: NAMES[0], given: NAMES[1], patronymic: NAMES[2], document: DOCUMENT, company: NAMES[3] }
const nowhere = { url: 'https://127.0.0.1:9', appKey: 'k', appSecret: SECRET }

const textOf = (file: string) => readFileSync(file, 'latin1')
/** A word as its bytes stand in a file, in UTF-8 read as latin1. */
const bytesOf = (word: string) => Buffer.from(word).toString('latin1')
const filesOf = (folder: string) =>
  globSync('**/*', { cwd: folder })
    .map(name => join(folder, name))
    .filter(file => statSync(file).isFile())

test('no secret, name or face in logs, settings, jobs or answers', async () => {
  const profileDir = temporaryFolder()
  const app = await openCore(profileDir, openLog({ dir: join(profileDir, 'logs') }))
  const answers: unknown[] = []
  const ask = async (name: string, input: unknown) => {
    const answer = await app.dispatcher.dispatch(name, input)
    answers.push(answer)
    return answer
  }

  await expect
    .poll(async () => (await ask('site.levels', {})) as unknown, { timeout: 20_000 })
    .toMatchObject({
      ok: true,
      value: { levels: [expect.anything(), expect.anything(), expect.anything(), expect.anything(), expect.anything()] },
    })
  const { levels } = ((await ask('site.levels', {})) as { value: { levels: { id: string }[] } }).value
  const window = { from: Date.now(), until: Date.now() + 3_600_000 }
  const registered = await ask('guests.register', { card, levelId: levels[0]?.id, window })
  expect(registered).toMatchObject({ ok: true })
  const { visitId } = (registered as { value: { visitId: number } }).value
  // Wrong in every way a window can be wrong, with the canaries in it.
  await ask('guests.register', { card: { ...card, family: `${NAMES[0]}/` }, levelId: SECRET, window: NAMES[2] })
  await ask(`guests.${NAMES[0]}`, { [SECRET]: FACE })
  await ask('photo.prepare', { bytes: FACE })
  await ask('connection.test', nowhere)
  await expect
    .poll(async () => ((await app.dispatcher.dispatch('visits.get', { visitId })) as { value: { state: string } }).value.state, {
      timeout: 20_000,
    })
    .not.toBe('queued')
  await ask('connection.save', nowhere)
  await ask('connection.get', {})
  await ask('status.get', {})
  await app.close()

  expect(JSON.stringify(answers)).not.toContain(SECRET)
  for (const file of filesOf(profileDir)) expect(textOf(file), file).not.toContain(SECRET)

  // Names belong into the tables of guests and visits, and nowhere else.
  const elsewhere = filesOf(profileDir).filter(file => !/foyer\.db/.test(file))
  const { sqliteBinding } = readEnvironment()
  const db = new Sqlite(join(profileDir, 'foyer.db'), sqliteBinding ? { nativeBinding: sqliteBinding } : {})
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('guests', 'visits')")
    .pluck()
    .all() as string[]
  const rows = tables.map(table => JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).all()))
  db.close()
  for (const word of [...NAMES, DOCUMENT, FACE]) {
    for (const file of elsewhere) expect(textOf(file), `${file}: ${word}`).not.toContain(bytesOf(word))
    for (const [index, row] of rows.entries()) expect(row, `${tables[index]}: ${word}`).not.toContain(word)
  }
})
