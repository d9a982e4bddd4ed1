import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordPassages } from '../../electron/simulator/passage-log.ts'
import type { Passage } from '../../electron/simulator/world.ts'
import { type Bench, HandClock, jpeg, open, PERSON, until } from './simulator-client.ts'

let bench: Bench
beforeAll(async () => {
  bench = await open()
})
afterAll(() => bench.close())

const DOORS = ['1', '2', '3', '4', '5', '6']
const DAY = { startTime: '2026-03-02T00:00:00+00:00', endTime: '2026-03-02T23:59:59+00:00' }
const PAGE = { pageNo: 1, pageSize: 100 }
const EVENTS = 'acs/v1/door/events'

const passage = (eventId: string, at: number, more: Partial<Passage> = {}): Passage => ({
  eventId,
  eventType: 196893,
  at,
  doorId: '1',
  personId: '1',
  personCode: '1001',
  given: 'Anna',
  family: 'Petrova',
  picUri: `Vsm://event_${eventId}`,
  ...more,
})

describe('doors', () => {
  it('have their information and are controlled, ten a call', async () => {
    expect(await bench.ok('resource/v1/acsDoor/indexCode/acsDoorInfo', { doorIndexCode: '4' })).toMatchObject({
      doorName: 'Lift hall',
    })
    expect(await bench.code('resource/v1/acsDoor/indexCode/acsDoorInfo', { doorIndexCode: '44' })).toBe('128')
    const control = { doorIndexCodes: ['1', '2'], controlType: 3, controlDirection: 0 }
    expect(await bench.ok('acs/v1/door/doControl', control)).toEqual([
      { doorIndexCode: '1', controlResultCode: '0', controlResultDesc: 'Success' },
      { doorIndexCode: '2', controlResultCode: '0', controlResultDesc: 'Success' },
    ])
    expect(bench.sim.world.doors.get('2')?.mode).toBe(3)
    expect(await bench.code('acs/v1/door/doControl', { ...control, controlType: 4 })).toBe('2')
    expect(await bench.code('acs/v1/door/doControl', { ...control, doorIndexCodes: Array(11).fill('1') })).toBe('2')
  })
})

describe('passages', () => {
  it('are listed by door, time, type and name, newest first', async () => {
    const clock = new HandClock()
    const site = await open({ clock })
    const now = clock.now()
    recordPassages(site.sim.world, [
      passage('a', now),
      passage('b', now, { doorId: '2', eventType: 197151, personId: null, given: '', family: '' }),
      passage('c', now + 1, { doorId: '6' }),
    ])
    const ids = async (more: object) =>
      ((await site.ok(EVENTS, { ...PAGE, ...DAY, doorIndexCodes: DOORS, eventType: 196893, ...more })).list ?? []).map(
        (one: { eventId: string }) => one.eventId,
      )
    expect(await ids({})).toEqual([]) // not at once
    clock.advance(1001)
    expect(await ids({})).toEqual(['c', 'a'])
    expect(await ids({ orderType: 0, sortField: 'SwipeTime' })).toEqual(['a', 'c'])
    expect(await ids({ doorIndexCodes: ['6'] })).toEqual(['c'])
    expect(await ids({ eventType: 197151 })).toEqual(['b'])
    expect(await ids({ eventType: undefined, personName: 'petro' })).toEqual(['c', 'a'])
    expect(await ids({ startTime: '2026-03-02T12:00:00+00:00' })).toEqual([])
    const { list } = await site.ok(EVENTS, { ...PAGE, ...DAY, doorIndexCodes: ['1'], eventType: 196893 })
    expect(list[0]).toMatchObject({
      personId: '1',
      personName: 'Anna Petrova',
      doorName: 'Main entrance',
      eventTime: '2026-03-02T09:00:00+00:00',
    })
    expect((await site.call('acs/v1/event/pictures', { picUri: list[0].picUri })).text).toMatch(/^data:image/)
    expect(await site.code('eventService/v1/image_data', { picUri: 'Vsm://nothing' })).toBe('128')
    await site.close()
  })
  it('can be queried at once when eventsLag is off', async () => {
    const clock = new HandClock()
    const site = await open({ clock, script: { quirksOff: ['eventsLag'] } })
    recordPassages(site.sim.world, [passage('a', clock.now())])
    expect((await site.ok(EVENTS, { ...PAGE, ...DAY, doorIndexCodes: DOORS, eventType: 196893 })).total).toBe(1)
    await site.close()
  })
  it.each([
    [{ eventType: undefined }, 'eventType'],
    [{ doorIndexCodes: [] }, 'doorIndexCodes'],
    [{ doorIndexCodes: Array(11).fill('1') }, 'doorIndexCodes'],
    [{ startTime: '2026-01-01T00:00:00+00:00' }, 'startTime and endTime'],
    [{ startTime: '2026-03-02 00:00:00' }, 'startTime'],
    [{ sortField: 'Name' }, 'sortField'],
    [{ pageSize: 501 }, 'pageSize'],
  ])('are not listed for %j', async (change, field) => {
    const { json } = await bench.call(EVENTS, { ...PAGE, ...DAY, doorIndexCodes: DOORS, eventType: 196893, ...change })
    expect(json).toMatchObject({ code: '2', msg: `Incorrect request parameter. [${field} parameter error]` })
  })
  it('come from people who walk through doors that know them, alike for a seed', async () => {
    const walk = async (seed: number) => {
      const clock = new HandClock()
      const site = await open({ clock, seed, walkers: true, script: { quirksOff: ['asynchronousApply'] } })
      const faces = [{ faceData: (await jpeg()).toString('base64') }]
      const window = { beginTime: '2026-03-02T08:00:00+00:00', endTime: '2026-03-02T09:05:00+00:00' }
      const id = await site.ok('resource/v1/person/single/add', { ...PERSON, ...window, faces })
      await site.ok('acs/v1/privilege/group/single/addPersons', { privilegeGroupId: '2', type: 1, list: [{ id }] })
      await site.ok('visitor/v1/auth/reapplication', { personIds: id })
      clock.advance(600_000)
      const seen = site.sim.world.passages
      await site.close()
      return { seen, guest: seen.filter(one => one.personId === id) }
    }
    const first = await walk(1)
    expect(first.seen.length).toBeGreaterThan(100)
    expect(first.guest.length).toBeGreaterThan(10)
    expect(new Set(first.guest.map(one => one.doorId))).toEqual(new Set(['5', '6']))
    const until905 = Date.parse('2026-03-02T09:05:00Z')
    for (const one of first.guest) expect(one.eventType).toBe(one.at < until905 ? 196893 : 197384)
    expect(first.seen.some(one => one.eventType === 197151 && one.personId === null)).toBe(true)
    expect(await walk(1)).toEqual(first)
    expect(await walk(2)).not.toEqual(first)
  })
})

