import { afterEach, describe, expect, it } from 'vitest'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import type { DeviceWish } from '../../electron/simulator/isapi/device-script.ts'
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../../electron/simulator/simulator.ts'
import type { VisitState, VisitView } from '../../shared/model/visit.ts'
import { base64, type DeskApp, inventList, openDesk } from '../support/desk-app.ts'
import { devicesSite } from '../support/devices.ts'

// The same console, the same jobs, on terminals alone.

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const four: DeviceWish[] = Array.from({ length: 4 }, () => ({ model: 'DS-K1T342MWX' }))

async function site(devices: readonly DeviceWish[] = four, options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const running = await startSimulator({ walkers: false, latencyMs: 5, isapi: devices, ...options })
  open.push(running)
  return running
}
async function desk(running: RunningSimulator, more: Parameters<typeof devicesSite>[1] = {}): Promise<DeskApp> {
  const opened = await openDesk(null, { app: { embedded: devicesSite(running.devices, more) } })
  open.push(opened)
  return opened
}

const hour = 3_600_000
const preparedPhoto = async (at: DeskApp, seed = 1) => {
  const { photo, verdict } = await at.call('photo.prepare', { bytes: base64(await drawPhoto(seed)) })
  if (!photo) throw new Error(`the portrait was refused: ${verdict.first}`)
  return photo
}
async function register(at: DeskApp, family: string, photo: string | null = null, levelName = 'Guests') {
  const { levels } = await at.call('site.levels', {})
  const levelId = levels.find(level => level.name === levelName)?.id
  if (!levelId) throw new Error(`no level ${levelName}`)
  const now = Date.now()
  return at.call('guests.register', { card: { family, given: 'Anna' }, levelId, window: { from: now, until: now + hour }, photo })
}
const visitOf = (at: DeskApp, visitId: number) => at.call('visits.get', { visitId })
async function reaches(at: DeskApp, visitId: number, state: VisitState): Promise<VisitView> {
  await expect.poll(async () => (await visitOf(at, visitId)).state, { timeout: 30_000, interval: 20 }).toBe(state)
  return visitOf(at, visitId)
}
const lampsOf = (visit: VisitView) => visit.doors.map(door => door.state)

describe('a guest and four terminals', () => {
  it('is at every door, face and window with it, in two calls a door and one to see that it is so', async () => {
    const running = await site()
    const at = await desk(running)
    const photo = await preparedPhoto(at)
    await at.call('site.doors', {})
    const before = running.devices.map(device => device.document().calls.total)
    const { visitId, code } = await register(at, 'Berg', photo)
    const visit = await reaches(at, visitId, 'delivered')
    expect(lampsOf(visit)).toEqual(['done', 'done', 'done', 'done'])
    for (const [i, device] of running.devices.entries()) {
      const { users, calls } = device.document()
      expect(users).toMatchObject([{ employeeNo: code, name: 'Anna Berg', rights: [1], hasFace: true }])
      expect(calls.total - (before[i] ?? 0)).toBeLessThanOrEqual(5)
    }
  })

  it('is delivered three of four while one is off; that one gets what it missed when it is back, without anyone asking', async () => {
    const running = await site()
    const at = await desk(running)
    const photo = await preparedPhoto(at)
    await at.call('site.doors', {})
    running.devices[3]?.goOffline()
    const { visitId, code } = await register(at, 'Berg', photo)
    await expect
      .poll(async () => lampsOf(await visitOf(at, visitId)), { timeout: 20_000, interval: 20 })
      .toEqual(['done', 'done', 'done', 'late'])
    expect(await visitOf(at, visitId)).toMatchObject({ state: 'accepted', cause: { kind: 'offline' } })
    expect(running.devices.map(device => device.document().users.length)).toEqual([1, 1, 1, 0])
    await running.devices[3]?.comeBack()
    const visit = await reaches(at, visitId, 'delivered')
    expect([lampsOf(visit), visit.cause]).toEqual([['done', 'done', 'done', 'done'], null])
    expect(running.devices[3]?.document().users).toMatchObject([{ employeeNo: code, hasFace: true }])
  })

  it('whose photo one terminal refuses is let in at the others: that door says so', async () => {
    const running = await site(four.map((one, i) => (i === 1 ? { ...one, refusePhotos: 1 } : one)))
    const at = await desk(running)
    const { visitId } = await register(at, 'Berg', await preparedPhoto(at))
    const visit = await reaches(at, visitId, 'partly')
    expect(lampsOf(visit)).toEqual(['done', 'refused', 'done', 'done'])
    expect(visit.doors[1]?.cause).toMatchObject({ kind: 'photo-refused' })
    expect(running.devices.map(device => device.document().faces)).toEqual([1, 0, 1, 1])
  })

  it('leaves: off every terminal, and off the one that was away as soon as it is back', async () => {
    const running = await site()
    const at = await desk(running)
    const { visitId } = await register(at, 'Berg')
    await reaches(at, visitId, 'delivered')
    running.devices[0]?.goOffline()
    await at.call('acts.start', { kind: 'checkout', visitIds: [visitId] })
    await expect
      .poll(() => running.devices.map(device => device.document().users.length), { timeout: 20_000, interval: 50 })
      .toEqual([1, 0, 0, 0])
    expect((await visitOf(at, visitId)).state).toBe('revoking')
    await running.devices[0]?.comeBack()
    await reaches(at, visitId, 'checked-out')
    expect(running.devices.map(device => device.document().users.length)).toEqual([0, 0, 0, 0])
  })
})

