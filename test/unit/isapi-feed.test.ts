import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { FeedNote } from '../../electron/access-control/isapi/device-feed.ts'
import { createIsapiFeed } from '../../electron/access-control/isapi/feed.ts'
import { stateOfAll } from '../../electron/access-control/isapi/feed-state.ts'
import { SiteError } from '../../electron/access-control/port.ts'
import { seededRandom } from '../../electron/base/random.ts'
import type { DeviceId } from '../../shared/model/device.ts'
import { directExchange } from '../support/device-exchanges.ts'
import { fakeClock } from '../support/fake-clock.ts'
import { type FeedReader, readFeed } from '../support/feed-reader.ts'
import { createScriptedDevice, type ScriptedOptions } from '../support/scripted-device.ts'

// Devices played by the test, without a wire; time is the test's.

const MINUTE = 60_000
const reading: FeedReader[] = []
afterEach(async () => {
  for (const reader of reading.splice(0)) await reader.stop()
})

function site(...options: Partial<ScriptedOptions>[]) {
  const clock = fakeClock()
  const devices = (options.length > 0 ? options : [{}]).map((one, i) =>
    createScriptedDevice({ serial: `DS-${i + 1}`, now: () => clock.now(), ...one }),
  )
  const notes: FeedNote[] = []
  const open = (after: string | null) => {
    const feed = createIsapiFeed({
      devices: devices.map((device, i) => ({
        id: `gate-${i + 1}` as DeviceId,
        exchange: directExchange(device, () => clock.now()),
        doorName: n => `Door ${n}`,
      })),
      clock,
      random: seededRandom(1),
      onNote: (_, note) => notes.push(note),
    })
    const reader = readFeed(feed, after)
    reading.push(reader)
    return reader
  }
  const [device] = devices as [(typeof devices)[number], ...typeof devices]
  return { clock, device, devices, notes, open }
}

describe('a new feed', () => {
  test('begins now: the log told again is no news, what happens is, and the doors are no passages', async () => {
    const { clock, device, notes, open } = site({ replay: true })
    for (let i = 0; i < 500; i++) device.happen({ wall: device.wall() - 86_400_000 + i * 1000 })
    const reader = open(null)
    await clock.advance(100)
    expect(reader.passages).toEqual([])
    expect(reader.state()).toBe('live')
    device.happen({ minor: 21 })
    device.happen({ person: '1001', name: 'Анна' })
    device.happen({ minor: 22 })
    await clock.advance(0)
    expect(reader.passages).toMatchObject([
      { key: 'DS-1:502', live: true, code: '1001', result: 'granted', doorId: 'gate-1:1', doorName: 'Door 1' },
    ])
    expect(Math.abs((reader.passages[0]?.at ?? 0) - clock.now())).toBeLessThan(1000)
    expect(notes.filter(note => note === 'again')).toHaveLength(500)
    expect(notes.filter(note => note === 'door')).toHaveLength(2)
  })

  test('tells what happened while it was being connected, once', async () => {
    const { clock, device, open } = site({ replay: true })
    device.down = true
    device.happen({ wall: device.wall() - 5000 })
    const reader = open(null)
    await clock.advance(500)
    expect(reader.state()).toBe('offline')
    device.happen({ person: '7' })
    device.down = false
    await clock.advance(2000)
    expect(reader.keys()).toEqual(['DS-1:2'])
    expect(reader.passages[0]).toMatchObject({ live: false })
  })

  test('a log told again without saying so is known by its times', async () => {
    const { clock, device, open } = site({ replay: 'unmarked' })
    for (let i = 0; i < 300; i++) device.happen({ wall: device.wall() - 3_600_000 + i * 1000 })
    const reader = open(null)
    await clock.advance(100)
    device.happen()
    await clock.advance(0)
    expect(reader.serials()).toEqual([301])
  })
})