describe('the webhook', () => {
  it('is told of its types, batch by batch, and of what it missed', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: bodies as they come
    const heard: any[] = []
    let status = 500
    const receiver = createServer((request, response) => {
      let text = ''
      request.on('data', chunk => {
        text += chunk
      })
      request.on('end', () => {
        heard.push({ ...JSON.parse(text), token: request.headers.token })
        response.writeHead(status).end()
      })
    })
    await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
    const eventDest = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`
    const site = await open()
    const world = site.sim.world
    const subscription = { eventTypes: [196893, 197151], eventDest, token: 't-1', passBack: 1 }
    expect(await site.ok('eventService/v1/eventSubscriptionByEventTypes', subscription)).toBe('')
    expect(await site.ok('eventService/v1/eventSubscriptionView')).toEqual({
      detail: [{ eventTypes: [196893, 197151], eventDest, passBack: 1 }],
    })
    const at = Date.parse('2026-03-02T09:00:00Z')
    recordPassages(world, [passage('a', at), passage('x', at, { eventType: 197384 })])
    await until(
      () => fetch(site.sim.worldUrl),
      () => world.subscriptions[0]!.missed.length === 1,
    )
    status = 200
    recordPassages(world, [passage('b', at, { eventType: 197151, personId: null })])
    await until(
      () => fetch(site.sim.worldUrl),
      () => heard.length === 2,
    )
    expect(heard[1]).toMatchObject({ method: 'OnEventNotify', token: 't-1' })
    expect(heard[1].params.events).toEqual([
      expect.objectContaining({
        eventId: 'a',
        srcIndex: '1',
        happenTime: '2026-03-02T 09:00:00.000+00:00',
        data: expect.objectContaining({ personId: '1' }),
      }),
      expect.objectContaining({ eventId: 'b', data: null }),
    ])
    expect(await site.ok('eventService/v1/eventUnSubscriptionByEventTypes', { eventTypes: [196893, 197151] })).toBe('')
    expect(await site.ok('eventService/v1/eventSubscriptionView')).toEqual({})
    await site.close()
    await new Promise(resolve => receiver.close(resolve))
  })
  it('takes several types and an unreachable destination, but no other kind of address', async () => {
    const subscribe = (more: object) =>
      bench.code('eventService/v1/eventSubscriptionByEventTypes', {
        eventTypes: [1, 2],
        eventDest: 'https://192.0.2.1:9/x',
        ...more,
      })
    expect(await subscribe({})).toBe('0')
    expect(await subscribe({ eventDest: 'ftp://127.0.0.1/x' })).toBe('2')
    expect(await subscribe({ eventTypes: ['196893'] })).toBe('2')
    expect(await subscribe({ eventTypes: [] })).toBe('2')
    expect(await subscribe({ passBack: 2 })).toBe('2')
  })
})
