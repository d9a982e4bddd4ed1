import { afterEach, expect, it } from 'vitest'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import type { LevelId } from '../../shared/model/ids.ts'
import { HikCentralConnection } from '../../shared/model/settings.ts'
import { openDesk } from '../support/desk-app.ts'
import { quickClock } from '../support/quick-clock.ts'

// What the settings ask about devices, over real sockets.

/** A device that has not answered within five seconds is away: for a desk of this clock they are fifty, so that a busy machine is not taken for one. */
const patient = () => quickClock(0.1)

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function deskAt(...isapi: string[]) {
  const running = await startSimulator({ walkers: false, isapi })
  open.push(running)
  const desk = await openDesk(null, { app: { clock: patient() } })
  open.push(desk)
  const [device] = running.devices
  if (!device) throw new Error('a site without devices')
  return { running, desk, device }
}

it('asks the way to a device without any user, and tells the certificate to pin', async () => {
  const { desk, device } = await deskAt('DS-K1T342MWX')
  const own = await desk.call('devices.reach', { url: device.url })
  expect(own.certificateSha256).toBe(device.certificateSha256)
  expect(own.checks.map(({ name, ok, fix }) => [name, ok, fix])).toEqual([
    ['reachable', true, null],
    ['tls', false, 'pin-certificate'],
  ])
  const pinned = await desk.call('devices.reach', { url: device.url, pin: device.certificateSha256 })
  expect(pinned.checks.every(check => check.ok)).toBe(true)
  expect(device.document().calls).toMatchObject({ total: 0, unauthorized: 0 })
})

it('counts one wrong password as one, and says how many tries are left', async () => {
  const { desk, device } = await deskAt('DS-K1T342MFX-E1')
  const { checks } = await desk.call('devices.test', { url: device.url, user: device.user, password: 'wrong' })
  const failure = checks.find(check => check.name === 'credentials')?.failure
  expect(device.document().lock.failures).toBe(1)
  expect(failure).toMatchObject({ kind: 'credentials', cause: 'keys', measure: 4 })
})

it('knows the doors of a device as soon as it is saved, opens one, keeps levels, and falls back to the embedded site', async () => {
  const { running, desk } = await deskAt('DS-K1T342MFX-E1', 'DS-K1T341AM')
  const doorsNow = async () => (await desk.call('site.doors', {})).doors.map(({ name }) => name)
  const [first, second] = running.devices
  if (!first || !second) throw new Error('two devices were asked for')
  const save = ({ url, user, password }: typeof first, name: string) => desk.call('devices.save', { name, url, user, password })
  expect((await save(first, 'Lifts')).role).toBe('alone')
  expect(await doorsNow()).toEqual(['Lifts'])
  const { devices } = await save(second, 'Gate')
  expect(await doorsNow()).toEqual(['Lifts', 'Gate 1', 'Gate 2'])

  const asked = await desk.call('devices.list', { ask: true })
  expect(asked.devices.map(({ status }) => status?.model)).toEqual([first.model, second.model])
  const gate = devices[1]
  const door = (await desk.call('site.doors', {})).doors.find(({ name }) => name === 'Gate 2')
  if (!gate || !door) throw new Error('no gate')
  await desk.call('doors.open', { doorId: door.id })
  const levels = [{ id: 'gate' as LevelId, name: 'Gate only', doors: [door.id] }]
  expect((await desk.call('devices.levels', { levels })).levels).toEqual(levels)
  expect((await desk.call('site.levels', {})).levels).toEqual(levels)

  for (const { id } of asked.devices) await desk.call('devices.remove', { id })
  expect((await desk.call('devices.list', {})).role).toBe('none')
  expect((await desk.call('status.get', {})).site.kind).toBe('embedded')
})

it('says of terminals beside a visitor module that nothing goes to them', async () => {
  const server = { kind: 'hikcentral', url: 'https://127.0.0.1:9', appKey: 'k', enrol: 'visitors' }
  const desk = await openDesk(null, { settings: { connection: HikCentralConnection.parse(server) } })
  open.push(desk)
  expect((await desk.call('devices.list', {})).role).toBe('visitors')
})

it('keeps a device that does not answer: it is named, asked again, and tells its doors when it comes', async () => {
  const running = await startSimulator({ walkers: false, isapi: ['DS-K1T342MFX-E1', 'DS-K1T341AM'] })
  open.push(running)
  const desk = await openDesk(null)
  open.push(desk)
  const [lifts, gate] = running.devices
  if (!lifts || !gate) throw new Error('two devices were asked for')
  const save = ({ url, user, password }: typeof lifts, name: string) => desk.call('devices.save', { name, url, user, password })
  const stateOf = async (at: number) => (await desk.call('devices.list', { ask: true })).devices[at]?.status?.state
  const doorsNow = async () => (await desk.call('site.doors', {})).doors.map(({ name }) => name)
  await save(lifts, 'Lifts')
  gate.goOffline()
  expect((await save(gate, 'Gate')).devices.map(({ name }) => name)).toEqual(['Lifts', 'Gate'])
  expect(await stateOf(1)).toBe('offline')
  const LONG = { timeout: 100_000 }
  await expect.poll(doorsNow, LONG).toEqual(['Lifts', 'Gate'])
  await gate.comeBack()
  await expect.poll(() => stateOf(1), LONG).toBe('online')
  await expect.poll(doorsNow, LONG).toEqual(['Lifts', 'Gate 1', 'Gate 2'])
})
