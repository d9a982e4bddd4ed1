import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { FeedEvent } from '../../electron/access-control/feed.ts'
import { openSite } from '../../electron/access-control/open.ts'
import type { AccessControl } from '../../electron/access-control/port.ts'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { recordPassages } from '../../electron/simulator/passage-log.ts'
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../../electron/simulator/simulator.ts'
import type { Passage } from '../../shared/model/passage.ts'
import { FeedSettings, HikCentralConnection } from '../../shared/model/settings.ts'
import { happened, toldAs } from '../support/doors.ts'
import { freePort } from '../support/free-port.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function startSite(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const running = await startSimulator({ rate: 500, walkers: false, ...options })
  open.push(running)
  return running
}

/** Most limits off, so that a test is quick; what is kept is said. */
const quick = { share: 1, catchUpShare: 1, everyMs: 200, lagMs: 2000, rareTypes: [] }

function join(running: RunningSimulator, feed: object = {}, rate = 200): AccessControl {
  const { url, appKey, certificateSha256: pin, appSecret } = running
  const connection = HikCentralConnection.parse({ kind: 'hikcentral', url, appKey, pin, rate, concurrency: 10 })
  const site = openSite(
    connection,
    { appSecret, passwords: new Map() },
    { clock, random: seededRandom(7), zone: 'Asia/Kolkata', feed: () => FeedSettings.parse({ ...quick, ...feed }) },
  )
  open.push(site)
  return site
}

/** A feed that is read in the background. */
function listen(site: AccessControl, after: string | null = null) {
  const ending = new AbortController()
  const events: FeedEvent[] = []
  const done = (async () => {
    for await (const event of site.passages(after, ending.signal)) events.push(event)
  })()
  const passages = () => events.flatMap(event => (event.type === 'passages' ? event.passages : []))
  const listener = {
    events,
    passages,
    keys: () => passages().map(passage => passage.key),
    states: () => events.flatMap(event => (event.type === 'state' ? [event.state.state] : [])),
    cursor: () => events.findLast(event => event.type === 'passages')?.cursor ?? null,
    async close() {
      ending.abort()
      await done
    },
  }
  open.push(listener)
  return listener
}

/** The cursor as it was left hours ago. */
function backTo(cursor: string | null, at: number): string {
  if (cursor === null) throw new Error('no cursor was told')
  return cursor.replace(/:\d{13}/g, `:${at}`)
}

const LONG = { timeout: 15_000, interval: 20 }
const steady = (feed: ReturnType<typeof listen>, state = 'polling') => expect.poll(() => feed.states().at(-1), LONG).toBe(state)

