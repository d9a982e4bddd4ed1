import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { doorSets, markOf, readCursor, writeCursor } from '../../electron/access-control/hikcentral/event-cursor.ts'
import { type Lane, openWindow, readLane } from '../../electron/access-control/hikcentral/event-lanes.ts'
import { readEventTime, readListed, readNotification } from '../../electron/access-control/hikcentral/event-reader.ts'
import { knownKinds, meaningOf } from '../../electron/access-control/hikcentral/event-types.ts'
import { createFeedState } from '../../electron/access-control/hikcentral/feed-state.ts'
import { readPicture } from '../../electron/access-control/hikcentral/pictures.ts'
import type { Gateway } from '../../electron/access-control/hikcentral/request.ts'
import { DoorId } from '../../shared/model/ids.ts'
import { type FeedState, Passage } from '../../shared/model/passage.ts'
import { fakeClock } from '../support/fake-clock.ts'

const ONE = Date.UTC(2020, 4, 17, 13)
const hearing = { zone: 'Europe/Moscow', heardAt: ONE }

describe('what a kind of event means', () => {
  it.each([
    [196893, 'granted', null],
    [198914, 'granted', null],
    [196890, 'granted', null],
    [197127, 'granted', null],
    [197128, 'denied', 'fingerprint-failed'],
    [197151, 'denied', 'face-failed'],
    [197160, 'denied', 'face-failed'],
    [197161, 'denied', 'liveness'],
    [197141, 'denied', 'combination-failed'],
    [197383, 'denied', 'anti-passback'],
    [197384, 'denied', 'outside-hours'],
    [197633, 'denied', 'expired'],
    [197634, 'denied', 'card-unknown'],
    [197635, 'denied', 'no-level'],
    [200515, 'denied', 'person-unknown'],
    [721678, 'alarm', 'duress'],
    [983304, 'alarm', null],
    [1, 'unknown', null],
  ])('%i is %s (%s)', (type, result, cause) => {
    expect(meaningOf(String(type))).toEqual({ result, cause })
  })

  it('nothing that is not in the list opens a door', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), type => {
        if (!knownKinds.some(kind => kind.type === type)) expect(meaningOf(String(type)).result).toBe('unknown')
      }),
    )
  })
})

describe('times as the site writes them', () => {
  it.each([
    ['2020-05-17T15:53:47+08:00', Date.UTC(2020, 4, 17, 7, 53, 47)],
    ['2020-05-17T 15:53:47.000+08:00', Date.UTC(2020, 4, 17, 7, 53, 47)],
    [' 2020-05-17T15:53:47.12-0600 ', Date.UTC(2020, 4, 17, 21, 53, 47, 120)],
    ['2020-05-17 15:53:47Z', Date.UTC(2020, 4, 17, 15, 53, 47)],
    // Without an offset it is the desk's own wall clock.
    ['2020-05-17T15:53:47', Date.UTC(2020, 4, 17, 12, 53, 47)],
    ['yesterday', null],
    ['2020-13-17T15:53:47Z', null],
    ['', null],
  ])('%s', (text, at) => {
    expect(readEventTime(text, 'Europe/Moscow')).toBe(at)
  })

  it('the same instant, whatever the offset', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), fc.integer({ min: -14 * 60, max: 14 * 60 }), (second, minutes) => {
        const at = second * 1000
        if (at + minutes * 60_000 < 0) return
        const local = new Date(at + minutes * 60_000).toISOString().slice(0, 19)
        const size = Math.abs(minutes)
        const two = (n: number) => String(n).padStart(2, '0')
        const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
        expect(readEventTime(`${local}${offset}`, 'UTC')).toBe(at)
      }),
    )
  })
})

