import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { afterEach, describe, expect, test } from 'vitest'
import { openSite } from '../../electron/access-control/open.ts'
import type { PersonCard, Standing } from '../../electron/access-control/port.ts'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import type { DeviceWish } from '../../electron/simulator/isapi/device-script.ts'
import type { DoorId, LevelId, PersonCode, PersonRef } from '../../shared/model/ids.ts'
import { connectionTo } from '../support/devices.ts'
import { type OpenIsapi, openIsapi } from './isapi-site.ts'
import { standingsOf } from './standings.ts'

// What devices are like, one habit after another, behind the port and over real sockets.

/** One of the plain kind, with something of its own. */
const plain = (more: DeviceWish = {}): DeviceWish => ({ model: 'DS-K1T342MWX', ...more })

const opened: OpenIsapi[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
const call = { rank: 0 }
async function open(
  devices: readonly DeviceWish[],
  change: Omit<NonNullable<Parameters<typeof openIsapi>[1]>, 'devices'> = {},
  wish: Parameters<typeof openIsapi>[0] = {},
) {
  const made = await openIsapi(wish, { ...change, devices })
  opened.push(made)
  return made
}

const jpeg = sharp({ create: { width: 600, height: 800, channels: 3, background: '#a98' } })
  .jpeg({ quality: 90 })
  .toBuffer()
const from = Date.UTC(2030, 5, 3, 6)
const until = Date.UTC(2030, 5, 3, 15)
const cardOf = (n: number, more: Partial<PersonCard> = {}): PersonCard => ({
  code: String(730_000_000_000 + n) as PersonCode,
  family: 'Иванова',
  given: `Анна ${n}`,
  phone: '',
  email: '',
  window: { from, until },
  photo: () => jpeg,
  photoKept: false,
  levels: ['guests' as LevelId],
  known: null,
  lookFirst: false,
  ...more,
})
const { standing, gone } = standingsOf(cardOf)
async function delivered({ site }: OpenIsapi, standings: Standing[]) {
  await site.apply(standings, call)
  await expect
    .poll(async () => (await site.delivery(standings, 'each', call)).map(({ state }) => state), {
      timeout: 20_000,
      interval: 100,
    })
    .toEqual(standings.map(() => 'done'))
}
const users = ({ simulator }: OpenIsapi, i = 0) => simulator.devices[i]?.document().users ?? []

describe('every model that takes faces', () => {
  test.each([
    ['DS-K1T342MWX'],
    ['DS-K1T342MFX-E1'],
    ['DS-K1T671TM'],
    ['DS-K1T341AM'],
    ['DS-K1T343M'],
    ['DS-K1T341AMF'],
    ['DS-KD9633'],
    ['DS-K1T604'],
    ['DS-K1T343MWX'],
    ['DS-K1T331W'],
    ['DS-K1T105'],
  ])('%s: admitted, seen, changed, and gone', async model => {
    const at = await open([{ model }], { spacingMs: model === 'DS-K1T341AM' || model === 'DS-K1T331W' ? 120 : 0 })
    const guests = [1, 2, 3, 4, 5, 6, 7]
    for (const n of guests) expect(await at.site.admit(cardOf(n), call)).toMatchObject({ photo: 'accepted' })
    await delivered(
      at,
      guests.map(n => standing(n)),
    )
    expect(users(at)).toHaveLength(7)
    for (const user of users(at)) expect(user).toMatchObject({ hasFace: true, rights: expect.arrayContaining([1]) })
    const { code } = cardOf(3)
    expect(await at.site.find({ code }, call)).toMatchObject({
      given: 'Анна 3',
      family: 'Иванова',
      window: { from, until },
      hasPhoto: true,
    })
    // What the device hears of a longer visit, it hears with `apply`.
    await delivered(at, [standing(3, { window: { from, until: until + 3_600_000 } })])
    expect((await at.site.find({ code }, call))?.window).toEqual({ from, until: until + 3_600_000 })
    expect(await at.site.admit(cardOf(2, { lookFirst: true }), call)).toMatchObject({ photo: 'accepted' })
    await expect(at.site.admit(cardOf(2, { family: 'Petrov' }), call)).rejects.toMatchObject({
      failure: { kind: 'conflict', cause: 'code-taken' },
    })
    await delivered(at, [1, 2].map(gone))
    await at.site.remove(cardOf(3).code as string as PersonRef, call)
    await at.site.remove(cardOf(3).code as string as PersonRef, call)
    expect(users(at).map(user => user.employeeNo)).toEqual([4, 5, 6, 7].map(n => cardOf(n).code))
  })

  test('a device without a library of faces: the guest is there, and nobody says that the face opens it', async () => {
    const at = await open([{ model: 'DS-K1A340FWX' }])
    await at.site.admit(cardOf(1), call)
    await at.site.apply([standing(1)], call)
    expect(users(at)).toMatchObject([{ rights: [1], hasFace: false }])
    const [answer] = await at.site.delivery([standing(1)], 'each', call)
    expect(answer).toMatchObject({ state: 'unconfirmed', doors: [{ state: 'unknown', cause: { cause: 'no-face-library' } }] })
    expect((await at.site.delivery([standing(1, { photo: null })], 'each', call))[0]).toMatchObject({ state: 'done' })
  })

  test('photos over 200 KB, and whatever else a terminal refuses, are the photo’s fault', async () => {
    const at = await open([{ model: 'DS-K1T342MWX' }])
    const noise = await sharp({
      create: { width: 900, height: 900, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
    })
      .jpeg({ quality: 100 })
      .toBuffer()
    expect(noise.length).toBeGreaterThan(200_000)
    const admission = await at.site.admit(cardOf(1, { photo: async () => noise }), call)
    expect(admission.photo).toMatchObject({ refused: { kind: 'photo-refused', cause: 'too-large' } })
    expect((await at.site.delivery([standing(1)], 'each', call))[0]).toMatchObject({
      state: 'failed',
      doors: [{ state: 'failed', cause: { cause: 'too-large' } }],
    })
    // Applying does not send again what was refused; a new photo does.
    const before = at.simulator.devices[0]?.document().calls.byPath
    await at.site.apply([standing(1)], call)
    expect(at.simulator.devices[0]?.document().calls.byPath['Intelligent/FDLib/FDSetUp']).toBe(
      before?.['Intelligent/FDLib/FDSetUp'],
    )
    await at.site.admit(cardOf(1, { known: admission.ref }), call)
    await delivered(at, [standing(1)])
  })

  test('full: the door says so, and whoever was there stays', async () => {
    const at = await open([plain({ capacity: 2 }), plain()])
    for (const n of [1, 2, 3]) await at.site.admit(cardOf(n), call)
    await at.site.apply(
      [1, 2, 3].map(n => standing(n)),
      call,
    )
    expect(
      (
        await at.site.delivery(
          [1, 2, 3].map(n => standing(n)),
          'set',
          call,
        )
      ).map(({ state }) => state),
    ).toEqual(['done', 'done', 'failed'])
    const [third] = await at.site.delivery([standing(3)], 'each', call)
    expect(third?.doors?.map(({ state, cause }) => [state, cause?.kind])).toEqual([
      ['failed', 'full'],
      ['done', undefined],
    ])
    expect([users(at).length, users(at, 1).length]).toEqual([2, 3])
  })
})

describe('the login', () => {
  const tries = (at: OpenIsapi, i = 0) => at.simulator.devices[i]?.document().lock.failures ?? -1

  test('a wrong password is tried twice and never again; the others go on', async () => {
    const at = await open([plain(), plain()])
    const wrong = await openIsapi({}, { devices: [plain()], password: 'wrong' })
    opened.push(wrong)
    for (let i = 0; i < 10; i++) await wrong.site.probe(call).catch(() => null)
    await Promise.all([1, 2, 3].map(n => wrong.site.admit(cardOf(n), call).catch(() => null)))
    expect(tries(wrong)).toBe(2)
    expect(wrong.site.shut()).toMatchObject({ kind: 'credentials', cause: 'keys' })
    await expect(wrong.site.admit(cardOf(1), call)).rejects.toMatchObject({ failure: { kind: 'credentials', cause: 'keys' } })
    expect(at.site.shut()).toBeNull()
  })

  test('one device of three with another password: its door waits for somebody, the guest is at the others', async () => {
    const at = await open([plain(), plain(), plain()])
    const [first] = at.simulator.devices
    if (first) first.terminal.plan.password = 'changed meanwhile'
    for (const n of [1, 2, 3, 4]) await at.site.admit(cardOf(n), call)
    expect(tries(at)).toBe(2)
    const [answer] = await at.site.delivery([standing(1)], 'each', call)
    expect(answer).toMatchObject({ state: 'pending', cause: { kind: 'credentials', cause: 'keys' } })
    expect(answer?.doors?.map(({ state }) => state)).toEqual(['pending', 'done', 'done'])
    const devices = await at.site.devices?.(call)
    expect(devices?.map(({ state }) => state)).toEqual(['credentials', 'online', 'online'])
    expect(JSON.stringify(devices)).not.toContain('Abcd')
  })

  test('a locked account is not tried before it is unlocked, and says when', async () => {
    const at = await open([{ model: 'DS-K1T342-LOCKED', lockMs: 60_000 }])
    for (let i = 0; i < 5; i++) await at.site.probe(call).catch(() => null)
    const failure = await at.site.probe(call).then(
      () => null,
      error => error.failure,
    )
    expect(failure).toMatchObject({ kind: 'busy', cause: 'locked' })
    expect(failure.retryAt - Date.now()).toBeGreaterThan(30_000)
    expect(at.simulator.devices[0]?.document().calls.unauthorized).toBe(1)
    expect(await at.site.devices?.(call)).toMatchObject([{ state: 'locked' }])
    const checks = await at.site.doctor(call)
    expect(checks.map(({ name, ok, fix }) => [name, ok, fix])).toEqual([
      ['reachable', true, null],
      ['tls', true, null],
      ...['lock', 'credentials', 'clock', 'users', 'faces', 'stream', 'capacity'].map(name => [name, false, 'wait-unlock']),
    ])
    // None of the checks was one more try.
    expect(at.simulator.devices[0]?.document().calls.unauthorized).toBe(1)
  })

  test('readable passwords only where that is allowed; else the login page, where there is one', async () => {
    const allowed = await open([{ schemes: ['basic'], quirks: ['noSession'] }], { basic: true })
    await allowed.site.admit(cardOf(1), call)
    expect(users(allowed)).toHaveLength(1)
    const session = await open([{ schemes: ['basic'] }], { basic: false })
    await session.site.admit(cardOf(1), call)
    await delivered(session, [standing(1)])
    const none = await open([{ schemes: ['basic'], quirks: ['noSession'] }], { basic: false })
    await expect(none.site.probe(call)).rejects.toMatchObject({ failure: { kind: 'unsupported', cause: 'no-login' } })
  })

  test.each([['staleNeverTrue'], ['oddStale'], ['strictCounts'], ['noQop']] as const)(
    'nonces that last no second, and %s',
    async quirk => {
      // Longer than an answer takes on a busy machine, and over several times while we ask.
      const nonceMs = 200
      const at = await open([{ nonceMs, quirks: [quirk] }])
      await Promise.all(Array.from({ length: 12 }, (_, n) => at.site.admit(cardOf(n + 1), call)))
      const standings = Array.from({ length: 12 }, (_, n) => standing(n + 1))
      await delivered(at, standings)
      for (const until = performance.now() + 3 * nonceMs; performance.now() < until; )
        await at.site.delivery(standings, 'each', call)
      expect(at.site.shut()).toBeNull()
      expect(users(at)).toHaveLength(12)
    },
  )
})

describe('trouble at one device', () => {
  test('a terminal that does not answer holds up nobody', async () => {
    const at = await open([plain(), plain(), plain(), plain({ offline: true })])
    const began = performance.now()
    await Promise.all(Array.from({ length: 10 }, (_, n) => at.site.admit(cardOf(n + 1), call)))
    expect(performance.now() - began).toBeLessThan(4000)
    const standings = Array.from({ length: 10 }, (_, n) => standing(n + 1))
    await at.site.apply(standings, call)
    for (const answer of await at.site.delivery(standings, 'set', call))
      expect(answer).toMatchObject({
        state: 'pending',
        cause: { kind: 'offline' },
        doors: [{ state: 'done' }, { state: 'done' }, { state: 'done' }, { state: 'pending' }],
      })
    await at.simulator.devices[3]?.comeBack()
    await expect
      .poll(async () => (await at.site.delivery(standings, 'set', call)).map(({ state }) => state), {
        timeout: 20_000,
        interval: 100,
      })
      .toEqual(standings.map(() => 'missed'))
    await delivered(at, standings)
    expect(users(at, 3)).toHaveLength(10)
  })

  test('two connections at most, whatever is asked at once', async () => {
    const at = await open([plain({ latencyMs: 20 })])
    const guests = Array.from({ length: 8 }, (_, n) => n + 1)
    const asked = [
      ...guests.map(n => at.site.admit(cardOf(n), call)),
      ...guests.map(n => at.site.find({ code: cardOf(n).code }, call)),
    ]
    await Promise.all([...asked, at.site.probe(call), at.site.devices?.(call)])
    expect(at.simulator.devices[0]?.document().calls.maxConnections).toBe(2)
  })

  test('all off is the site off', async () => {
    const at = await open([{ offline: true }, { offline: true }])
    await expect(at.site.admit(cardOf(1), call)).rejects.toMatchObject({ failure: { kind: 'offline' } })
    await expect(at.site.delivery([standing(1)], 'set', call)).rejects.toMatchObject({ failure: { kind: 'offline' } })
    await expect(at.site.find({ code: cardOf(1).code }, call)).rejects.toMatchObject({ failure: { kind: 'offline' } })
    expect(at.site.shut()).toBeNull()
  })

  test('uploads whose connection drops go out again on a fresh one', async () => {
    const at = await open([{ quirks: ['dropsFaceUploads'] }])
    const began = performance.now()
    for (const n of [1, 2]) await at.site.admit(cardOf(n), call)
    await delivered(
      at,
      [1, 2].map(n => standing(n)),
    )
    expect(at.simulator.devices[0]?.document()).toMatchObject({ faces: 2 })
    // The first drop teaches it: from then on a face goes out on a connection of its own, and once.
    expect(performance.now() - began).toBeLessThan(2 * 1500)
  })

  test('a stranger under our number at one terminal is left alone, and told', async () => {
    const at = await open([plain(), plain()])
    const other = cardOf(1, { family: 'Somebody', given: 'Else', levels: ['meeting' as LevelId] })
    await at.site.admit(other, call)
    await at.site.apply([standing(1)], call)
    const [answer] = await at.site.delivery([standing(1)], 'each', call)
    expect(answer?.doors?.map(({ state, cause }) => [state, cause?.cause])).toEqual([
      ['failed', 'code-taken'],
      ['done', undefined],
    ])
    expect(users(at)[0]?.name).toBe('Else Somebody')
  })

  test('off one level of two: off its door, and on the other’s', async () => {
    const at = await open([plain({ doors: 2 }), plain()])
    await at.site.admit(cardOf(1), call)
    await delivered(at, [standing(1)])
    expect([users(at)[0]?.rights, users(at, 1)[0]?.rights]).toEqual([[1, 2], [1]])
    await delivered(at, [standing(1, { levels: ['meeting' as LevelId] }, ['guests'])])
    expect([users(at)[0]?.rights, users(at, 1).length]).toEqual([[1], 0])
  })
})

test('a door is opened from afar, and the devices tell of themselves', async () => {
  const at = await open([plain({ doors: 2 }), plain({ skewMs: 600_000 })])
  expect((await at.site.doors(call)).map(({ id, name }) => [id, name])).toEqual([
    ['t1:1', 'Terminal 1 1'],
    ['t1:2', 'Terminal 1 2'],
    ['t2:1', 'Terminal 2'],
  ])
  const calls = () => at.simulator.devices[0]?.document().calls.byPath['AccessControl/RemoteControl/door/2'] ?? 0
  await at.site.openDoor?.('t1:2' as DoorId, call)
  expect(calls()).toBe(1)
  await expect(at.site.openDoor?.('t9:1' as DoorId, call)).rejects.toMatchObject({ failure: { cause: 'door-unknown' } })
  await at.site.admit(cardOf(1), call)
  const devices = await at.site.devices?.(call)
  expect(devices?.[0]).toMatchObject({
    id: 't1',
    model: 'DS-K1T342MWX',
    firmware: 'V3.16.1',
    state: 'online',
    failure: null,
    users: { used: 1, max: 1500 },
    faces: { used: 1 },
    waiting: 0,
  })
  expect(Math.abs((devices?.[1]?.skewMs ?? 0) - 600_000)).toBeLessThan(5000)
  expect((devices?.[0]?.lastSeenAt ?? 0) > 0 && devices?.[0]?.serial !== '').toBe(true)
  const checks = await at.site.doctor(call)
  expect(checks.filter(({ ok }) => !ok)).toMatchObject([{ device: 't2', name: 'clock', fix: 'set-clock' }])
})

describe('faces', () => {
  const paths = (at: OpenIsapi, i = 0) => at.simulator.devices[i]?.document().calls.byPath ?? {}
  const refuse = (path: string, sub: string, times: number) => ({ device: '*', path, kind: 'refuse', sub, times })

  test.each([
    ['saveFacePic', plain()],
    ['writeDatabaseError', { model: 'DS-K1T341AMF' }],
    ['deviceUserAlreadyExistFace', { model: 'DS-K1T341AMF' }],
  ] as const)('%s: the face is taken away, by the call that this one has, and sent once more', async (sub, device) => {
    const at = await open([device], { faults: [refuse('FDSetUp', sub, 1)] })
    expect(await at.site.admit(cardOf(1), call)).toMatchObject({ photo: 'accepted' })
    await delivered(at, [standing(1)])
    expect(paths(at)['Intelligent/FDLib/FDSetUp']).toBe(2)
    expect(Object.keys(paths(at)).some(path => /FDSearch\/Delete|FDDelete/.test(path))).toBe(true)
  })

  test('a library that is not the one it was is looked up again', async () => {
    const at = await open([plain()], { faults: [refuse('FDSetUp', 'faceLibraryIDError', 1)] })
    expect(await at.site.admit(cardOf(1), call)).toMatchObject({ photo: 'accepted' })
    await delivered(at, [standing(1)])
  })

  test('no FDSetUp: added, and replaced by deleting first', async () => {
    const at = await open([plain()], { faults: [refuse('FDSetUp', 'notSupport', 1000)] })
    await at.site.admit(cardOf(1), call)
    await delivered(at, [standing(1)])
    const other = await sharp({ create: { width: 640, height: 800, channels: 3, background: '#876' } })
      .jpeg()
      .toBuffer()
    const before = at.simulator.devices[0]?.document().users[0]?.faceSha256
    await at.site.admit(cardOf(1, { photo: async () => other, known: cardOf(1).code as string as PersonRef }), call)
    await delivered(at, [standing(1)])
    expect(at.simulator.devices[0]?.document().users[0]?.faceSha256).not.toBe(before)
    expect(paths(at)['Intelligent/FDLib/FDSetUp']).toBe(1)
  })

  test('an engine that has no room now is asked again after a pause', async () => {
    const at = await open([plain()], { faults: [refuse('FDSetUp', 'analysisEnginesNoResourceError', 1)] })
    const began = performance.now()
    expect(await at.site.admit(cardOf(1), call)).toMatchObject({ photo: 'accepted' })
    expect(performance.now() - began).toBeGreaterThan(950)
    expect(at.site.limiter().slowed).toBe(1)
  })

  test('the bytes that arrive are the bytes of the file', async () => {
    const at = await open([plain()])
    await at.site.admit(cardOf(1), call)
    await delivered(at, [standing(1)])
    const sha256 = createHash('sha256')
      .update(await jpeg)
      .digest('hex')
    expect(at.simulator.devices[0]?.document().users[0]?.faceSha256).toBe(sha256)
  })
})

describe('TLS', () => {
  const tlsOf = async ({ site }: OpenIsapi) => (await site.doctor(call)).find(({ name }) => name === 'tls')

  test('old TLS is spoken where that is switched on for the device; else the doctor says which switch', async () => {
    const off = await open([plain({ tls: 'legacy' })])
    expect(await tlsOf(off)).toMatchObject({ ok: false, fix: 'legacy-tls', failure: { cause: 'tls-failed' } })
    await expect(off.site.admit(cardOf(1), call)).rejects.toMatchObject({ failure: { kind: 'offline', cause: 'tls-failed' } })
    const on = await open([plain({ tls: 'legacy' })], { legacyTls: true })
    expect(await tlsOf(on)).toMatchObject({ ok: true, detail: expect.stringMatching(/^[0-9a-f]{64}$/) })
    await on.site.admit(cardOf(1), call)
    await delivered(on, [standing(1)])
  })

  test('the wrong certificate hears nothing; plain http and a handshake that never comes are told apart', async () => {
    const [one, other] = [await open([plain()]), await open([plain()])]
    const swapped = one.simulator.devices.map(device => ({ ...device, url: other.simulator.devices[0]?.url ?? '' }))
    const { connection, secrets } = connectionTo(swapped)
    const site = openSite(connection, secrets, { clock, random: seededRandom(1), zone: 'UTC' })
    await expect(site.admit(cardOf(1), call)).rejects.toMatchObject({
      failure: { kind: 'credentials', cause: 'certificate-mismatch' },
    })
    await site.close()
    expect(other.simulator.devices[0]?.document().calls).toMatchObject({ total: 0, unauthorized: 0 })
    const broken = await open([plain({ tls: 'broken' })])
    expect(await tlsOf(broken)).toMatchObject({ ok: false })
    const http = await open([plain({ tls: false })])
    expect(await tlsOf(http)).toMatchObject({ ok: true, detail: null })
  })
})

test('windows stand in the device’s own wall clock, wrong zone, wrong hands and all', async () => {
  const at = await open([
    { zone: 'CST-8:00:00', skewMs: -4_000_000 },
    { zone: 'CST+4' },
    { zone: 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00' },
  ])
  await at.site.admit(cardOf(1), call)
  await delivered(at, [standing(1)])
  expect(users(at)[0]?.begin).toBe('2030-06-03T12:53:00')
  expect(users(at, 1)[0]?.begin).toBe('2030-06-03T02:00:00')
  expect(users(at, 2)[0]?.begin).toBe('2030-06-03T08:00:00')
})
