import { afterEach, expect, it } from 'vitest'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import type { DeviceWish } from '../../electron/simulator/isapi/device-script.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import type { VisitState, VisitView } from '../../shared/model/visit.ts'
import { openCable } from '../support/cable.ts'
import { base64, type DeskApp, inventList, openDesk } from '../support/desk-app.ts'
import { hybridSite } from '../support/devices.ts'

// Persons and levels are the server's; faces go straight to the terminals, as soon as their users are there.

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const terminal = (door: string, more: DeviceWish = {}): DeviceWish => ({ model: 'DS-K1T342MWX', door, ...more })

async function start(devices: DeviceWish[]): Promise<{ running: RunningSimulator; at: DeskApp }> {
  const running = await startSimulator({
    rate: 50,
    walkers: false,
    isapi: devices,
    script: { applyMs: 60, quirksOff: ['staleFailures'] },
  })
  open.push(running)
  const at = await openDesk(null, { app: { embedded: hybridSite(running) } })
  open.push(at)
  return { running, at }
}

async function register(at: DeskApp, seed = 1) {
  const { photo, verdict } = await at.call('photo.prepare', { bytes: base64(await drawPhoto(seed)) })
  if (!photo) throw new Error(`the portrait was refused: ${verdict.first}`)
  const { levels } = await at.call('site.levels', {})
  const levelId = levels.find(level => level.name === 'Guests')?.id
  if (!levelId) throw new Error('no level Guests')
  const now = Date.now()
  return at.call('guests.register', {
    card: { family: 'Berg', given: 'Anna' },
    levelId,
    window: { from: now, until: now + 3_600_000 },
    photo,
  })
}
async function reaches(at: DeskApp, visitId: number, state: VisitState): Promise<VisitView> {
  await expect.poll(async () => (await at.call('visits.get', { visitId })).state, { timeout: 30_000, interval: 20 }).toBe(state)
  return at.call('visits.get', { visitId })
}
/** Without the staff, whom every terminal knows. */
const guestsAt = (running: RunningSimulator) =>
  running.devices.map(device => device.document().users.filter(user => user.employeeNo.length > 4))
const faces = (running: RunningSimulator) => guestsAt(running).map(users => users.map(user => user.hasFace))

it('a guest: the person on the server without a photo, the face at the terminals, and every door answers', async () => {
  const { running, at } = await start([terminal('1'), terminal('2')])
  const { visitId, code } = await register(at)
  const visit = await reaches(at, visitId, 'delivered')
  expect(visit.steps).toEqual({ person: 'done', photo: 'done', level: 'done' })
  expect(visit.doors.map(door => door.state)).not.toContain('refused')
  expect(running.document().persons).toMatchObject([{ personCode: code, hasFace: false, levels: ['Guests'] }])
  expect(guestsAt(running).map(users => users.map(user => user.employeeNo))).toEqual([[code], [code]])
  expect(faces(running)).toEqual([[true], [true]])
  expect(running.document().calls.byPath['visitor/v1/auth/reapplication']).toBe(1)
})

it('a face that one terminal refuses is that door’s state; a new photo mends it', async () => {
  const { running, at } = await start([terminal('1'), terminal('2', { refusePhotos: 1 })])
  const { visitId } = await register(at)
  const visit = await reaches(at, visitId, 'partly')
  expect(visit.doors.find(door => door.id === 't2:1')).toMatchObject({ state: 'refused', cause: { kind: 'photo-refused' } })
  expect(faces(running)).toEqual([[true], [false]])
  const second = running.devices[1]
  if (second) second.terminal.plan.refusePhotos = 0
  const { photo } = await at.call('photo.prepare', { bytes: base64(await drawPhoto(2)) })
  await at.call('visits.newPhoto', { visitId, photo: photo ?? '' })
  await reaches(at, visitId, 'delivered')
  expect(faces(running)).toEqual([[true], [true]])
})

it('a terminal that we cannot reach is waited for, and gets the face when we can', async () => {
  const running = await startSimulator({
    rate: 50,
    walkers: false,
    isapi: [terminal('1'), terminal('2')],
    script: { applyMs: 60, quirksOff: ['staleFailures'] },
  })
  open.push(running)
  const [first, second] = running.devices
  if (!first || !second) throw new Error('two terminals were asked for')
  const cable = await openCable(second.url)
  open.push({ close: cable.pull })
  const at = await openDesk(null, {
    app: { embedded: hybridSite({ ...running, devices: [first, { ...second, url: cable.url }] }) },
  })
  open.push(at)
  await cable.pull()
  const { visitId } = await register(at)
  const lamp = async () => (await at.call('visits.get', { visitId })).doors.find(door => door.id === 't2:1')?.state
  await expect.poll(lamp, { timeout: 20_000, interval: 20 }).toBe('late')
  await expect.poll(() => faces(running), { timeout: 20_000, interval: 20 }).toEqual([[true], [false]])
  await cable.plugIn()
  await reaches(at, visitId, 'delivered')
  expect(faces(running)).toEqual([[true], [true]])
})

it('a guest whose doors have none of the terminals is applied, not delivered: the face is nowhere', async () => {
  const { running, at } = await start([terminal('6')])
  const { visitId } = await register(at)
  const visit = await reaches(at, visitId, 'applied')
  expect(visit.steps.person).toBe('done')
  expect(faces(running)).toEqual([[]])
})

it('thirty guests of a list', async () => {
  const { running, at } = await start([terminal('1'), terminal('2')])
  await at.call('site.levels', {})
  const list = await at.call('lists.read', { fileName: 'list.csv', bytes: base64(inventList(30)) })
  const photo = base64(await drawPhoto(3))
  for (let i = 0; i < 30; i++) await at.call('lists.photo', { listId: list.listId, fileName: `D${i}.jpg`, bytes: photo })
  const { batchId } = await at.call('lists.send', { listId: list.listId, name: 'list' })
  expect(await at.finished(batchId)).toMatchObject({ done: 30, failed: 0 })
  expect(faces(running).map(all => all.filter(Boolean).length)).toEqual([30, 30])
})