describe('events', () => {
  it('of a door whose clock runs ahead happened when they were heard, and one that is a little ahead when it says', () => {
    const at = (ms: number) => new Date(ONE + ms).toISOString()
    const ofList = (ms: number) => readListed({ eventId: 'e', eventType: 196893, eventTime: at(ms) }, hearing)?.at
    const ofPush = (ms: number) => readNotification({ events: [{ eventId: 'e', happenTime: at(ms) }] }, hearing)[0]?.at
    for (const read of [ofList, ofPush])
      expect([read(3_600_000), read(60_000), read(-60_000)]).toEqual([ONE, ONE + 60_000, ONE - 60_000])
  })

  it('of the list', () => {
    const read = readListed(
      {
        eventId: 'e1',
        eventType: 196893,
        eventTime: '2020-05-17T15:53:47+03:00',
        personId: 7,
        personFamilyName: 'Berg',
        personGivenName: 'Anna',
        doorName: 'Turnstile',
        doorIndexCode: '2',
        readerIndexCode: '9',
        readerName: 'Turnstile In',
        cardNo: '18446744073709551873',
        picUri: 'Vsm://1',
      },
      hearing,
    )
    expect(read).toMatchObject({ key: 'e1', ref: '7', code: null, name: 'Berg Anna', reader: 'Turnstile In', result: 'granted' })
    expect(read?.at).toBe(Date.UTC(2020, 4, 17, 12, 53, 47))
  })

  it('of a push: batches, null data, members that are not there', () => {
    const read = readNotification(
      {
        method: 'OnEventNotify',
        params: {
          events: [
            {
              eventId: 'a',
              eventType: 196893,
              happenTime: '2020-05-17T 15:53:47.000+08:00',
              srcIndex: '2',
              srcName: 'T',
              data: { personId: '7', personCode: '1001' },
            },
            { eventId: 'b', eventType: 197151, happenTime: '2020-05-17T15:53:48+08:00', srcIndex: '2', data: null },
            { eventType: 5 },
          ],
        },
      },
      hearing,
    )
    expect(read.map(one => [one.key.slice(0, 5), one.ref, one.code, one.result])).toEqual([
      ['a', '7', '1001', 'granted'],
      ['b', null, null, 'denied'],
      ['no-id', null, null, 'unknown'],
    ])
  })

  it('whatever comes is read or passed over, and what is read is whole; the same again has the same key', () => {
    const junk = fc.anything({ withNullPrototype: false, maxDepth: 3 })
    const item = fc.dictionary(
      fc.constantFrom(
        'eventId',
        'eventType',
        'eventTime',
        'happenTime',
        'personId',
        'personCode',
        'data',
        'doorIndexCode',
        'srcIndex',
        'picUri',
        'personName',
      ),
      fc.oneof(junk, fc.string({ maxLength: 2000 }), fc.integer()),
    )
    fc.assert(
      fc.property(fc.oneof(junk, item), one => {
        for (const read of [readListed(one, hearing), readNotification({ params: { events: [one] } }, hearing)[0] ?? null]) {
          if (read === null) continue
          expect(Passage.safeParse(read).success).toBe(true)
        }
        const [first, second] = [readListed(one, hearing), readListed(structuredClone(one), hearing)]
        expect(first?.key).toBe(second?.key)
      }),
    )
  })
})

describe('the cursor', () => {
  const doors = (count: number) => Array.from({ length: count }, (_, i) => DoorId.parse(String(i + 1)))

  it('asks about ten doors at most, each once, the same sets in whatever order they are listed', () => {
    const sets = doorSets(doors(23))
    expect(sets.map(set => set.doors.length)).toEqual([10, 10, 3])
    expect(new Set(sets.flatMap(set => set.doors)).size).toBe(23)
    expect(doorSets(doors(23).toReversed())).toEqual(sets)
  })

  it('goes on where each kind stood; a new set of doors where the slowest of its kind did, a new kind where the slowest of all did', () => {
    const marks = readCursor(
      writeCursor(
        new Map([
          ['1 a', 50],
          ['1 b', 40],
          ['2 a', 30],
        ]),
      ),
    )
    if (!marks) throw new Error('no cursor')
    expect([markOf(marks, 1, 'a'), markOf(marks, 1, 'new'), markOf(marks, 3, 'a')]).toEqual([50, 40, 30])
  })

  it('one that cannot be read is none', () => {
    for (const text of [null, '', 'x', '{}', '{"v":2,"marks":{"a":1}}', '{"v":1,"marks":{}}']) expect(readCursor(text)).toBeNull()
  })
})

describe('pictures', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 0xff, 0xd9])
  const reply = (body: string | Buffer, status = 200, headers = {}) => ({ status, headers, body: Buffer.from(body) })
  it.each([
    ['bytes', reply(jpeg), { jpeg }],
    ['a data URI', reply(`data:image/jpeg;base64,${jpeg.toString('base64')}`), { jpeg }],
    ['a data URI in quotes', reply(`"data:image/jpeg;base64,${jpeg.toString('base64')}"`), { jpeg }],
    ['the way to it', reply('', 302, { location: '/pic/1' }), { location: '/pic/1' }],
    ['an envelope', reply('{"code":"128","msg":"no","data":""}'), null],
    ['a page', reply('<html>'), null],
    ['no picture in it', reply(`data:image/jpeg;base64,${Buffer.from('text').toString('base64')}`), null],
  ])('%s', (_, from, found) => {
    expect(readPicture(from)).toEqual(found)
  })
})