describe('going on from a cursor', () => {
  const missed = async (options: Partial<ScriptedOptions>, count = 75) => {
    const made = site(options)
    const first = made.open(null)
    await made.clock.advance(10)
    made.device.happen()
    await made.clock.advance(10)
    await first.stop()
    for (let i = 0; i < count; i++) {
      await made.clock.advance(1000)
      made.device.happen({ minor: i % 3 === 0 ? 76 : 75, person: String(100 + i) })
    }
    const reader = made.open(first.cursor)
    await made.clock.advance(100)
    made.device.happen()
    await made.clock.advance(10)
    return { ...made, reader, first }
  }
  const all = Array.from({ length: 76 }, (_, i) => i + 2)

  test.each<[string, Partial<ScriptedOptions>]>([
    ['a search of pages of twenty', {}],
    ['pages of five', { pageSize: 5 }],
    ['a search by serial number', { bySerial: true }],
    ['a log told again on connecting', { replay: true }],
    ['a log told again without saying so', { replay: 'unmarked' }],
    ['no search at all, but a log told again', { search: false, replay: true }],
    ['a clock an hour wrong', { errorMs: 3_600_000 }],
    ['times without an offset', { writesOffset: false }],
    ['XML', { format: 'xml' }],
    ['no Content-Length', { contentLength: false }],
  ])('%s: nothing is lost, nothing told twice, in order', async (_, options) => {
    const { reader } = await missed(options)
    expect(reader.serials()).toEqual(all)
    expect(reader.passages.slice(0, -1).every(({ live }) => !live)).toBe(true)
    expect(reader.passages.at(-1)?.live).toBe(true)
  })

  test('the newest first: all of it, and the mark waits for the last page', async () => {
    const { reader } = await missed({ newestFirst: true })
    expect([...reader.serials()].sort((a, b) => a - b)).toEqual(all)
    const cursors = reader.events.flatMap(event => (event.type === 'passages' ? [event.cursor] : []))
    const lasts = cursors.map(cursor => JSON.parse(JSON.parse(cursor)['gate-1']).last)
    expect(lasts).toEqual([1, 1, 1, 1, 76, 77])
  })

  test('it says how far it is', async () => {
    const { reader } = await missed({})
    expect(reader.states.map(state => (state.state === 'catching-up' ? `${state.done}/${state.total}` : state.state))).toEqual([
      'starting',
      '20/76',
      '40/76',
      '60/76',
      '76/76',
      'live',
    ])
  })

  test('an instant: what the log has since then is told again, under the keys it had', async () => {
    const { clock, device } = site({ replay: 'unmarked' })
    const feed = createIsapiFeed({
      devices: [{ id: 'gate-1' as DeviceId, exchange: directExchange(device, () => clock.now()), doorName: String }],
      clock,
      random: seededRandom(1),
    })
    for (let i = 0; i < 5; i++) {
      await clock.advance(60_000)
      device.happen()
    }
    // Nothing was read yet: the last three of them.
    const morning = readFeed(feed, feed.cursorAt(clock.now() - 150_000))
    reading.push(morning)
    await clock.advance(100)
    expect(morning.keys()).toEqual(['DS-1:3', 'DS-1:4', 'DS-1:5'])
    device.clearLog()
    const at = clock.now()
    for (let i = 0; i < 2; i++) {
      await clock.advance(5000)
      device.happen()
    }
    await clock.advance(100)
    await morning.stop()
    const again = readFeed(feed, feed.cursorAt(at))
    reading.push(again)
    await clock.advance(100)
    expect(again.keys()).toEqual(['DS-1.1:1', 'DS-1.1:2'])
    expect(again.keys()).toEqual(morning.keys().slice(3))
  })

  test('a cursor that is none begins now', async () => {
    const { clock, device, open } = site()
    device.happen({ wall: device.wall() - 10_000 })
    const reader = open('{"gate-1":"rubbish"}')
    await clock.advance(10)
    device.happen()
    await clock.advance(0)
    expect(reader.serials()).toEqual([2])
  })
})

