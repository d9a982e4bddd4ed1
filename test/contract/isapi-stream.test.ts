import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { FeedNote } from '../../electron/access-control/isapi/device-feed.ts'
import { createIsapiFeed } from '../../electron/access-control/isapi/feed.ts'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import type { DeviceId } from '../../shared/model/device.ts'
import { plainExchange, serveDevice } from '../support/device-exchanges.ts'
import { readFeed } from '../support/feed-reader.ts'
import { quickClock } from '../support/quick-clock.ts'
import { createScriptedDevice, type ScriptedOptions } from '../support/scripted-device.ts'

// The feed over real sockets, with devices scripted by the test.

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function until(what: string, done: () => boolean): Promise<void> {
  for (const end = clock.monotonic() + 10_000; !done(); ) {
    if (clock.monotonic() > end) throw new Error(`not within 10 s: ${what}`)
    await clock.sleep(2)
  }
}

async function listen(options: Partial<ScriptedOptions> = {}, speed = 1) {
  const time = speed === 1 ? clock : quickClock(speed)
  const device = createScriptedDevice({ now: () => time.now(), ...options })
  const served = await serveDevice(device)
  const sockets = new Set<Socket>()
  served.server.on('connection', socket => sockets.add(socket.setNoDelay(true)))
  closing.push(() => served.close())
  const notes: FeedNote[] = []
  const ears = { onChunk: () => {} }
  const exchange = plainExchange(
    served.url,
    () => time.now(),
    () => ears.onChunk(),
  )
  const feed = createIsapiFeed({
    devices: [{ id: 'gate-1' as DeviceId, exchange, doorName: n => `Door ${n}` }],
    clock: time,
    random: seededRandom(1),
    onNote: (_, note) => notes.push(note),
  })
  const read = (after: string | null) => {
    const reader = readFeed(feed, after)
    closing.push(() => reader.stop())
    return reader
  }
  return { device, ears, notes, read, sockets }
}

test('an event is told in the same turn of the event loop that brought its last byte', async () => {
  const { device, ears, read } = await listen()
  const reader = read(null)
  await until('live', () => reader.state() === 'live')
  // What `setImmediate` runs is the end of the turn that brought the bytes.
  let isSameTurn = false
  ears.onChunk = () => {
    isSameTurn = true
    setImmediate(() => {
      isSameTurn = false
    })
  }
  const inTime: boolean[] = []
  reader.onPassage = () => inTime.push(isSameTurn)
  for (let i = 0; i < 200; i++) {
    const part = device.happen({ told: false, name: 'Жанна', person: String(i + 1) })
    const bytes = device.part(part, true)
    // Its line end is not its own: the last byte of the event is the last that is sent.
    const body = bytes.subarray(0, -2)
    const cut = Math.floor((body.length * (i % 20)) / 20)
    device.write(body.subarray(0, cut))
    await new Promise(resolve => setImmediate(resolve))
    expect(inTime).toHaveLength(i)
    device.write(body.subarray(cut))
    await until(`event ${i}`, () => inTime.length === i + 1)
    device.write(bytes.subarray(-2))
  }
  expect(inTime).toEqual(Array.from({ length: 200 }, () => true))
})

test('19,000 events told again on connecting are no news, and hold up nothing', async () => {
  const { device, notes, read } = await listen({ replay: true })
  for (let i = 0; i < 19_000; i++) device.happen({ wall: device.wall() - 86_400_000 + i * 1000 })
  const reader = read(null)
  await until('live', () => reader.state() === 'live')
  device.happen({ person: '1001' })
  await until('the news', () => reader.passages.length > 0)
  expect(reader.passages).toMatchObject([{ key: 'DS-K1T000001:19001', code: '1001', live: true }])
  expect(notes.filter(note => note === 'again')).toHaveLength(19_000)
})