describe('the window of a kind of event', () => {
  const HOUR = 3_600_000
  const siteNow = ONE + 24 * HOUR
  const laneAt = (more: Partial<Lane> = {}): Lane => ({
    key: '196893 a',
    type: 196893,
    doors: [],
    rare: false,
    mark: siteNow - 2000,
    since: 0,
    reading: null,
    busy: false,
    askedAt: 0,
    toldAt: 0,
    restUntil: 0,
    sweptAt: 0,
    sweepFrom: null,
    overlapFrom: null,
    hurryAt: null,
    caughtUp: true,
    asked: true,
    ...more,
  })
  /** A site with an event every `everyMs` before now, read page by page as a lane asks. */
  async function readAll(lane: Lane, everyMs: number, sweep = false) {
    const asked: { startTime: string; pageNo: number }[] = []
    const gateway = {
      post: async (_path: string, body: { startTime: string; pageNo: number; pageSize: number }) => {
        asked.push(body)
        const from = Math.ceil((siteNow - Date.parse(body.startTime)) / everyMs)
        const ages = Array.from({ length: Math.min(from, 5000) }, (_, i) => (from - i) * everyMs)
        const page = ages.slice((body.pageNo - 1) * body.pageSize, body.pageNo * body.pageSize)
        return { list: page.map(age => ({ eventId: `e${age}`, eventTime: new Date(siteNow - age).toISOString() })) }
      },
    } as unknown as Gateway
    const about = { zone: 'UTC', now: () => siteNow + 5000, siteNow: () => siteNow, call: { rank: 0 } }
    const opened = Object.assign(lane, { reading: openWindow(lane, { siteNow, allowanceMs: 3000, sweep }) })
    while (opened.reading) (await readLane(gateway, opened, about)).settle()
    return asked
  }
  const begins = (lane: Lane) => siteNow - openWindow(lane, { siteNow, allowanceMs: 3000 }).from

  it('reaches hours back where little happens, and no farther than the lag where much does', async () => {
    const quiet = laneAt()
    await readAll(quiet, 10 * 60_000)
    expect(begins(quiet)).toBe(2 * HOUR)
    const steady = laneAt()
    await readAll(steady, 6000)
    expect(begins(steady)).toBe(600_000)
    expect(await readAll(steady, 6000)).toHaveLength(1)
    const busy = laneAt({ overlapFrom: siteNow - 1000 })
    await readAll(busy, 10)
    expect(begins(busy)).toBe(3000)
  })

  it('sweeps the day a page at a time, and begins anew behind its end', async () => {
    const lane = laneAt()
    const starts: number[] = []
    do {
      const asked = await readAll(lane, 60_000, true)
      expect(asked).toHaveLength(1)
      starts.push(siteNow - Date.parse(asked[0]?.startTime ?? ''))
    } while (lane.sweepFrom !== null)
    // A page holds 500, and the next begins with its last.
    expect(starts.map(age => Math.round(age / 60_000))).toEqual([1440, 942, 443])
    expect(lane.mark).toBe(siteNow - 2000)
  })

  it('is caught up with when all of the site’s total has been read, known or not', () => {
    const lane = laneAt({ mark: siteNow - HOUR })
    const told: FeedState[] = []
    const state = createFeedState(fakeClock(), one => told.push(one))
    state.begin([lane], siteNow)
    Object.assign(lane, { asked: true })
    const passages = Array.from({ length: 10 }, (_, i) => readListed({ eventId: `e${i}` }, hearing) as Passage)
    const page = { passages, markBefore: lane.mark, total: 10, again: false, settle() {} }
    // Seven of them had been told before the site went away.
    state.page(lane, page, 3)
    expect(told.at(-1)).toEqual({ state: 'catching-up', done: 10, total: 10 })
    // The last second of a page is on the next one too.
    state.page(lane, { ...page, total: null }, 0)
    expect(told.at(-1)).toEqual({ state: 'catching-up', done: 10, total: 10 })
    state.page(lane, { ...page, again: true }, 1)
    expect(told.at(-1)).toEqual({ state: 'catching-up', done: 11, total: 11 })
  })
})