describe('polling', () => {
  it('tells from now on, each event once, with what the site says of it', async () => {
    const running = await startSite()
    happened(running.world, [{ id: 'before', at: clock.now() - 60_000 }])
    const feed = listen(join(running))
    await steady(feed)
    const at = clock.now()
    recordPassages(running.world, [toldAs({ id: 'a', at, person: '1', code: '1001' })])
    recordPassages(running.world, [toldAs({ id: 'b', at, type: 197151, door: '6' })])
    await expect.poll(() => feed.keys().toSorted(), LONG).toEqual(['a', 'b'])
    const calls = running.document().calls.byPath['acs/v1/door/events'] ?? 0
    // The windows overlap for some rounds more, and nothing is told twice.
    await expect.poll(() => running.document().calls.byPath['acs/v1/door/events'], LONG).toBeGreaterThan(calls + 30)
    expect(feed.keys().toSorted()).toEqual(['a', 'b'])
    const [a, b] = feed.passages().toSorted((one, other) => (one.key < other.key ? -1 : 1)) as [Passage, Passage]
    expect(a).toMatchObject({
      doorId: '1',
      doorName: 'Main entrance',
      ref: '1',
      name: 'Berg Anna',
      type: '196893',
      result: 'granted',
    })
    expect(a.at).toBe(Math.floor(at / 1000) * 1000)
    expect(a.picture).toBe('Vsm://event_a')
    expect(b).toMatchObject({ doorId: '6', ref: null, name: '', result: 'denied', cause: 'face-failed' })
    expect(feed.states()).toEqual(['starting', 'polling'])
  })

  it('goes on where a cursor stands, and is not live before that is read; nothing is lost between two runs', async () => {
    const running = await startSite()
    const site = join(running)
    const first = listen(site)
    await steady(first)
    recordPassages(running.world, [toldAs({ id: 'seen', at: clock.now() })])
    await expect.poll(first.keys, LONG).toEqual(['seen'])
    await first.close()
    const began = clock.now() - 8 * 3_600_000
    const cursor = backTo(first.cursor(), began)
    const night = Array.from({ length: 1300 }, (_, i) => ({
      id: `n${i}`,
      at: began + i * 20_000,
      door: String((i % 6) + 1),
      type: i % 3 === 0 ? 197635 : 196893,
    }))
    happened(running.world, night)
    const second = listen(site, cursor)
    await steady(second)
    const keys = second.keys().filter(key => key !== 'seen')
    expect(new Set(keys)).toEqual(new Set(night.map(one => one.id)))
    expect(keys).toHaveLength(night.length)
  })

  it('reads 20,000 events of a night before it says so, at 20 calls a second', async () => {
    const running = await startSite({ rate: 20 })
    const site = join(running, { share: 0.2, catchUpShare: 0.5, everyMs: 1000, rareTypes: FeedSettings.parse({}).rareTypes }, 20)
    const began = clock.now() - 12 * 3_600_000
    const first = listen(site)
    await steady(first)
    await first.close()
    const cursor = backTo(first.cursor(), began)
    const COUNT = 20_000
    happened(
      running.world,
      Array.from({ length: COUNT }, (_, i) => ({
        id: `n${i}`,
        at: began + Math.floor((i / COUNT) * 11.9 * 3_600_000),
        door: String((i % 6) + 1),
        type: [196893, 196893, 198914, 197151, 197635][i % 5],
      })),
    )
    const started = clock.monotonic()
    const second = listen(site, cursor)
    await expect.poll(() => second.states().at(-1), { timeout: 60_000, interval: 20 }).toBe('polling')
    const took = clock.monotonic() - started
    const keys = second.keys()
    expect(new Set(keys).size).toBe(COUNT)
    expect(keys).toHaveLength(COUNT)
    expect(second.states()).toContain('catching-up')
    const told = second.events.findLast(event => event.type === 'state' && event.state.state === 'catching-up')
    expect(told).toMatchObject({ state: { done: COUNT, total: COUNT } })
    expect(took).toBeLessThan(30_000)
    expect(running.document().calls.maxPerSecond).toBeLessThanOrEqual(20)
  }, 90_000)

  it('loses nothing to events that are told late, out of order, by more than a page in one second', async () => {
    const running = await startSite()
    const feed = listen(join(running))
    await steady(feed)
    const began = clock.now()
    await expect.poll(() => clock.now() - began, LONG).toBeGreaterThan(2500)
    const second = Math.floor(clock.now() / 1000) * 1000
    const burst = Array.from({ length: 1200 }, (_, i) => ({ id: `b${i}`, at: second, door: String((i % 6) + 1) }))
    recordPassages(running.world, burst.map(toldAs))
    recordPassages(running.world, [toldAs({ id: 'late', at: second - 1500 })])
    await expect.poll(() => feed.keys().length, LONG).toBe(1201)
    expect(new Set(feed.keys()).size).toBe(1201)
  })

  it('loses nothing to a site that tells minutes late, to a door whose clock is an hour behind or ahead', async () => {
    const running = await startSite()
    const feed = listen(join(running), backTo('{"v":1,"marks":{"*":0000000000000}}', clock.now() - 10_800_000))
    await steady(feed)
    const now = clock.now()
    recordPassages(running.world, [
      toldAs({ id: 'four minutes', at: now - 240_000 }),
      toldAs({ id: 'winter time', at: now - 3_600_000, door: '2' }),
      { ...toldAs({ id: 'summer time', at: now + 3_600_000, door: '3' }), shownAt: now },
    ])
    await expect.poll(() => feed.keys().toSorted(), LONG).toEqual(['four minutes', 'summer time', 'winter time'])
  })

  it('reads again what may have been told while the console was closed', async () => {
    const running = await startSite()
    const site = join(running)
    const first = listen(site)
    await steady(first)
    recordPassages(running.world, [toldAs({ id: 'seen', at: clock.now() })])
    await expect.poll(first.keys, LONG).toEqual(['seen'])
    await first.close()
    const closed = clock.now()
    recordPassages(running.world, [toldAs({ id: 'told when it was closed', at: closed - 200_000 })])
    const second = listen(site, first.cursor())
    await expect.poll(second.keys, LONG).toContain('told when it was closed')
  })

  it('keeps to its share of the limiter', async () => {
    const running = await startSite({ rate: 100 })
    const site = join(running, { share: 0.1, catchUpShare: 0.1 }, 40)
    const feed = listen(site)
    await steady(feed)
    const began = clock.monotonic()
    const before = running.document().calls.total
    await expect.poll(() => clock.monotonic() - began, { timeout: 20_000, interval: 50 }).toBeGreaterThan(4000)
    const calls = running.document().calls.total - before
    // A tenth of 40 a second.
    expect(calls / ((clock.monotonic() - began) / 1000)).toBeLessThanOrEqual(4.6)
    expect(calls).toBeGreaterThanOrEqual(10)
  })

  it('says that the site is away, and goes on by itself', async () => {
    const running = await startSite({ script: { faults: [{ path: 'door/events', after: 20, times: 3, kind: 'drop' }] } })
    const feed = listen(join(running))
    await expect.poll(() => feed.states(), LONG).toContain('offline')
    recordPassages(running.world, [toldAs({ id: 'meanwhile', at: clock.now() })])
    await expect.poll(feed.keys, LONG).toEqual(['meanwhile'])
    await steady(feed)
  })

  it('shows what nobody told us of, and never as granted', async () => {
    const running = await startSite()
    const feed = listen(join(running, { types: [999999] }))
    await steady(feed)
    recordPassages(running.world, [toldAs({ id: 'x', at: clock.now(), type: 999999 })])
    await expect.poll(() => feed.passages(), LONG).toMatchObject([{ key: 'x', type: '999999', result: 'unknown', cause: null }])
  })
})

