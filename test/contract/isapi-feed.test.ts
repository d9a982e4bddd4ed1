import { afterEach, describe, expect, test } from 'vitest'
import { createIsapi } from '../../electron/access-control/isapi/driver.ts'
import { type Clock, systemClock as clock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import type { DeviceWish } from '../../electron/simulator/isapi/device-script.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { Device, type DeviceId } from '../../shared/model/device.ts'
import { readFeed } from '../support/feed-reader.ts'
import { quickClock } from '../support/quick-clock.ts'

// Passages through the driver, login and all, from the simulator's terminals over real sockets. What the terminal itself wrote down is the truth.

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function until(what: string, done: () => boolean): Promise<void> {
  for (const end = clock.monotonic() + 15_000; !done(); ) {
    if (clock.monotonic() > end) throw new Error(`not within 15 s: ${what}`)
    await clock.sleep(3)
  }
}

/** `time`: that of the feed; the terminals' own is the machine's. */
async function listen(wishes: DeviceWish[], time: Clock = clock) {
  const simulator = await startSimulator({ walkers: false, latencyMs: 0, isapi: wishes.map(wish => ({ history: 40, ...wish })) })
  closing.push(() => simulator.close())
  const devices = simulator.devices.map((one, i) =>
    Device.parse({ id: `t${i + 1}`, name: one.name, url: one.url, user: one.user, pin: one.certificateSha256, basic: true }),
  )
  const calls: string[] = []
  const site = createIsapi({
    devices,
    levels: [],
    spacingMs: 0,
    passwords: new Map(simulator.devices.map(({ password }, i) => [`t${i + 1}` as DeviceId, password])),
    clock: time,
    random: seededRandom(3),
    onCall: (path, _, outcome) => calls.push(`${path} ${outcome}`),
  })
  closing.push(() => site.close())
  const read = (after: string | null) => {
    const reader = readFeed(site, after)
    closing.push(() => reader.stop())
    return reader
  }
  const [device] = simulator.devices
  if (!device) throw new Error('no device')
  return { device, devices: simulator.devices, site, calls, read }
}

type Open = Awaited<ReturnType<typeof listen>>
const isReading = (state: string | undefined) => state === 'live' || state === 'polling'

/** Passages at a terminal; answers the serial numbers it gave them. */
const walk = ({ device }: Pick<Open, 'device'>, count: number): number[] =>
  Array.from({ length: count }, (_, i) => device.passage(i % 3 === 2 ? { minor: 76 } : { employeeNo: String(1000 + i) }).serial)

const wishes: [string, DeviceWish][] = [
  ['the plain one', {}],
  ['pictures behind the passages', { quirks: ['pictureParts'] }],
  ['XML on the stream', { quirks: ['xmlStream'] }],
  ['XML for JSON', { quirks: ['jsonAsXml'] }],
  ['parts without a length, heartbeats often', { quirks: ['noPartLength'], heartbeatMs: 50 }],
  ['no heartbeat', { quirks: ['noHeartbeat'] }],
  ['no replay', { quirks: ['noReplay'] }],
  ['no offset', { quirks: ['missingOffset'] }],
  ['another zone’s offset', { quirks: ['wrongOffset'] }],
  ['a clock that jumps back', { quirks: ['clockJumps'] }],
  ['a clock that is wrong', { skewMs: 7_200_000 }],
  ['serial numbers beyond 32 bits', { quirks: ['largeSerials'] }],
  ['card numbers of 64 bits', { quirks: ['sentinelCards'] }],
  ['short pages', { quirks: ['shortPages'] }],
  ['no stream at all', { quirks: ['noStream'] }],
  ['SHA-256', { schemes: ['sha-256'] }],
  ['Basic', { schemes: ['basic'] }],
  ['no qop', { quirks: ['noQop'] }],
  ['no TLS', { tls: false }],
]

test.each(wishes)('%s: every passage once, in order, and what was missed', async (_, wish) => {
  const open = await listen([wish], wish.quirks?.includes('noStream') ? quickClock(20) : clock)
  const { read } = open
  const first = read(null)
  await until('live', () => isReading(first.state()))
  const heard = walk(open, 12)
  await until('all of it', () => first.passages.length >= 12)
  expect(first.serials()).toEqual(heard)
  expect(first.passages.map(({ result }) => result)).toEqual(
    Array.from({ length: 12 }, (_, i) => (i % 3 === 2 ? 'denied' : 'granted')),
  )
  expect(first.passages.slice(0, 2).map(({ code, doorId, live }) => [code, doorId, live])).toEqual([
    ['1000', 't1:1', true],
    ['1001', 't1:1', true],
  ])
  // Its clock shows seconds, and may be wrong: the moment is right all the same.
  const late = first.passages.map(({ at, heardAt }) => Math.abs(heardAt - at))
  if (!wish.quirks?.includes('clockJumps') && !wish.quirks?.includes('noStream')) expect(Math.max(...late)).toBeLessThan(3000)
  await first.stop()
  const missed = walk(open, 50)
  const second = read(first.cursor)
  await until('live again', () => isReading(second.state()))
  const next = walk(open, 1)
  await until('all the rest', () => second.passages.length >= 51)
  expect(second.serials()).toEqual([...missed, ...next])
  expect(new Set([...first.keys(), ...second.keys()]).size).toBe(63)
  // What the stream tells again does not hide a search that was refused.
  const searches = open.calls.filter(call => call.startsWith('/ISAPI/AccessControl/AcsEvent '))
  expect(searches.length).toBeGreaterThanOrEqual(3)
  expect(searches.filter(call => !/ (ok|busy)$/.test(call))).toEqual([])
})

describe('a terminal', () => {
  test('that tells 19,000 records again: no news, and what happens comes at once', async () => {
    const open = await listen([{ model: 'DS-K1T342-REPLAY', history: 19_000 }])
    const reader = open.read(null)
    await until('live', () => reader.state() === 'live')
    const [serial] = walk(open, 1)
    await until('the news', () => reader.passages.length > 0)
    expect(reader.serials()).toEqual([serial])
  })

  test('that reboots while somebody passes', async () => {
    const open = await listen([{}], quickClock(5))
    const reader = open.read(null)
    await until('live', () => reader.state() === 'live')
    const before = walk(open, 2)
    await until('those before', () => reader.passages.length === 2)
    open.device.goOffline()
    await until('offline', () => reader.state() === 'offline')
    const during = walk(open, 5)
    await open.device.comeBack()
    await until('those meanwhile', () => reader.passages.length >= 7)
    await until('live', () => reader.state() === 'live')
    const after = walk(open, 2)
    await until('those after', () => reader.passages.length >= 9)
    expect(reader.serials()).toEqual([...before, ...during, ...after])
    expect(reader.passages.map(({ live }) => live)).toEqual([
      ...before.map(() => true),
      ...during.map(() => false),
      ...after.map(() => true),
    ])
  })

  test('whose log is cleared: new keys for the same numbers', async () => {
    const open = await listen([{ history: 0 }])
    const reader = open.read(null)
    await until('live', () => reader.state() === 'live')
    const before = walk(open, 6)
    await until('those before', () => reader.passages.length === 6)
    open.device.clearLog()
    // Seconds later by its clock: within one second the two logs cannot be told apart.
    const after = [3000, 4000, 5000].map(shiftMs => open.device.passage({ minor: 76, shiftMs }).serial)
    expect(after[0]).toBeLessThanOrEqual(before.at(-1) as number)
    await until('those after', () => reader.passages.length >= 9)
    expect(reader.serials()).toEqual([...before, ...after])
    expect(new Set(reader.keys()).size).toBe(9)
  })

  test('whose streams fall silent: the news comes by the log', async () => {
    const open = await listen([{ quirks: ['noHeartbeat'] }], quickClock(100))
    const reader = open.read(null)
    await until('live', () => reader.state() === 'live')
    open.device.muteStreams()
    const serials = walk(open, 3)
    await until('the news', () => reader.passages.length >= 3)
    expect(reader.serials()).toEqual(serials)
  })

  test('whose streams are hung up on', async () => {
    const open = await listen([{}], quickClock(5))
    const reader = open.read(null)
    await until('live', () => reader.state() === 'live')
    open.device.dropStreams()
    const serials = walk(open, 3)
    await until('the news', () => reader.passages.length >= 3)
    expect(reader.serials()).toEqual(serials)
  })

  test('has the pictures of its passages, on the stream or in its log', async () => {
    for (const quirks of [['pictureParts'], []] as DeviceWish['quirks'][]) {
      const open = await listen([{ quirks }])
      const reader = open.read(null)
      await until('live', () => reader.state() === 'live')
      walk(open, 1)
      await until('the passage', () => reader.passages.length > 0)
      const id = reader.passages[0]?.picture
      expect(id).toBeTypeOf('string')
      const picture = await open.site.picture(id as string, { rank: 0 })
      expect(Buffer.from(picture.subarray(0, 2)).toString('hex')).toBe('ffd8')
      const none = (id as string).replace(/\|record\|.*/, '|record|999999|2030-01-01T00:00:00+03:00')
      await expect(open.site.picture(none, { rank: 0 })).rejects.toMatchObject({ failure: { kind: 'not-found' } })
    }
  })

  test('with another password is not asked again and again', async () => {
    const { device } = await listen([{}])
    const time = quickClock(200)
    const began = time.monotonic()
    const wrong = createIsapi({
      devices: [Device.parse({ id: 't1', name: 'T', url: device.url, user: device.user, pin: device.certificateSha256 })],
      levels: [],
      spacingMs: 0,
      passwords: new Map([['t1' as DeviceId, 'wrong']]),
      clock: time,
      random: seededRandom(4),
    })
    closing.push(() => wrong.close())
    const reader = readFeed(wrong, null)
    closing.push(() => reader.stop())
    await until('offline', () => reader.state() === 'offline')
    await until('ten minutes later', () => time.monotonic() - began > 600_000)
    // An answer that is lost in the hurry of this clock counts there and not here.
    expect(device.document().lock).toMatchObject({ locked: false })
  })
})

test('a stream is one of the two connections a terminal is given', async () => {
  const open = await listen([{ latencyMs: 20 }])
  const { device, site } = open
  const reader = open.read(null)
  await until('live', () => reader.state() === 'live')
  await Promise.all(Array.from({ length: 12 }, () => site.probe({ rank: 0 })))
  expect(device.document()).toMatchObject({ streams: 1, calls: { maxConnections: 2 } })
  await reader.stop()
  // And is free for others again.
  await until('the stream is closed', () => device.document().streams === 0)
  await Promise.all(Array.from({ length: 12 }, () => site.probe({ rank: 0 })))
  expect(device.document().calls).toMatchObject({ maxConcurrent: 2, maxConnections: 2 })
})

test('the doctor looks at the stream, and leaves one alone that is read', async () => {
  const open = await listen([{ streams: 1, quirks: ['dropsOldestStream'] }, { quirks: ['noStream'] }, { streams: 0 }])
  const seen = async () => (await open.site.doctor({ rank: 0 })).filter(({ name }) => name === 'stream')
  const [plain, none, full] = await seen()
  expect(plain).toMatchObject({ device: 't1', ok: true, detail: null })
  expect(none).toMatchObject({ device: 't2', ok: true, detail: '5 s' })
  expect(full).toMatchObject({ device: 't3', ok: false, fix: 'try-later', failure: { kind: 'busy' } })
  const reader = open.read(null)
  await until('live', () => reader.state() === 'live')
  await seen()
  const [serial] = walk(open, 1)
  await until('the passage', () => reader.passages.length === 1)
  expect(reader.serials()).toEqual([serial])
  expect(reader.passages[0]?.live).toBe(true)
})

test('many terminals: one that is away holds up nobody, and is read when it comes', async () => {
  const open = await listen([{}, { offline: true }, { quirks: ['xmlStream'] }], quickClock(5))
  const [first, dead, third] = open.devices
  if (!first || !dead || !third) throw new Error('no devices')
  const reader = open.read(null)
  await until('live', () => reader.state() === 'live')
  walk({ device: first }, 3)
  walk({ device: third }, 3)
  await until('six', () => reader.passages.length === 6)
  dead.passage({ employeeNo: '1' })
  await dead.comeBack()
  await until('the seventh', () => reader.passages.length === 7)
  expect(reader.passages.at(-1)).toMatchObject({ doorId: 't2:1', live: false })
})