test('whoever comes back reads what was missed, and only that', async () => {
  const { device, read } = await listen({ replay: true, pageSize: 7 })
  const first = read(null)
  await until('live', () => first.state() === 'live')
  for (let i = 0; i < 3; i++) device.happen()
  await until('three', () => first.passages.length === 3)
  await first.stop()
  await until('the stream is closed', () => device.streamsOpen() === 0)
  for (let i = 0; i < 50; i++) device.happen()
  const second = read(first.cursor)
  await until('live', () => second.state() === 'live')
  device.happen()
  await until('all', () => second.passages.length >= 51)
  expect(second.serials()).toEqual(Array.from({ length: 51 }, (_, i) => i + 4))
  expect(second.passages.map(({ live }) => live)).toEqual([...Array.from({ length: 50 }, () => false), true])
})

test('XML parts, and parts without a length', async () => {
  for (const options of [{ format: 'xml' }, { contentLength: false }, { format: 'xml', contentLength: false }] as const) {
    const { device, read } = await listen(options)
    const reader = read(null)
    await until('live', () => reader.state() === 'live')
    for (let i = 0; i < 20; i++) device.happen({ person: '1001', name: 'Анна & <Co>' })
    await until('all', () => reader.passages.length === 20)
    expect(reader.passages[0]).toMatchObject({ code: '1001', name: 'Анна & <Co>', result: 'granted' })
  }
})

test('a device that reboots: offline, then what was missed, then live', async () => {
  const { device, read, sockets } = await listen({}, 20)
  const reader = read(null)
  await until('live', () => reader.state() === 'live')
  device.happen()
  await until('the first', () => reader.passages.length === 1)
  for (const socket of sockets) socket.destroy()
  await until('offline', () => reader.state() === 'offline')
  device.happen({ told: false })
  await until('the missed one', () => reader.passages.length === 2)
  await until('live', () => reader.state() === 'live')
  device.happen()
  await until('the next', () => reader.passages.length === 3)
  expect(reader.serials()).toEqual([1, 2, 3])
  expect(reader.passages.map(({ live }) => live)).toEqual([true, false, true])
})

test('a log that is cleared: the numbers begin again, and no event has the key of another', async () => {
  const { device, read } = await listen({}, 20)
  const reader = read(null)
  await until('live', () => reader.state() === 'live')
  for (let i = 0; i < 5; i++) device.happen()
  await until('five', () => reader.passages.length === 5)
  device.clearLog()
  for (let i = 0; i < 3; i++) device.happen({ wall: device.wall() + (i + 2) * 1000 })
  await until('three more', () => reader.passages.length === 8)
  expect(reader.keys().slice(5)).toEqual(['DS-K1T000001.1:1', 'DS-K1T000001.1:2', 'DS-K1T000001.1:3'])
})

test('a stream that goes silent while the device and its connection live', async () => {
  const { device, read } = await listen({}, 100)
  const reader = read(null)
  await until('live', () => reader.state() === 'live')
  device.silent = true
  device.happen()
  await until('its news', () => reader.passages.length === 1)
  device.silent = false
  await until('a new stream', () => device.calls.length > 0 && device.streamsOpen() === 1 && reader.state() === 'live')
  expect(reader.serials()).toEqual([1])
})

test('rubbish on the stream: what follows is told', async () => {
  const { device, notes, read } = await listen()
  const reader = read(null)
  await until('live', () => reader.state() === 'live')
  device.write(
    Buffer.from('--MIME_boundary\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{"a":"longer than said"}\r\n'),
  )
  device.write(device.rawPart('application/json', Buffer.from('{"eventType":')))
  device.write(device.rawPart('text/plain', Buffer.from('hello')))
  device.happen()
  await until('the event', () => reader.passages.length === 1)
  expect(notes).toContain('wrong-length')
  expect(notes.filter(note => note === 'unreadable').length).toBeGreaterThanOrEqual(3)
})

test('whoever leaves closes the connection', async () => {
  const { device, read } = await listen()
  const reader = read(null)
  await until('live', () => reader.state() === 'live')
  expect(device.streamsOpen()).toBe(1)
  await reader.stop()
  await until('closed', () => device.streamsOpen() === 0)
})