describe('what happens to a connection', () => {
  const live = async (options: Partial<ScriptedOptions> = {}) => {
    const made = site(options)
    const reader = made.open(null)
    await made.clock.advance(10)
    made.device.happen()
    await made.clock.advance(10)
    return { ...made, reader }
  }

  test('a reboot: offline, ever longer waits to a minute, then what was missed', async () => {
    const { clock, device, reader } = await live()
    device.down = true
    device.drop()
    await clock.advance(5)
    expect(reader.states.at(-1)).toMatchObject({ state: 'offline' })
    device.calls.length = 0
    const tries: number[] = []
    for (let second = 0; second < 300; second++) {
      const before = device.calls.length
      await clock.advance(1000)
      if (device.calls.length > before) tries.push(second)
    }
    const gaps = tries.slice(1).map((at, i) => at - (tries[i] as number))
    expect(gaps).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
    device.happen({ person: '5' })
    device.down = false
    await clock.advance(MINUTE)
    expect(reader.serials()).toEqual([1, 2])
    expect(reader.state()).toBe('live')
  })

  test('heartbeats that stop: a minute, and a new connection', async () => {
    const { clock, device, reader, notes } = await live()
    for (let i = 0; i < 20; i++) {
      device.beat()
      await clock.advance(10_000)
    }
    expect(notes.filter(note => note === 'heartbeat')).toHaveLength(20)
    expect(device.calls.filter(call => call.includes('alertStream'))).toHaveLength(1)
    device.silent = true
    device.happen()
    await clock.advance(52_000)
    expect(device.calls.filter(call => call.includes('alertStream'))).toHaveLength(2)
    expect(reader.serials()).toEqual([1, 2])
    expect(device.streamsOpen()).toBe(1)
  })

  test('no heartbeats at all: the device is asked, its log looked into, and the connection stays', async () => {
    const { clock, device, reader } = await live()
    device.calls.length = 0
    await clock.advance(10 * MINUTE)
    expect(device.calls.filter(call => call === 'info').length).toBeGreaterThanOrEqual(9)
    expect(device.calls.filter(call => call.includes('alertStream'))).toEqual([])
    device.happen()
    await clock.advance(0)
    expect(reader.serials()).toEqual([1, 2])
    expect(reader.passages.at(-1)?.live).toBe(true)
  })

  test('a stream that says nothing while the log grows is dead: its news comes within a minute, and it is opened anew', async () => {
    const { clock, device, reader } = await live()
    device.happen({ told: false })
    await clock.advance(61_000)
    expect(reader.serials()).toEqual([1, 2])
    await clock.advance(2000)
    expect(device.calls.filter(call => call.includes('alertStream'))).toHaveLength(2)
  })

  test('refused keys are tried once a minute at most', async () => {
    const clock = fakeClock()
    let asked = 0
    const device = createScriptedDevice({ now: () => clock.now() })
    const exchange = {
      ...directExchange(device, () => clock.now()),
      info: async () => {
        asked++
        throw new SiteError({ kind: 'credentials', cause: 'keys' })
      },
    }
    const feed = createIsapiFeed({
      devices: [{ id: 'd' as DeviceId, exchange, doorName: String }],
      clock,
      random: seededRandom(1),
    })
    const reader = readFeed(feed, null)
    reading.push(reader)
    await clock.advance(10 * MINUTE)
    expect(asked).toBe(11)
  })

  test('a device that never answers a question is given up, and asked again', async () => {
    const clock = fakeClock()
    let asked = 0
    const device = createScriptedDevice({ now: () => clock.now() })
    const exchange = { ...directExchange(device, () => clock.now()), info: () => new Promise<never>(() => asked++) }
    const feed = createIsapiFeed({
      devices: [{ id: 'd' as DeviceId, exchange, doorName: String }],
      clock,
      random: seededRandom(1),
    })
    const reader = readFeed(feed, null)
    reading.push(reader)
    await clock.advance(62_000)
    expect(reader.state()).toBe('offline')
    expect(asked).toBe(2)
  })
})

test('a device without a stream is polled', async () => {
  const clock = fakeClock()
  const device = createScriptedDevice({ now: () => clock.now(), serial: 'DS-1' })
  const exchange = {
    ...directExchange(device, () => clock.now()),
    stream: async () => {
      throw new SiteError({ kind: 'unsupported', cause: 'not-supported' })
    },
  }
  const feed = createIsapiFeed({ devices: [{ id: 'd' as DeviceId, exchange, doorName: String }], clock, random: seededRandom(1) })
  const reader = readFeed(feed, null)
  reading.push(reader)
  await clock.advance(100)
  expect(reader.states.at(-1)).toMatchObject({ state: 'polling', everyMs: 5000 })
  for (let i = 0; i < 5; i++) {
    device.happen()
    await clock.advance(5000)
  }
  expect(reader.serials()).toEqual([1, 2, 3, 4, 5])
  expect(reader.passages.every(({ live }) => live)).toBe(true)
})

