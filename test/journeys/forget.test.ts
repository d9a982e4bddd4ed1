import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { recordPassages } from '../../electron/simulator/passage-log.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { base64, type DeskApp, openDesk } from '../support/desk-app.ts'
import { toldAs } from '../support/doors.ts'
import { temporaryFolder } from '../support/folders.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const hour = 3_600_000
const LONG = { timeout: 30_000, interval: 50 }
const NAME = 'Zanzibarova'

async function begin(script: object = {}) {
  const running = await startSimulator({ rate: 500, walkers: false, script: { applyMs: 20, ...script } })
  open.push(running)
  const profileDir = temporaryFolder()
  const at = await openDesk(running, {
    profileDir,
    settings: { feed: { share: 1, everyMs: 200, rareTypes: [] } as never },
    app: { watch: true },
  })
  open.push(at)
  const { photo } = await at.call('photo.prepare', { bytes: base64(await drawPhoto(7)) })
  const level = (await at.call('site.levels', {})).levels.find(found => found.name === 'Guests')
  const made = await at.call('guests.register', {
    card: { family: NAME, given: 'Anna', phone: '+7 999 1234567' },
    levelId: level?.id ?? ('' as never),
    window: { from: Date.now(), until: Date.now() + hour },
    photo,
  })
  await expect.poll(async () => (await at.call('visits.get', { visitId: made.visitId })).state, LONG).toBe('delivered')
  const person = running.document().persons.find(one => one.personCode === made.code)?.personId ?? ''
  await expect.poll(async () => (await at.call('passages.feed', {})).feed.state, LONG).toBe('polling')
  return { running, profileDir, at, made, person }
}

const stateOf = async (at: DeskApp, id: number) => (await at.call('forgets.get', { id })).state
const files = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])

describe('forget this person', () => {
  it('takes the person off the site, then everything here, and says what was deleted where', async () => {
    const { running, profileDir, at, made, person } = await begin()
    recordPassages(running.world, [{ ...toldAs({ id: 'a', at: Date.now(), person, code: made.code }), family: NAME }])
    await expect.poll(async () => (await at.call('passages.page', {})).passages.length, LONG).toBe(1)
    const [passage] = (await at.call('passages.page', {})).passages
    expect(passage).toMatchObject({ guestId: made.guestId, guestName: `${NAME} Anna`, name: `${NAME} Anna` })
    expect((await at.call('passages.picture', { id: passage?.id ?? 0 })).jpeg).toMatch(/^\/9j\//)
    expect(files(join(profileDir, 'pictures'))).toEqual([`${passage?.id}.jpg`])
    expect(files(join(profileDir, 'photos'))).toHaveLength(1)
    writeFileSync(join(profileDir, 'foyer.db.before-004'), NAME)
    mkdirSync(join(profileDir, 'backups'), { recursive: true })
    writeFileSync(join(profileDir, 'backups', 'foyer-20200101T000000Z.db'), NAME)
    const copies = files(join(profileDir, 'backups')).length + 1

    const begun = await at.call('guests.forget', { guestId: made.guestId })
    expect(begun).toMatchObject({ state: 'waiting', deleted: { person: 'not yet', visits: 0 } })
    // Asked again it is the same one.
    expect((await at.call('guests.forget', { guestId: made.guestId })).id).toBe(begun.id)
    await expect.poll(() => stateOf(at, begun.id), LONG).toBe('done')
    expect((await at.call('forgets.get', { id: begun.id })).deleted).toEqual({
      person: 'removed',
      unconfirmed: false,
      elsewhere: 0,
      visits: 1,
      acts: 1,
      lookUps: 0,
      deliveries: 0,
      passages: 1,
      photos: 1,
      pictures: 1,
      copies,
    })
    expect(running.document().persons).toEqual([])
    expect(files(join(profileDir, 'photos'))).toEqual([])
    expect(files(join(profileDir, 'pictures'))).toEqual([])
    expect(await at.call('guests.search', { text: NAME })).toEqual([])
    expect((await at.call('passages.page', {})).passages).toMatchObject([
      { id: passage?.id, guestId: null, guestName: '', name: '', ref: null },
    ])
    // Not a trace of the name in any file of the profile.
    for (const name of readdirSync(profileDir, { recursive: true, withFileTypes: true })) {
      if (name.isFile()) expect(readFileSync(join(name.parentPath, name.name)).includes(NAME), name.name).toBe(false)
    }
  })

  it('can be undone for ten seconds, and then nothing has happened', async () => {
    const { running, at, made } = await begin()
    const { id } = await at.call('guests.forget', { guestId: made.guestId })
    expect(await at.call('forgets.undo', { id })).toMatchObject({ state: 'undone', undoUntil: null })
    await expect(at.call('forgets.undo', { id })).rejects.toThrow('too-late')
    expect(running.document().persons).toHaveLength(1)
    expect((await at.call('guests.get', { guestId: made.guestId })).visits).toHaveLength(1)
  })

  it('keeps everything while the site does not let go, and says why', async () => {
    const { running, at, made } = await begin({
      faults: [{ path: 'person/single/delete', times: 9, kind: '5xx' }],
      noPermission: [],
    })
    const { id } = await at.call('guests.forget', { guestId: made.guestId })
    await expect.poll(() => stateOf(at, id), LONG).toBe('removing')
    await expect
      .poll(() => running.document().calls.byPath['resource/v1/person/single/delete'] ?? 0, LONG)
      .toBeGreaterThanOrEqual(1)
    expect((await at.call('guests.get', { guestId: made.guestId })).guest.family).toBe(NAME)
    expect((await at.call('forgets.get', { id })).deleted.person).toBe('not yet')
  })
  it('asked for again after the site refused, asks the site once more', async () => {
    const { running, at, made } = await begin({ noPermission: ['person/single/delete'] })
    const { id } = await at.call('guests.forget', { guestId: made.guestId, undoable: false })
    await expect.poll(() => stateOf(at, id), LONG).toBe('failed')
    expect(await at.call('forgets.get', { id })).toMatchObject({ cause: { cause: 'no-permission' }, deleted: { visits: 0 } })
    expect((await at.call('guests.get', { guestId: made.guestId })).guest.family).toBe(NAME)
    // Somebody ticks the right.
    running.world.script.noPermission.length = 0
    expect((await at.call('guests.forget', { guestId: made.guestId })).id).toBe(id)
    await expect.poll(() => stateOf(at, id), LONG).toBe('done')
    expect(running.document().persons).toEqual([])
  })
})
