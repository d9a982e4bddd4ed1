import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { recordPassages } from '../../electron/simulator/passage-log.ts'
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../../electron/simulator/simulator.ts'
import type { Settings } from '../../shared/model/settings.ts'
import { openCable } from '../support/cable.ts'
import { base64, type DeskApp, inventList, openDesk } from '../support/desk-app.ts'
import { happened, toldAs } from '../support/doors.ts'
import { temporaryFolder } from '../support/folders.ts'

// Guests walk through doors, and the desk hears of it.

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function closeNow(one: DeskApp): Promise<void> {
  open.splice(open.indexOf(one), 1)
  await one.close()
}

/** The profile as a console left it then. */
function leftSince(profileDir: string, at: number): void {
  const db = new Sqlite(join(profileDir, 'foyer.db'))
  const { cursor } = db.prepare('SELECT cursor FROM feeds').get() as { cursor: string }
  db.prepare('UPDATE feeds SET cursor = ?').run(cursor.replace(/:\d{13}/g, `:${at}`))
  db.close()
}

const hour = 3_600_000
const LONG = { timeout: 20_000, interval: 20 }
const quick = { share: 1, catchUpShare: 1, everyMs: 200, lagMs: 3000, rareTypes: [] }

async function startSite(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const { script, ...rest } = options
  const running = await startSimulator({ rate: 500, walkers: false, script: { applyMs: 20, ...(script as object) }, ...rest })
  open.push(running)
  return running
}

interface Wish {
  feed?: object
  settings?: Partial<Settings>
  profileDir?: string
  app?: NonNullable<Parameters<typeof openDesk>[1]>['app']
  url?: string
}

async function desk(
  running: RunningSimulator,
  { feed = {}, settings = {}, profileDir, app = {}, url }: Wish = {},
): Promise<DeskApp> {
  const opened = await openDesk(
    { ...running, url: url ?? running.url },
    { profileDir, settings: { ...settings, feed: { ...quick, ...feed } as never }, app: { watch: true, ...app } },
  )
  open.push(opened)
  return opened
}

/** Entrance and exit of one turnstile, as somebody has said. */
async function setWays(at: DeskApp): Promise<void> {
  const readers = await at.call('readers.list', {})
  for (const { doorId, reader } of readers) {
    const way = doorId === '2' ? 'in' : doorId === '3' ? 'out' : 'unknown'
    await at.call('readers.set', { doorId, reader, way })
  }
}

/** A passage at every door, of nobody, so that its readers are known; then their ways are said. */
async function readyDoors(at: DeskApp, running: RunningSimulator): Promise<void> {
  await reading(at)
  const doors = ['1', '2', '3', '4', '5', '6']
  recordPassages(
    running.world,
    doors.map(door => toldAs({ id: `ready${door}`, at: Date.now(), door })),
  )
  await expect.poll(async () => (await at.call('readers.list', {})).length, LONG).toBe(6)
  await setWays(at)
}

const reading = (at: DeskApp) => expect.poll(async () => (await at.call('passages.feed', {})).feed.state, LONG).toBe('polling')

/** A guest with access since `since` milliseconds ago. */
async function guest(at: DeskApp, running: RunningSimulator, since = 0) {
  const level = (await at.call('site.levels', {})).levels.find(found => found.name === 'Guests')
  if (!level) throw new Error('no level')
  const now = Date.now()
  const made = await at.call('guests.register', {
    card: { family: 'Berg', given: 'Anna' },
    levelId: level.id,
    window: { from: now - since, until: now + hour },
  })
  await expect.poll(async () => (await at.call('visits.get', { visitId: made.visitId })).state, LONG).toBe('delivered')
  const person = running.document().persons.find(one => one.personCode === made.code)
  return { ...made, person: person?.personId ?? '' }
}

/** What the day's plot adds up to. */
async function plotted(at: DeskApp) {
  const quarters = await at.call('passages.day', {})
  const sum = (of: 'entries' | 'exits' | 'denied') => quarters.reduce((total, one) => total + one[of], 0)
  return { entries: sum('entries'), exits: sum('exits'), denied: sum('denied') }
}

const visitOf = (at: DeskApp, visitId: number) => at.call('visits.get', { visitId: visitId as never })
const passagesOf = async (at: DeskApp, filter: object = {}) => (await at.call('passages.page', { filter, limit: 200 })).passages