describe('what is done to a visit, at the terminals', () => {
  const start = (at: DeskApp, kind: 'assign' | 'revoke' | 'extend' | 'reapply' | 'remove', visitId: number, more: object = {}) =>
    at.call('acts.start', { kind, visitIds: [visitId], ...more })
  const levelNamed = async (at: DeskApp, name: string) => {
    const found = (await at.call('site.levels', {})).levels.find(level => level.name === name)
    if (!found) throw new Error(`no level ${name}`)
    return found.id
  }
  const at = (running: RunningSimulator) => running.devices.map(device => device.document().users.length)

  it('a longer visit, another level, one taken, the rest taken', async () => {
    const running = await site()
    const console = await desk(running)
    const { visitId } = await register(console, 'Berg', null, 'Meeting rooms')
    await reaches(console, visitId, 'delivered')
    expect(at(running)).toEqual([1, 0, 0, 0])
    await start(console, 'extend', visitId, { until: Date.now() + 5 * hour })
    const end = () => Date.parse(`${running.devices[0]?.document().users[0]?.end}+03:00`)
    await expect.poll(end, { timeout: 20_000, interval: 20 }).toBeGreaterThan(Date.now() + 4.9 * hour)
    await start(console, 'assign', visitId, { levelId: await levelNamed(console, 'Guests') })
    await expect.poll(() => at(running), { timeout: 20_000, interval: 20 }).toEqual([1, 1, 1, 1])
    await expect.poll(async () => (await visitOf(console, visitId)).act?.state, { timeout: 20_000, interval: 20 }).toBe('done')
    await start(console, 'revoke', visitId, { levelId: await levelNamed(console, 'Guests') })
    await expect.poll(() => at(running), { timeout: 20_000, interval: 20 }).toEqual([1, 0, 0, 0])
    await expect.poll(async () => (await visitOf(console, visitId)).act?.state, { timeout: 20_000, interval: 20 }).toBe('done')
    await start(console, 'remove', visitId)
    await reaches(console, visitId, 'revoked')
    expect(at(running)).toEqual([0, 0, 0, 0])
  })

  it('whom somebody deleted at a terminal is there again after a re-application', async () => {
    const running = await site()
    const console = await desk(running)
    const { visitId } = await register(console, 'Berg')
    await reaches(console, visitId, 'delivered')
    running.devices[2]?.terminal.users.clear()
    await start(console, 'reapply', visitId)
    await expect.poll(() => at(running), { timeout: 20_000, interval: 20 }).toEqual([1, 1, 1, 1])
  })

  it('access ends by itself', async () => {
    const running = await site()
    const console = await desk(running)
    const levelId = await levelNamed(console, 'Guests')
    const now = Date.now()
    const card = { family: 'Berg', given: 'Anna' }
    const { visitId } = await console.call('guests.register', { card, levelId, window: { from: now, until: now + 2500 } })
    await reaches(console, visitId, 'expired')
    expect(at(running)).toEqual([0, 0, 0, 0])
  })
})

describe('fifty guests and four terminals', () => {
  it('take 2.1 calls a guest and terminal at most', async () => {
    const running = await site()
    const at = await desk(running)
    const photo = await drawPhoto(3)
    await at.call('site.levels', {})
    const list = await at.call('lists.read', { fileName: 'list.csv', bytes: base64(inventList(50)) })
    for (let i = 0; i < 50; i++)
      await at.call('lists.photo', { listId: list.listId, fileName: `D${i}.jpg`, bytes: base64(photo) })
    await at.call('site.doors', {})
    const totals = () => running.devices.map(device => device.document().calls.total)
    const before = totals()
    const { batchId } = await at.call('lists.send', { listId: list.listId, name: 'list' })
    expect(await at.finished(batchId)).toMatchObject({ done: 50, failed: 0 })
    const made = totals().map((total, i) => (total - (before[i] ?? 0)) / 50)
    for (const calls of made) expect(calls).toBeLessThanOrEqual(2.1)
    for (const device of running.devices) expect(device.document()).toMatchObject({ faces: 50, calls: { unauthorized: 1 } })
  })

  it('go on at three while one is off, and are all there when it is back', async () => {
    const running = await site()
    const at = await desk(running)
    await at.call('site.doors', {})
    running.devices[2]?.goOffline()
    const list = await at.call('lists.read', { fileName: 'list.csv', bytes: base64(inventList(50)) })
    const { batchId } = await at.call('lists.send', { listId: list.listId, name: 'list' })
    await expect
      .poll(() => running.devices.map(device => device.document().users.length), { timeout: 30_000, interval: 50 })
      .toEqual([50, 50, 0, 50])
    await running.devices[2]?.comeBack()
    expect(await at.finished(batchId)).toMatchObject({ done: 50, failed: 0 })
    expect(running.devices.map(device => device.document().users.length)).toEqual([50, 50, 50, 50])
  })
})
