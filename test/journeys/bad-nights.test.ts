import { readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { openWayBack } from '../../electron/app/way-back.ts'
import { type Clock, systemClock } from '../../electron/base/clock.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { openCable } from '../support/cable.ts'
import { base64, type DeskApp, inventList, openDesk } from '../support/desk-app.ts'
import { temporaryFolder } from '../support/folders.ts'
import { foyer } from '../support/foyer.ts'
import { quickClock } from '../support/quick-clock.ts'

// What must not cost a guest, each night by its name. Desk and site live twenty times as fast as we do.

const TIMES = 20
const GUESTS = 40

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function site(clock: Clock, script: object = {}): Promise<RunningSimulator> {
  const running = await startSimulator({ clock, rate: 50, walkers: false, script: { applyMs: 100, ...script } })
  open.push(running)
  return running
}

async function desk(running: RunningSimulator, clock: Clock, more: { url?: string; profileDir?: string } = {}): Promise<DeskApp> {
  const at = await openDesk(
    { ...running, url: more.url ?? running.url },
    { rate: 50, concurrency: 10, profileDir: more.profileDir, app: { clock } },
  )
  open.push(at)
  return at
}

async function closeNow(one: { close(): Promise<unknown> }): Promise<void> {
  open.splice(open.indexOf(one), 1)
  await one.close()
}

async function sendList(at: DeskApp): Promise<number> {
  await at.call('site.levels', {})
  const list = await at.call('lists.read', { fileName: 'list.csv', bytes: base64(inventList(GUESTS)) })
  return (await at.call('lists.send', { listId: list.listId, name: 'list' })).batchId
}

/** Every database that is worked with from now on: what the product keeps to itself. */
function openedDatabases(): Set<Sqlite.Database> {
  const opened = new Set<Sqlite.Database>()
  const prototype = Sqlite.prototype as unknown as { prepare(this: Sqlite.Database, sql: string): unknown }
  const { prepare } = prototype
  prototype.prepare = function (sql) {
    opened.add(this)
    return prepare.call(this, sql)
  }
  open.push({
    close: async () => {
      prototype.prepare = prepare
    },
  })
  return opened
}

/** Everybody once, on the level and at the doors. */
function expectEverybody(running: RunningSimulator): void {
  const { persons } = running.document()
  expect(new Set(persons.map(person => person.name)).size).toBe(GUESTS)
  expect(persons).toHaveLength(GUESTS)
  for (const person of persons)
    expect(person, person.name).toMatchObject({ levels: ['Guests'], appliedDoors: ['1', '2', '3', '4'] })
}

describe('a bad night costs nobody', () => {
  it.each([
    ['the quota code instead of 429', { path: '', after: 10, times: 20, kind: 'quota' }],
    ['HTML for JSON', { path: 'person/single/add', after: 5, times: 6, kind: 'html' }],
    ['a gateway that is down behind its front', { path: 'person/single/add', after: 5, times: 6, kind: '5xx' }],
    ['connections cut without an answer', { path: 'person/single/add', after: 5, times: 6, kind: 'drop' }],
    ['connections cut after the work was done', { path: 'person/single/add', after: 5, times: 6, kind: 'drop', effect: true }],
    ['half a reply', { path: 'person/single/add', after: 5, times: 6, kind: 'truncated' }],
    ['a reply that drips', { path: 'person/single/add', after: 5, times: 2, kind: 'drip' }],
    ['a hang past the deadline whose write took effect', { path: 'person/single/add', after: 5, times: 2, kind: 'hang' }],
    ['a re-application that hangs', { path: 'auth/reapplication', times: 1, kind: 'hang' }],
  ])('%s', async (_, fault) => {
    const clock = quickClock(TIMES)
    const running = await site(clock, { faults: [fault] })
    const at = await desk(running, clock)
    const batch = await at.finished(await sendList(at))
    expect(batch).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
  })

  it('a minute of nothing but 429', async () => {
    const clock = quickClock(TIMES)
    const running = await startSimulator({
      clock,
      rate: 10,
      rateSteps: [
        { afterMs: 1500, rate: 0.001 },
        { afterMs: 61_500, rate: 50 },
      ],
      walkers: false,
      script: { applyMs: 100 },
    })
    open.push(running)
    const began = clock.monotonic()
    const at = await desk(running, clock)
    const batch = await at.finished(await sendList(at))
    expect(clock.monotonic() - began).toBeGreaterThan(50_000)
    expect(batch).toMatchObject({ done: GUESTS, failed: 0 })
    // Asked all the while, a few times a second and not fifty.
    expect(batch.refusals).toBeLessThan(310)
    expectEverybody(running)
  })

  it('the disk full in mid-batch: nothing by halves, it is said, and it goes on when there is room', async () => {
    const clock = quickClock(TIMES)
    const running = await site(clock)
    const databases = openedDatabases()
    const at = await desk(running, clock)
    const batchId = await sendList(at)
    const list = await at.call('lists.read', { fileName: 'large.csv', bytes: base64(inventList(3000)) })
    for (const db of databases) db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`)
    await expect(at.call('lists.send', { listId: list.listId, name: 'large' })).rejects.toThrow('disk-full')
    expect((await at.call('batches.list', {})).map(batch => batch.id)).toEqual([batchId])
    expect(await at.call('status.get', {})).toMatchObject({ disk: 'full' })
    for (const db of databases) db.pragma('max_page_count = 4294967294')
    expect(await at.finished(batchId)).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
    await expect.poll(async () => (await at.call('status.get', {})).disk, { timeout: 5000 }).toBe('ok')
    expect(await at.call('lists.send', { listId: list.listId, name: 'large' })).toMatchObject({ queued: 3000 })
  })

  it('a database cut short is refused, and the last backup is one command away', async () => {
    const profileDir = temporaryFolder()
    const running = await site(systemClock)
    const first = await desk(running, systemClock, { profileDir })
    await first.finished(await sendList(first))
    await closeNow(first)
    // A day later the next one is due; what comes after it will be missing.
    const tomorrow: Clock = { ...systemClock, now: () => systemClock.now() + 86_400_000 }
    const second = await desk(running, tomorrow, { profileDir })
    await expect.poll(() => openWayBack(profileDir).backups.length, { timeout: 5000 }).toBe(2)
    await closeNow(second)

    const file = join(profileDir, 'foyer.db')
    truncateSync(file, 40_000)
    const cut = readFileSync(file)
    await expect(desk(running, systemClock, { profileDir })).rejects.toThrow(/damaged and was not touched.*foyer restore/)
    expect(readFileSync(file).equals(cut)).toBe(true)

    const restore = (...words: string[]) => foyer(['restore', '--json', '--data', profileDir, ...words])
    expect((await restore('--list')).json()).toHaveLength(2)
    const restored = (await restore()).json<{ aside: string }>()
    expect(readFileSync(restored.aside).equals(cut)).toBe(true)
    const again = await desk(running, systemClock, { profileDir })
    expect((await again.call('batches.list', {}))[0]).toMatchObject({ done: GUESTS, failed: 0, left: 0 })
    expectEverybody(running)
  })

  it('the site gone for a minute and a half in mid-batch', async () => {
    const clock = quickClock(TIMES)
    const running = await site(clock)
    const cable = await openCable(running.url)
    open.push({ close: cable.pull })
    const at = await desk(running, clock, { url: cable.url })
    const batchId = await sendList(at)
    const doneSoFar = async () => (await at.call('batches.list', {})).find(found => found.id === batchId)?.calls ?? 0
    await expect.poll(doneSoFar, { timeout: 10_000, interval: 5 }).toBeGreaterThan(5)
    await cable.pull()
    const back = clock.monotonic() + 90_000
    await expect.poll(() => clock.monotonic(), { timeout: 10_000, interval: 50 }).toBeGreaterThan(back)
    expect(await at.call('status.get', {})).toMatchObject({ site: { state: 'offline' } })
    await cable.plugIn()
    expect(await at.finished(batchId)).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
  })

  it.each([86_400_000, -86_400_000])('the clock set by a day in mid-batch (%i ms)', async jump => {
    const steady = quickClock(TIMES)
    let shift = 0
    const clock: Clock = { ...steady, now: () => steady.now() + shift }
    const running = await site(steady)
    const at = await desk(running, clock)
    const batchId = await sendList(at)
    await expect
      .poll(async () => (await at.call('batches.list', {})).find(found => found.id === batchId)?.calls, {
        timeout: 10_000,
        interval: 5,
      })
      .toBeGreaterThan(5)
    shift = jump
    expect(await at.finished(batchId)).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
  })

  it('two consoles on one profile: one works, the other looks on, nobody is sent twice', async () => {
    const clock = quickClock(TIMES)
    const running = await site(clock)
    const profileDir = temporaryFolder()
    const first = await desk(running, clock, { profileDir })
    const second = await desk(running, clock, { profileDir })
    expect([first.app.owner, second.app.owner]).toEqual([true, false])
    const batchId = await sendList(second)
    expect(await first.finished(batchId)).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
  })
})