describe('a day at the doors', () => {
  it('arrives, goes round, leaves: counted, checked in and out, each notice once, and the next step for a denied one', async () => {
    const running = await startSite()
    const at = await desk(running, {
      settings: { webhook: { on: true, url: 'http://127.0.0.1:9/', secretFile: null, sealedSecret: null } },
    })
    await readyDoors(at, running)
    const made = await guest(at, running)
    const { person } = made
    const before = await plotted(at)
    const began = Date.now()
    const walk = (id: string, door: string, ms: number, type?: number) =>
      recordPassages(running.world, [toldAs({ id, at: began + ms, door, person, ...(type ? { type } : {}) })])
    walk('in', '2', 0)
    await expect
      .poll(async () => (await visitOf(at, made.visitId)).presence, LONG)
      .toMatchObject({ place: 'in', entries: 1, exits: 0 })
    expect(await at.call('passages.feed', {})).toMatchObject({ inside: 1, expected: 0, overstaying: 0 })
    expect((await at.call('muster.get', {})).zones).toMatchObject([
      { zone: 'Turnstile 1', people: [{ name: 'Berg Anna', unsure: false }] },
    ])
    // The page tells them in the order of the site's clock, with what each did.
    walk('floor', '5', 500, 197635)
    walk('out', '3', 1000)
    await expect.poll(async () => (await visitOf(at, made.visitId)).presence?.place, LONG).toBe('out')
    const own = await passagesOf(at, { guestId: made.guestId })
    expect(own.map(one => [one.key, one.way, one.effects])).toEqual([
      ['out', 'out', ['checked-out']],
      ['floor', 'unknown', []],
      ['in', 'in', ['checked-in']],
    ])
    expect(own[1]).toMatchObject({ result: 'denied', cause: 'no-level', guestName: 'Berg Anna' })
    expect(await at.call('passages.feed', {})).toMatchObject({ inside: 0, deniedToday: 1 })
    expect((await at.call('muster.get', {})).zones).toEqual([])
    const said = (await at.call('webhook.deliveries', {})).map(one => one.event)
    expect(said.toSorted()).toEqual(['guest.entered', 'guest.left'])
    // Access ends with the window: the visit is as it was.
    expect((await visitOf(at, made.visitId)).state).toBe('delivered')
    const { passages, acts } = await at.call('guests.get', { guestId: made.guestId })
    expect(passages.map(one => one.key)).toEqual(['out', 'floor', 'in'])
    expect(acts).toEqual([])
    expect(await plotted(at)).toEqual({ entries: before.entries + 1, exits: before.exits + 1, denied: 1 })
    const { samples } = await at.call('metrics.read', {})
    expect(samples).toContainEqual(expect.objectContaining({ name: 'foyer_guests_inside', value: 0 }))
    expect(samples).toContainEqual(
      expect.objectContaining({ name: 'foyer_passages_total', labels: { result: 'denied' }, value: 1 }),
    )
  })

  it('by policy the first exit takes the access away, with its cause in the timeline', async () => {
    const running = await startSite()
    const at = await desk(running, { settings: { accessEnds: 'first-exit' } })
    await readyDoors(at, running)
    const made = await guest(at, running)
    const now = Date.now()
    recordPassages(running.world, [
      toldAs({ id: 'in', at: now, door: '2', person: made.person }),
      toldAs({ id: 'out', at: now + 1000, door: '3', person: made.person }),
    ])
    await expect.poll(async () => (await visitOf(at, made.visitId)).state, LONG).toBe('checked-out')
    const { acts, passages } = await at.call('guests.get', { guestId: made.guestId })
    const out = passages.find(one => one.key === 'out')
    expect(out?.effects).toEqual(['checked-out', 'revoked'])
    expect(acts).toMatchObject([{ kind: 'checkout', state: 'done', passageId: out?.id }])
    expect(running.document().persons.find(one => one.personCode === made.code)).toMatchObject({ levels: [], appliedDoors: [] })
  })

  it('an exit without an entry is an anomaly, and is none when the entry arrives late', async () => {
    const running = await startSite()
    const at = await desk(running)
    await readyDoors(at, running)
    const made = await guest(at, running)
    const now = Date.now()
    recordPassages(running.world, [toldAs({ id: 'out', at: now + 1600, door: '3', person: made.person })])
    const effects = async () => (await passagesOf(at, { guestId: made.guestId })).map(one => [one.key, one.effects])
    await expect.poll(effects, LONG).toEqual([['out', ['exit-without-entry']]])
    recordPassages(running.world, [toldAs({ id: 'in', at: now, door: '2', person: made.person })])
    await expect.poll(effects, LONG).toEqual([
      ['out', ['checked-out']],
      ['in', ['checked-in']],
    ])
    expect((await visitOf(at, made.visitId)).presence).toMatchObject({
      place: 'out',
      entries: 1,
      exits: 1,
      leftAt: Math.floor((now + 1600) / 1000) * 1000,
    })
  })
})

