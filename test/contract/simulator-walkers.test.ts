import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Passage } from '../../electron/simulator/world.ts'
import { type Bench, HandClock, jpeg, open, until } from './simulator-client.ts'
import { talk } from './simulator-isapi-client.ts'

const EVENTS = 'acs/v1/door/events'
const DOORS = ['1', '2', '3', '4', '5', '6']
const TYPES = [196893, 197151, 197384, 197635]

type Event = { eventId: string; eventTime: string; readerName: string; doorName: string; personId: string; picUri: string }

/** Everything of one type, page by page. */
async function all(site: Bench, eventType: number, more: object = {}): Promise<Event[]> {
  const window = { startTime: '2026-03-01T00:00:00+00:00', endTime: '2026-03-03T23:59:59+00:00' }
  const found: Event[] = []
  for (let pageNo = 1; ; pageNo++) {
    const page = await site.ok(EVENTS, { ...window, doorIndexCodes: DOORS, eventType, pageNo, pageSize: 500, ...more })
    found.push(...(page.list ?? []))
    if (found.length >= page.total) return found
  }
}

async function received(site: Bench, more: object = {}) {
  // biome-ignore lint/suspicious/noExplicitAny: bodies as they come
  const batches: any[][] = []
  const receiver = createServer((request, response) => {
    let text = ''
    request.on('data', chunk => {
      text += chunk
    })
    request.on('end', () => {
      batches.push(JSON.parse(text).params.events)
      response.end()
    })
  })
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  const eventDest = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`
  await site.ok('eventService/v1/eventSubscriptionByEventTypes', { eventTypes: TYPES, eventDest, ...more })
  return { batches, close: () => new Promise(resolve => receiver.close(resolve)) }
}

const walked = (site: Bench) => site.sim.world.passages

describe('walkers', () => {
  it('come a thousand a second', async () => {
    const clock = new HandClock()
    const site = await open({ clock })
    const walking = site.sim.walk({ rate: 1000 })
    clock.advance(10_000)
    walking.stop()
    await walking.done
    expect(walking.made()).toBeGreaterThan(9900)
    expect(walking.made()).toBeLessThan(10_100)
    expect(walked(site)).toHaveLength(walking.made())
    clock.advance(1000)
    let listed = 0
    for (const type of TYPES) listed += (await all(site, type)).length
    expect(listed).toBe(walking.made())
    await site.close()
  })

  it('have habits: in and out at entrances, strangers, wrong doors, windows that are over, one behind the other', async () => {
    const clock = new HandClock()
    const site = await open({ clock, script: { quirksOff: ['asynchronousApply'] } })
    const faces = [{ faceData: (await jpeg()).toString('base64') }]
    const window = { beginTime: '2026-03-02T08:00:00+00:00', endTime: '2026-03-02T09:00:00+00:00' }
    const id = await site.person({ ...window, faces })
    await site.ok('acs/v1/privilege/group/single/addPersons', { privilegeGroupId: '2', type: 1, list: [{ id }] })
    await site.ok('visitor/v1/auth/reapplication', { personIds: id })
    const habits = { come: 60, forget: 10, wrongDoor: 10, expired: 5, tailgate: 5, stranger: 10 }
    site.sim.walk({ rate: 50, habits, newest: 0 })
    clock.advance(60_000)
    const seen = walked(site)
    const of = (type: number) => seen.filter(one => one.eventType === type)
    expect(of(197151).every(one => one.personId === null)).toBe(true)
    expect(of(197635).map(one => one.personId)).toContain(id)
    expect(new Set(of(197384).map(one => one.personId))).toEqual(new Set([id]))
    const ways = (doors: string[]) =>
      new Set(seen.filter(one => doors.includes(one.doorId) && one.eventType === 196893).map(one => one.way))
    expect(ways(['1', '2', '3'])).toEqual(new Set(['in', 'out']))
    expect(ways(['4', '5', '6'])).toEqual(new Set(['in']))
    const together = Map.groupBy(of(196893), one => `${one.at} ${one.doorId}`)
    expect(Math.max(...[...together.values()].map(one => one.length))).toBeGreaterThan(2)
    clock.advance(1000)
    const readers = new Set((await all(site, 196893)).filter(one => one.doorName === 'Main entrance').map(one => one.readerName))
    expect(readers).toEqual(new Set(['Main entrance In', 'Main entrance Out']))
    await site.close()
  })

  it('never come out before they went in, unless they forgot', async () => {
    const clock = new HandClock()
    const site = await open({ clock })
    site.sim.walk({
      rate: 20,
      habits: { come: 1, forget: 0, wrongDoor: 0, expired: 0, tailgate: 0, stranger: 0 },
      newest: 0,
      doors: ['Turnstile 1'],
    })
    clock.advance(60_000)
    const inside = new Set<string | null>()
    for (const one of walked(site)) {
      if (one.way === 'out') expect(inside.delete(one.personId)).toBe(true)
      else inside.add(one.personId)
    }
    expect(walked(site).filter(one => one.way === 'out').length).toBeGreaterThan(100)
    await site.close()
  })

  it('fill a night of 20,000 passages that is quickly read', async () => {
    const site = await open({ clock: new HandClock() })
    const from = Date.parse('2026-03-01T20:00:00Z')
    expect(site.sim.past({ from, until: from + 43_200_000 }, { count: 20_000 })).toBe(20_000)
    const ids = new Set<string>()
    for (const type of TYPES) for (const one of await all(site, type, { orderType: 0 })) ids.add(one.eventId)
    expect(ids.size).toBe(walked(site).length)
    const times = (await all(site, 196893, { orderType: 0, sortField: 'SwipeTime' })).map(one => one.eventTime)
    expect(times).toEqual([...times].sort())
    await site.close()
  })

  it('are seen late, out of turn, or with a clock that jumped', async () => {
    const clock = new HandClock()
    const site = await open({ clock })
    const begun = clock.now()
    site.sim.walk({ rate: 20, count: 400, lagMs: 5000, late: 0.3, lateMs: 2000, jump: 0.02, jumpMs: -3_600_000 })
    clock.advance(30_000)
    const seen = walked(site)
    const waits = seen.map(one => (one.shownAt as number) - one.at).filter(wait => wait < 3_000_000)
    expect(Math.max(...waits)).toBeGreaterThan(5000)
    const older = seen.filter((one, i) => one.at < (seen[i - 1]?.at ?? 0))
    expect(older.length).toBeGreaterThan(20)
    expect(seen.some(one => one.at < begun - 3_500_000)).toBe(true)
    clock.advance(10_000)
    expect((await all(site, 196893)).length).toBe(seen.filter(one => one.eventType === 196893).length)
    await site.close()
  })

  it('are told to subscribers in batches, some twice, some without data', async () => {
    const clock = new HandClock()
    const site = await open({ clock })
    const subscriber = await received(site)
    site.sim.walk({ rate: 1000, count: 1000, duplicates: 0.2, bare: 0.3 })
    clock.advance(3000)
    const told = await until(
      async () => subscriber.batches.flat(),
      list => new Set(list.map(one => one.eventId)).size >= walked(site).length && list.length > 1100,
    )
    expect(subscriber.batches.some(one => one.length > 10)).toBe(true)
    const known = new Map(walked(site).map((one): [string, Passage] => [one.eventId, one]))
    const nameless = told.filter(one => one.data === null && known.get(one.eventId)?.personId !== null)
    expect(nameless.length).toBeGreaterThan(100)
    await site.close()
    await subscriber.close()
  })

  it('look as on their photos', async () => {
    const clock = new HandClock()
    const site = await open({ clock, script: { quirksOff: ['asynchronousApply', 'pictureAsDataUri'] } })
    const photo = await jpeg()
    const id = await site.person({ faces: [{ faceData: photo.toString('base64') }] })
    await site.ok('acs/v1/privilege/group/single/addPersons', { privilegeGroupId: '1', type: 1, list: [{ id }] })
    await site.ok('visitor/v1/auth/reapplication', { personIds: id })
    site.sim.walk({ rate: 10, count: 100, newest: 1 })
    clock.advance(20_000)
    const picture = async (picUri: string) => (await site.call('acs/v1/event/pictures', { picUri })).text
    const guest = (await all(site, 196893)).filter(one => one.personId === id)
    expect(guest.length).toBeGreaterThan(20)
    expect(await picture(guest[0]?.picUri as string)).toBe(photo.toString())
    const [first, second] = await all(site, 197151)
    expect(await picture(first?.picUri as string)).not.toBe(await picture(second?.picUri as string))
    await site.close()
  })

  it('come to terminals as well, by each terminal’s own clock', async () => {
    const clock = new HandClock()
    const zones = { zone: 'CST-3:00:00', history: 0 }
    const site = await open({
      clock,
      isapi: [
        { ...zones, name: 'Gate' },
        { ...zones, door: '1' },
      ],
      script: { quirksOff: ['asynchronousApply'] },
    })
    const [gate, behind] = site.sim.devices.map(one => talk(site.sim, one)) as [ReturnType<typeof talk>, ReturnType<typeof talk>]
    const until12 = {
      Valid: { enable: true, beginTime: '2026-03-02T00:00:00', endTime: '2026-03-02T12:00:30', timeType: 'local' },
    }
    await gate.user('7', until12)
    await gate.face('7', await jpeg())
    site.sim.walk({
      rate: 20,
      habits: { come: 9, forget: 0, wrongDoor: 0, expired: 0, tailgate: 0, stranger: 1 },
      doors: ['Gate', '1'],
    })
    clock.advance(60_000)
    const people = gate.device.terminal.log.filter(one => ![21, 22].includes(one.minor))
    expect(new Set(people.map(one => one.minor))).toEqual(new Set([75, 76, 8]))
    expect(new Set(people.filter(one => one.minor === 75).map(one => one.readerNo))).toEqual(new Set([1, 2]))
    const edge = Date.parse('2026-03-02T09:00:30Z')
    for (const one of people.filter(one => one.minor !== 76)) expect(one.minor).toBe(one.at < edge + 1000 ? 75 : 8)
    const twins = behind.device.terminal.log.filter(one => one.minor === 75)
    expect(twins.length).toBe(walked(site).filter(one => one.eventType === 196893).length)
    expect(twins.length).toBeGreaterThan(100)
    await site.close()
  })
})