describe('a log that was cleared', () => {
  const listened = async (options: Partial<ScriptedOptions> = {}) => {
    const made = site(options)
    const reader = made.open(null)
    await made.clock.advance(10)
    for (let i = 0; i < 10; i++) {
      made.device.happen()
      await made.clock.advance(1000)
    }
    return { ...made, reader }
  }

  test.each<[string, Partial<ScriptedOptions>]>([
    ['', {}],
    [', searched by serial number', { bySerial: true }],
    [', told again on connecting', { replay: true }],
  ])('while we listen%s: the numbers begin again, the keys do not', async (_, options) => {
    const { clock, device, reader, notes } = await listened(options)
    device.clearLog()
    for (let i = 0; i < 3; i++) {
      await clock.advance(5000)
      device.happen()
    }
    await clock.advance(100)
    expect(reader.keys().slice(10)).toEqual(['DS-1.1:1', 'DS-1.1:2', 'DS-1.1:3'])
    expect(new Set(reader.keys()).size).toBe(13)
    expect(notes.filter(note => note === 'cleared')).toHaveLength(1)
  })

  test.each<[string, Partial<ScriptedOptions>]>([
    ['', {}],
    [', searched by serial number', { bySerial: true }],
    [', and grown longer than it was', {}],
  ])('while we were away%s', async (name, options) => {
    const { clock, device, reader, open } = await listened(options)
    await reader.stop()
    device.clearLog()
    const count = name.includes('longer') ? 30 : 4
    for (let i = 0; i < count; i++) {
      await clock.advance(60_000)
      device.happen()
    }
    const again = open(reader.cursor)
    await clock.advance(100)
    device.happen()
    await clock.advance(100)
    expect(again.keys()).toEqual(Array.from({ length: count + 1 }, (_, i) => `DS-1.1:${i + 1}`))
    await again.stop()
    const third = open(again.cursor)
    await clock.advance(100)
    expect(third.passages).toEqual([])
  })

  test('another device at the same address has a log of its own', async () => {
    const { clock, device, reader, open } = await listened()
    await reader.stop()
    device.serial = () => 'DS-NEW'
    device.clearLog()
    await clock.advance(5000)
    device.happen()
    const again = open(reader.cursor)
    await clock.advance(100)
    expect(again.keys()).toEqual(['DS-NEW:1'])
  })
})

describe('many devices', () => {
  test('one that is away holds up nobody; one cursor for all', async () => {
    const { clock, devices, open } = site({}, {}, {})
    const [first, dead, third] = devices as [(typeof devices)[number], (typeof devices)[number], (typeof devices)[number]]
    dead.down = true
    const reader = open(null)
    await clock.advance(100)
    expect(reader.state()).toBe('live')
    first.happen()
    third.happen()
    await clock.advance(0)
    expect(reader.keys()).toEqual(['DS-1:1', 'DS-3:1'])
    await reader.stop()
    first.happen()
    dead.happen()
    third.happen()
    dead.down = false
    const again = open(reader.cursor)
    await clock.advance(100)
    expect(again.keys().sort()).toEqual(['DS-1:2', 'DS-2:1', 'DS-3:2'])
  })

  test('19,000 events that were missed, each once', async () => {
    const { clock, device, open } = site({ pageSize: 30 })
    const first = open(null)
    await clock.advance(10)
    device.happen()
    await clock.advance(10)
    await first.stop()
    for (let i = 0; i < 19_000; i++) device.happen({ wall: device.wall() + i })
    const reader = open(first.cursor)
    await clock.advance(30_000)
    expect(reader.serials()).toEqual(Array.from({ length: 19_000 }, (_, i) => i + 2))
  })

  test('one state for all', () => {
    const away = { state: 'offline' as const, since: 5, failure: null }
    expect(stateOfAll([])).toEqual({ state: 'off' })
    expect(stateOfAll([{ state: 'live', since: 3 }, { state: 'starting' }])).toEqual({ state: 'starting' })
    expect(stateOfAll([{ state: 'live', since: 3 }, away, { state: 'live', since: 4 }])).toEqual({ state: 'live', since: 4 })
    expect(stateOfAll([away, { ...away, since: 7 }])).toEqual({ ...away, since: 7 })
    expect(
      stateOfAll([
        { state: 'catching-up', done: 3, total: 10 },
        { state: 'catching-up', done: 1, total: 5 },
        { state: 'starting' },
      ]),
    ).toEqual({ state: 'catching-up', done: 4, total: 15 })
    expect(
      stateOfAll([
        { state: 'catching-up', done: 3, total: null },
        { state: 'catching-up', done: 1, total: 5 },
      ]),
    ).toEqual({ state: 'catching-up', done: 4, total: null })
  })
})