describe('nights', () => {
  it('catches up after a night off, each counted once, also when it is stopped in the middle', async () => {
    const running = await startSite({ rate: 60 })
    const profileDir = temporaryFolder()
    const wish = { profileDir, feed: { ...quick, everyMs: 1000 } }
    const first = await desk(running, wish)
    await readyDoors(first, running)
    const made = await guest(first, running, 20 * hour)
    await expect.poll(async () => (await passagesOf(first)).length, LONG).toBe(6)
    await closeNow(first)
    const NIGHT = 6000
    const began = Date.now() - 11 * hour
    leftSince(profileDir, began)
    const night = Array.from({ length: NIGHT }, (_, i) => ({
      id: `n${i}`,
      at: began + 5000 + i * 6000,
      door: ['2', '3', '1'][i % 3] ?? '1',
      person: i % 3 === 2 ? null : made.person,
    }))
    happened(running.world, night)
    const sooner = await desk(running, wish)
    await expect.poll(async () => (await passagesOf(sooner)).length, LONG).toBe(200)
    await closeNow(sooner)
    const at = await desk(running, wish)
    await reading(at)
    const { presence } = await visitOf(at, made.visitId)
    expect(presence).toMatchObject({ entries: 2000, exits: 2000, place: 'out' })
    const { samples } = await at.call('metrics.read', {})
    // A third of them was nobody whom anybody can name.
    const counted = (result: string) =>
      samples.find(one => one.name === 'foyer_passages_total' && one.labels.result === result)?.value
    expect([counted('granted'), counted('unknown')]).toEqual([(NIGHT * 2) / 3, NIGHT / 3 + 6])
  })

  it('says since when it is blind while the site is away, and misses nothing', async () => {
    const running = await startSite()
    const cable = await openCable(running.url)
    open.push({ close: cable.pull })
    const at = await desk(running, { url: cable.url })
    await readyDoors(at, running)
    const made = await guest(at, running)
    expect((await at.call('muster.get', {})).blindSince).toBeNull()
    await cable.pull()
    await expect.poll(async () => (await at.call('passages.feed', {})).feed.state, LONG).toBe('offline')
    expect((await at.call('muster.get', {})).blindSince).toBeGreaterThan(Date.now() - 60_000)
    recordPassages(running.world, [toldAs({ id: 'in', at: Date.now(), door: '2', person: made.person })])
    await cable.plugIn()
    await expect.poll(async () => (await visitOf(at, made.visitId)).presence?.place, LONG).toBe('in')
    await reading(at)
    expect((await at.call('muster.get', {})).blindSince).toBeNull()
  })
})

it('is told by subscription and by polling, and counts each once', async () => {
  const running = await startSite()
  const at = await desk(running, {
    feed: { ...quick, subscription: { on: true, address: '127.0.0.1', port: 0, reachedAs: null } },
  })
  await readyDoors(at, running)
  const made = await guest(at, running)
  const now = Date.now()
  recordPassages(running.world, [
    toldAs({ id: 'in', at: now - 500, door: '2', person: made.person, code: made.code }),
    toldAs({ id: 'out', at: now, door: '3', person: made.person, code: made.code }),
  ])
  await expect
    .poll(async () => (await visitOf(at, made.visitId)).presence, LONG)
    .toMatchObject({ entries: 1, exits: 1, place: 'out' })
  expect((await passagesOf(at, { guestId: made.guestId })).map(one => one.key)).toEqual(['out', 'in'])
  await expect.poll(async () => (await at.call('passages.feed', {})).feed.state, LONG).toBe('live')
  await closeNow(at)
  expect(running.world.subscriptions).toEqual([])
})

it('costs the same for 10 and for 1,000 active guests', async () => {
  const running = await startSite()
  const at = await desk(running, { feed: { ...quick, share: 0.1, catchUpShare: 0.1 } })
  await reading(at)
  const perSecond = async (count: number) => {
    const { listId } = await at.call('lists.read', { fileName: 'list.csv', bytes: base64(inventList(count)) })
    await at.finished((await at.call('lists.send', { listId, name: 'list' })).batchId)
    const events = () => running.document().calls.byPath['acs/v1/door/events'] ?? 0
    const [before, began] = [events(), performance.now()]
    await expect.poll(() => performance.now() - began, LONG).toBeGreaterThan(3000)
    return (events() - before) / ((performance.now() - began) / 1000)
  }
  const few = await perSecond(10)
  const many = await perSecond(1000)
  // A tenth of 200 a second, whoever is a guest.
  for (const rate of [few, many]) {
    expect(rate).toBeLessThanOrEqual(21)
    expect(rate).toBeGreaterThan(15)
  }
})