it.each([[[]], [['pictureAsDataUri']]])('fetches the picture a door took (quirks off: %j)', async quirksOff => {
  const running = await startSite({ script: { quirksOff } })
  const site = join(running)
  happened(running.world, [{ id: 'a', at: clock.now() }])
  const jpeg = await site.picture('Vsm://event_a', { rank: 0 })
  expect([jpeg[0], jpeg[1], jpeg.at(-2), jpeg.at(-1)]).toEqual([0xff, 0xd8, 0xff, 0xd9])
  await expect(site.picture('Vsm://gone', { rank: 0 })).rejects.toMatchObject({ failure: { kind: 'not-found' } })
})

describe('subscription', () => {
  const on = (port: number) => ({ subscription: { on: true, address: '127.0.0.1', port }, everyMs: 200 })

  it('is told at once, is told the rest by the list, and takes itself back at the end', async () => {
    const running = await startSite()
    const feed = listen(join(running, on(0)))
    await steady(feed)
    expect(running.world.subscriptions).toHaveLength(1)
    const at = clock.now()
    recordPassages(running.world, [
      toldAs({ id: 'a', at, person: '1', code: '1001' }),
      toldAs({ id: 'b', at, type: 197151, door: '2' }),
    ])
    await expect.poll(() => feed.keys().slice(0, 2), { timeout: 20_000, interval: 5 }).toEqual(['a', 'b'])
    expect(feed.passages()[0]).toMatchObject({ key: 'a', ref: '1', code: '1001', reader: '', at })
    expect(feed.passages()[1]).toMatchObject({ key: 'b', ref: null, cause: 'face-failed' })
    await steady(feed, 'live')
    // The same again, with the reader's name and the person's.
    await expect.poll(() => feed.keys().toSorted(), LONG).toEqual(['a', 'a', 'b', 'b'])
    expect(feed.passages().findLast(passage => passage.key === 'a')).toMatchObject({ name: 'Berg Anna', code: null })
    await feed.close()
    expect(running.world.subscriptions).toEqual([])
  })

  it('polls at its usual pace when nothing is pushed', async () => {
    const running = await startSite()
    const feed = listen(join(running, on(0)))
    await steady(feed)
    recordPassages(running.world, [toldAs({ id: 'a', at: clock.now() })])
    await steady(feed, 'live')
    // The site has forgotten us.
    running.world.subscriptions.length = 0
    recordPassages(running.world, [toldAs({ id: 'unpushed', at: clock.now() })])
    await expect.poll(feed.keys, { timeout: 50_000, interval: 50 }).toContain('unpushed')
  }, 60_000)

  it('polls on where the site will not have it, and says why', async () => {
    const running = await startSite({ script: { noPermission: ['eventSubscriptionByEventTypes'] } })
    const feed = listen(join(running, on(0)))
    const unpushed = () => feed.events.findLast(event => event.type === 'state')?.state
    await expect
      .poll(unpushed, LONG)
      .toMatchObject({ state: 'polling', unpushed: { kind: 'credentials', cause: 'no-permission' } })
    recordPassages(running.world, [toldAs({ id: 'a', at: clock.now() })])
    await expect.poll(feed.keys, LONG).toEqual(['a'])
  })

  it('polls on where nobody can listen, and asks the site for nothing', async () => {
    const running = await startSite()
    const feed = listen(join(running, { subscription: { on: true, address: '203.0.113.9', port: 0 } }))
    await expect
      .poll(() => feed.events.findLast(event => event.type === 'state')?.state, LONG)
      .toMatchObject({ state: 'polling', unpushed: { cause: 'address-not-here', field: 'address' } })
    await feed.close()
    const { byPath } = running.document().calls
    expect(Object.keys(byPath).filter(path => path.includes('eventService'))).toEqual([])
  })

  it('takes POST to its own path alone, and no more than a body of a megabyte', async () => {
    const running = await startSite()
    const port = await freePort()
    const feed = listen(join(running, on(port)))
    await expect.poll(() => running.world.subscriptions.length, LONG).toBe(1)
    const dest = running.world.subscriptions[0]?.eventDest ?? ''
    expect(dest).toMatch(new RegExp(`^http://127.0.0.1:${port}/events/[0-9a-f]{64}$`))
    const ask = (method: string, url: string, body = '') =>
      new Promise<number | string>(resolve => {
        const call = request(url, { method }, response => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
        call.on('error', error => resolve((error as NodeJS.ErrnoException).code ?? 'error'))
        call.end(body)
      })
    expect(await ask('POST', `${dest.slice(0, -1)}x`, '{}')).toBe(404)
    expect(await ask('GET', dest)).toBe(405)
    expect(await ask('POST', dest, 'no json')).toBe(200)
    expect(await ask('POST', dest, JSON.stringify({ params: { events: [null, 7, {}, { eventId: 'odd', data: null }] } }))).toBe(
      200,
    )
    expect(await ask('POST', dest, 'x'.repeat(1024 * 1024 + 1))).toBeOneOf([413, 'ECONNRESET', 'EPIPE'])
    await expect.poll(feed.keys, LONG).toContain('odd')
    expect(feed.passages().every(passage => passage.result === 'unknown')).toBe(true)
    expect(feed.passages()).toHaveLength(2)
  })
})