describe('pictures', () => {
  test('one behind its event is kept; one with an address in the log is fetched there', async () => {
    const { clock, device, open } = site()
    const feed = createIsapiFeed({
      devices: [{ id: 'gate-1' as DeviceId, exchange: directExchange(device, () => clock.now()), doorName: String }],
      clock,
      random: seededRandom(2),
    })
    expect(open).toBeTypeOf('function')
    const reader = readFeed(feed, null)
    reading.push(reader)
    await clock.advance(10)
    const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 3, 0xff, 0xd9])
    device.happen({ picture: jpeg })
    device.pictures.set('/LOCALS/pic/2.jpeg@WEB1', Buffer.from([0xff, 0xd8, 9]))
    device.happen({ pictureURL: 'http://10.0.0.9/LOCALS/pic/2.jpeg@WEB1' })
    device.happen({})
    await clock.advance(10)
    const [shelved, fetched, none] = reader.passages.map(({ picture }) => picture as string) as [string, string, string]
    expect(Buffer.from(await feed.picture(shelved, { rank: 0 }))).toEqual(jpeg)
    expect(Buffer.from(await feed.picture(fetched, { rank: 0 }))).toEqual(Buffer.from([0xff, 0xd8, 9]))
    for (const id of [none, 'gate-1|url|/nowhere', 'other|url|/x', 'rubbish'])
      await expect(feed.picture(id, { rank: 0 })).rejects.toMatchObject({ failure: { kind: 'not-found' } })
  })
})

describe('whatever happens', () => {
  /** What may go on at a device and with its reader. */
  const steps = [
    'happen',
    'happen',
    'happen',
    'door',
    'untold',
    'drop',
    'down',
    'up',
    'silent',
    'loud',
    'beat',
    'clear',
    'restart',
    'wait',
    'minute',
  ] as const
  const habits = fc.record({
    replay: fc.constantFrom<ScriptedOptions['replay'][]>(false, true, 'unmarked'),
    pageSize: fc.integer({ min: 1, max: 30 }),
    newestFirst: fc.boolean(),
    bySerial: fc.boolean(),
    format: fc.constantFrom<('json' | 'xml')[]>('json', 'xml'),
    writesOffset: fc.boolean(),
    errorMs: fc.constantFrom(0, -7_200_000, 3_600_000),
  })

  test('every passage is told, and none has the key of another', async () => {
    await fc.assert(
      fc.asyncProperty(habits, fc.array(fc.constantFrom(...steps), { maxLength: 60, size: 'max' }), async (options, plan) => {
        const { clock, device, open } = site(options)
        /** Each event by the epoch of its log and its number. */
        const happened: string[] = []
        const told: FeedReader['passages'] = []
        let person = 0
        // Numbers begin again: what tells two logs apart is their times, and those are in seconds.
        const happen = async (more: Parameters<typeof device.happen>[0] = {}) => {
          await clock.advance(1000)
          device.happen({ person: String(++person), ...more })
          happened.push(String(person))
        }
        let reader = open(null)
        const begin = async () => {
          await clock.advance(10)
          await happen()
          await clock.advance(10)
        }
        await begin()
        for (const step of plan) {
          if (step === 'happen') await happen()
          if (step === 'door') device.happen({ minor: 21 })
          if (step === 'untold') await happen({ told: false })
          if (step === 'drop') device.drop()
          if (step === 'down') {
            device.down = true
            device.drop()
          }
          if (step === 'up') device.down = false
          if (step === 'silent') device.silent = true
          if (step === 'loud') device.silent = false
          if (step === 'beat') device.beat()
          if (step === 'wait') await clock.advance(1500)
          if (step === 'minute') await clock.advance(70_000)
          if (step === 'clear') {
            // Everything was read before: what a device forgets while nobody listens is lost to all.
            device.down = false
            device.silent = false
            await clock.advance(200_000)
            device.clearLog()
            await clock.advance(2000)
            // Somebody passes and is heard: numbers that by chance go on where the old log ended cannot be told from it.
            await happen()
            await clock.advance(100)
          }
          if (step === 'restart') {
            await reader.stop()
            told.push(...reader.passages)
            reader = open(reader.cursor)
          }
        }
        device.down = false
        device.silent = false
        await clock.advance(200_000)
        await happen()
        await clock.advance(200_000)
        told.push(...reader.passages)
        await reader.stop()
        const byKey = new Map<string, string>()
        for (const { key, code } of told) {
          expect(byKey.get(key) ?? code).toBe(code)
          byKey.set(key, code as string)
        }
        expect([...byKey.values()].sort()).toEqual([...happened].sort())
      }),
      { numRuns: 150 },
    )
  })
})
