import { afterEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../electron/base/clock.ts'
import { systemClock } from '../../electron/base/clock.ts'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import type { DeviceWish } from '../../electron/simulator/isapi/device-script.ts'
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../../electron/simulator/simulator.ts'
import type { RepairView } from '../../shared/model/repair.ts'
import { base64, type DeskApp, openDesk } from '../support/desk-app.ts'
import { devicesSite, hybridSite } from '../support/devices.ts'
import { temporaryFolder } from '../support/folders.ts'

// What the doors lose behind our back after a visit was confirmed, and how it comes back.

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const SOON = { timeout: 60_000, interval: 20 }
const hour = 3_600_000
const THREE: DeviceWish[] = Array.from({ length: 3 }, () => ({ model: 'DS-K1T342MWX' }))
type More = Parameters<typeof openDesk>[1]

async function start(options: SimulatorOptions): Promise<RunningSimulator> {
  const running = await startSimulator({ rate: 500, walkers: false, ...options })
  open.push(running)
  return running
}
async function desk(site: Parameters<typeof openDesk>[0], more: More = {}): Promise<DeskApp> {
  const at = await openDesk(site, more)
  open.push(at)
  return at
}
const onTerminals = (running: RunningSimulator, more: More = {}) =>
  desk(null, { ...more, app: { embedded: devicesSite(running.devices), ...more?.app } })

async function guests(at: DeskApp, count: number, photo = false, family = 'Berg') {
  const { levels } = await at.call('site.levels', {})
  const levelId = levels.find(level => level.name === 'Guests')?.id
  if (!levelId) throw new Error('no level Guests')
  const now = Date.now()
  const made = []
  for (let i = 0; i < count; i++) {
    const prepared = photo ? (await at.call('photo.prepare', { bytes: base64(await drawPhoto(i + 1)) })).photo : null
    const card = { family: `${family}${i}`, given: 'Anna' }
    const window = { from: now, until: now + 48 * hour }
    made.push(await at.call('guests.register', { card, levelId, window, photo: prepared }))
  }
  for (const { visitId } of made) {
    const state = async () => (await at.call('visits.get', { visitId })).state
    await expect.poll(state, SOON).toBe('delivered')
  }
  return made
}
const lastOf = async (at: DeskApp) => (await at.call('repair.get', {})).last
async function ended(at: DeskApp): Promise<RepairView> {
  await expect.poll(async () => (await lastOf(at))?.endedAt ?? null, SOON).not.toBeNull()
  return (await lastOf(at)) as RepairView
}
async function repair(at: DeskApp): Promise<RepairView> {
  await at.call('repair.start', {})
  return ended(at)
}
const usersAt = (running: RunningSimulator) => running.devices.map(device => device.document().users.length)
const facesAt = (running: RunningSimulator) => running.devices.map(device => device.document().faces)
const actsOf = async (at: DeskApp, guestId: number) => (await at.call('guests.get', { guestId: guestId as never })).acts

describe('terminals', () => {
  it('users, faces and windows that were lost come back where they were, and nothing else is written', async () => {
    const running = await start({ isapi: THREE, latencyMs: 5 })
    const at = await onTerminals(running)
    const [first, second, third] = await guests(at, 3, true)
    if (!first || !second || !third) throw new Error('three guests were asked for')
    running.devices[0]?.lose('users', [first.code])
    running.devices[1]?.lose('faces', [first.code, second.code])
    const user = running.devices[2]?.terminal.users.get(second.code)
    const end = user?.valid.end
    if (user) user.valid = { ...user.valid, end: user.valid.begin }
    const writes = () =>
      running.devices.map(device =>
        Object.entries(device.document().calls.byPath)
          .filter(([path]) => /Record|Modify|SetUp|Delete/.test(path))
          .reduce((sum, [, count]) => sum + count, 0),
      )
    const before = writes()
    const view = await repair(at)
    expect(view).toMatchObject({ why: 'hand', sight: 'devices', total: 3, guests: 3, found: 2, mended: 2, failed: 0, unsaid: 0 })
    expect(view.doors.map(({ id, lacking, mended }) => [id, lacking, mended]).sort()).toEqual([
      ['t1:1', 1, 1],
      ['t2:1', 2, 2],
      ['t3:1', 1, 1],
    ])
    expect([usersAt(running), facesAt(running)]).toEqual([
      [3, 3, 3],
      [3, 3, 3],
    ])
    expect(running.devices[2]?.terminal.users.get(second.code)?.valid.end).toBe(end)
    // A user and a face; two faces; a window.
    expect(writes().map((count, i) => count - (before[i] ?? 0))).toEqual([2, 2, 1])
    expect(await actsOf(at, first.guestId)).toMatchObject([
      { kind: 'repair', state: 'done', lacking: [{ id: 't1:1' }, { id: 't2:1' }] },
    ])
    expect(await actsOf(at, third.guestId)).toEqual([])
    expect(await at.call('visits.get', { visitId: first.visitId })).toMatchObject({ state: 'delivered' })
  })

  it('finds nothing where nothing is lacking, in one call for thirty guests', async () => {
    const running = await start({ isapi: THREE })
    const at = await onTerminals(running)
    await guests(at, 4)
    const searches = () => running.devices.map(device => device.document().calls.byPath['AccessControl/UserInfo/Search'] ?? 0)
    const before = searches()
    expect(await repair(at)).toMatchObject({ guests: 4, found: 0, doors: [] })
    expect(searches().map((count, i) => count - (before[i] ?? 0))).toEqual([1, 1, 1])
  })

  it('a terminal that is away holds up nobody; the next look mends it', async () => {
    const running = await start({ isapi: THREE })
    const at = await onTerminals(running)
    await guests(at, 2)
    running.devices[2]?.lose('users')
    running.devices[2]?.goOffline()
    running.devices[0]?.lose('users')
    await at.call('repair.start', {})
    await expect.poll(() => usersAt(running), SOON).toEqual([2, 2, 0])
    await expect.poll(async () => (await lastOf(at))?.lookedAt ?? null, SOON).not.toBeNull()
    expect(await lastOf(at)).toMatchObject({ found: 2, doors: [{ id: 't1:1', lacking: 2 }] })
    await running.devices[2]?.comeBack()
    await ended(at)
    await repair(at)
    expect(usersAt(running)).toEqual([2, 2, 2])
  })

  it('a person at the desk does not wait for it', async () => {
    const running = await start({ isapi: THREE })
    const at = await desk(null, { app: { embedded: devicesSite(running.devices, { spacingMs: 100 }) } })
    await guests(at, 30)
    for (const device of running.devices) device.lose('users')
    await at.call('repair.start', {})
    await expect.poll(() => usersAt(running)[0], SOON).toBeGreaterThan(0)
    await guests(at, 1, false, 'Weber')
    expect(await lastOf(at)).toMatchObject({ endedAt: null })
    expect(await ended(at)).toMatchObject({ found: 30, mended: 30 })
    expect(usersAt(running)).toEqual([31, 31, 31])
  })

  it('a guest of two visits is as the later one wants it: that is no loss, and is not written over', async () => {
    const running = await start({ isapi: THREE })
    const at = await onTerminals(running)
    const [guest] = await guests(at, 1)
    if (!guest) throw new Error('no guest')
    const { levels } = await at.call('site.levels', {})
    const levelId = levels.find(level => level.name === 'Guests')?.id ?? ('' as never)
    const from = Date.now() + 72 * hour
    const card = { family: 'Berg0', given: 'Anna' }
    const window = { from, until: from + hour }
    const { visitId } = await at.call('guests.register', { guestId: guest.guestId, card, levelId, window })
    await expect.poll(async () => (await at.call('visits.get', { visitId })).state, SOON).toBe('delivered')
    const begins = () => running.devices.map(device => device.document().users[0]?.begin)
    const before = begins()
    expect(await repair(at)).toMatchObject({ guests: 1, found: 0 })
    expect(begins()).toEqual(before)
    running.devices[1]?.lose('users')
    expect(await repair(at)).toMatchObject({ guests: 1, found: 1, mended: 1, doors: [{ id: 't2:1' }] })
    expect(usersAt(running)).toEqual([1, 1, 1])
  })

  it('whoever has left meanwhile is not brought back', async () => {
    const running = await start({ isapi: THREE })
    const at = await onTerminals(running)
    const [guest] = await guests(at, 1)
    if (!guest) throw new Error('no guest')
    await at.call('acts.start', { kind: 'checkout', visitIds: [guest.visitId] })
    await expect.poll(async () => (await at.call('visits.get', { visitId: guest.visitId })).state, SOON).toBe('checked-out')
    expect(await repair(at)).toMatchObject({ total: 0, guests: 0, found: 0 })
    expect(usersAt(running)).toEqual([0, 0, 0])
  })

  it('a new device has whoever has access as soon as it is saved', async () => {
    const running = await start({ isapi: ['DS-K1T342MFX-E1', 'DS-K1T341AM'] })
    const at = await desk(null)
    const [lifts, gate] = running.devices
    if (!lifts || !gate) throw new Error('two devices were asked for')
    const save = ({ url, user, password }: typeof lifts, name: string) => at.call('devices.save', { name, url, user, password })
    await save(lifts, 'Lifts')
    const { levels } = await at.call('site.levels', {})
    const levelId = levels[0]?.id
    if (!levelId) throw new Error('no level')
    const now = Date.now()
    const card = { family: 'Berg', given: 'Anna' }
    const { visitId } = await at.call('guests.register', { card, levelId, window: { from: now, until: now + hour } })
    await expect.poll(async () => (await at.call('visits.get', { visitId })).state, SOON).toBe('delivered')
    expect(await lastOf(at)).toBeNull()
    await save(gate, 'Gate')
    await expect.poll(() => usersAt(running), SOON).toEqual([1, 1])
    expect(await ended(at)).toMatchObject({ why: 'change', found: 1, mended: 1 })
  })
})

describe('a server', () => {
  it('applies everybody once more in one call a set, and says what it cannot see', async () => {
    const running = await start({ script: { applyMs: 20 } })
    const at = await desk(running, { rate: 200, chunk: 2 })
    const made = await guests(at, 4)
    // Somebody puts another terminal at a door.
    const door = [...running.world.doors.values()].find(one => one.held.size > 0)
    door?.held.clear()
    const asked = () => running.document().calls.byPath['visitor/v1/auth/reapplication'] ?? 0
    const before = asked()
    const view = await repair(at)
    expect(view).toMatchObject({ sight: 'server', total: 4, guests: 4, failed: 0, unsaid: 0 })
    expect(asked() - before).toBe(2)
    expect(door?.held.size).toBe(4)
    expect(await actsOf(at, made[0]?.guestId ?? 0)).toEqual([])
  })

  it('that has lost a person says so for that one, and serves the others', async () => {
    const running = await start({ script: { applyMs: 20 } })
    const at = await desk(running, { rate: 200 })
    const made = await guests(at, 4)
    const lost = [...running.world.persons.values()].find(one => one.personCode === made[1]?.code)
    if (!lost) throw new Error('no such person')
    running.world.persons.delete(lost.id)
    const door = [...running.world.doors.values()].find(one => one.held.size > 0)
    door?.held.clear()
    expect(await repair(at)).toMatchObject({ guests: 4, found: 1, mended: 0, failed: 1 })
    expect(door?.held.size).toBe(3)
    const [act] = await actsOf(at, made[1]?.guestId ?? 0)
    expect(act).toMatchObject({ kind: 'repair', state: 'failed', cause: { kind: 'not-found', cause: 'person-lost' } })
  })

  it('with terminals of ours: a face that one of them has lost is there again', async () => {
    const isapi = ['1', '2'].map(door => ({ model: 'DS-K1T342MWX', door }))
    const running = await start({ rate: 50, isapi, script: { applyMs: 60, quirksOff: ['staleFailures'] } })
    const at = await desk(null, { app: { embedded: hybridSite(running) } })
    const [guest] = await guests(at, 1, true)
    running.devices[1]?.lose('faces', [guest?.code ?? ''])
    const hasFace = () => running.devices.map(({ terminal }) => (terminal.users.get(guest?.code ?? '')?.face ?? null) !== null)
    expect(hasFace()).toEqual([true, false])
    expect(await repair(at)).toMatchObject({ guests: 1, found: 1, mended: 1, doors: [{ id: 't2:1', lacking: 1, mended: 1 }] })
    expect(hasFace()).toEqual([true, true])
  })
})

describe('the night', () => {
  /** A clock that somebody sets. */
  function setClock() {
    let shift = 0
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + shift }
    const set = (by: number) => {
      shift = by
    }
    return { clock, set }
  }

  it('comes by itself at its hour, once, and not where nobody wants it', async () => {
    const running = await start({ isapi: THREE })
    const profileDir = temporaryFolder()
    const { clock, set } = setClock()
    const life = async (repairHour: number | null) =>
      onTerminals(running, { profileDir, settings: { repairHour }, app: { clock, embedded: devicesSite(running.devices) } })
    const first = await life(3)
    await guests(first, 2)
    running.devices[0]?.lose('users')
    expect(await lastOf(first)).toBeNull()
    await first.close()
    open.pop()
    // The console is off at the hour, and does it at its next start.
    set(25 * hour)
    const off = await life(null)
    await off.close()
    open.pop()
    expect(usersAt(running)).toEqual([0, 2, 2])
    const second = await life(3)
    await expect.poll(() => usersAt(running), SOON).toEqual([2, 2, 2])
    const { id } = await ended(second)
    expect(await lastOf(second)).toMatchObject({ why: 'night', found: 2, mended: 2 })
    await second.close()
    open.pop()
    const third = await life(3)
    expect((await lastOf(third))?.id).toBe(id)
  })
})
