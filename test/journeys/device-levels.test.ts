import { afterEach, expect, it } from 'vitest'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import type { DoorId, LevelId } from '../../shared/model/ids.ts'
import type { VisitState } from '../../shared/model/visit.ts'
import { type DeskApp, openDesk } from '../support/desk-app.ts'

// Levels of devices are ours, and somebody changes them while guests are on them.

const hour = 3_600_000
const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function start() {
  const running = await startSimulator({ walkers: false, isapi: [{ model: 'DS-K1T342MFX-E1' }, { model: 'DS-K1T341AM' }] })
  open.push(running)
  const desk = await openDesk(null)
  open.push(desk)
  for (const { url, user, password, name } of running.devices) await desk.call('devices.save', { name, url, user, password })
  const { doors } = await desk.call('site.doors', {})
  return { running, desk, doors: doors.map(({ id }) => id) }
}
const level = (doors: DoorId[] | null) => ({ id: 'gate' as LevelId, name: 'Gate', doors })

async function register(desk: DeskApp, levelName: string) {
  const found = (await desk.call('site.levels', {})).levels.find(({ name }) => name === levelName)
  if (!found) throw new Error(`no level ${levelName}`)
  const window = { from: Date.now(), until: Date.now() + hour }
  const { visitId } = await desk.call('guests.register', { card: { family: 'Berg', given: 'Anna' }, levelId: found.id, window })
  await reaches(desk, visitId, 'delivered')
  return visitId
}
async function reaches(desk: DeskApp, visitId: number, state: VisitState) {
  await expect.poll(async () => (await desk.call('visits.get', { visitId })).state, { timeout: 30_000, interval: 20 }).toBe(state)
}
async function act(desk: DeskApp, kind: 'extend' | 'checkout', visitId: number) {
  await desk.call('acts.start', { kind, visitIds: [visitId], ...(kind === 'extend' ? { until: Date.now() + 5 * hour } : {}) })
  const last = async () => (await desk.call('visits.get', { visitId })).act
  await expect.poll(async () => (await last())?.state, { timeout: 30_000, interval: 20 }).toMatch(/done|failed/)
  return last()
}
/** The doors that the guest opens, of all terminals. */
const rights = ({ devices }: RunningSimulator) => devices.map(device => device.document().users.map(user => user.rights))
const longest = ({ devices }: RunningSimulator) =>
  Math.max(...devices.flatMap(device => device.document().users.map(user => Date.parse(`${user.end}+03:00`))))

it('whoever is on “every door” stays there when levels are made, and can be extended and checked out', async () => {
  const { running, desk, doors } = await start()
  const visitId = await register(desk, 'All doors')
  expect(rights(running)).toEqual([[[1]], [[1, 2]]])
  await desk.call('devices.levels', { levels: [level(doors.slice(0, 1))] })
  expect(await act(desk, 'extend', visitId)).toMatchObject({ state: 'done' })
  expect(longest(running)).toBeGreaterThan(Date.now() + 4 * hour)
  expect(rights(running)).toEqual([[[1]], [[1, 2]]])
  expect(await act(desk, 'checkout', visitId)).toMatchObject({ state: 'done' })
  expect(rights(running)).toEqual([[], []])
})

it('a level that loses a door: whoever was let in there is taken off it with the next thing that is done, the end at the latest', async () => {
  for (const kind of ['extend', 'checkout'] as const) {
    const { running, desk, doors } = await start()
    await desk.call('devices.levels', { levels: [level(null)] })
    const visitId = await register(desk, 'Gate')
    expect(rights(running)).toEqual([[[1]], [[1, 2]]])
    await desk.call('devices.levels', { levels: [level(doors.slice(2))] })
    expect(await act(desk, kind, visitId)).toMatchObject({ state: 'done' })
    expect(rights(running)).toEqual(kind === 'extend' ? [[], [[2]]] : [[], []])
    const told = await desk.call('visits.get', { visitId })
    if (kind === 'extend') expect(told.doors.map(({ id }) => id)).toEqual(doors.slice(2))
  }
})

it('a level that is dropped: nobody’s window grows on it, and whoever was on it leaves every door', async () => {
  const { running, desk, doors } = await start()
  await desk.call('devices.levels', {
    levels: [level(doors.slice(0, 2)), { ...level(null), id: 'other' as LevelId, name: 'Other' }],
  })
  const visitId = await register(desk, 'Gate')
  await desk.call('devices.levels', { levels: [{ ...level(null), id: 'other' as LevelId, name: 'Other' }] })
  expect(await act(desk, 'extend', visitId)).toMatchObject({ state: 'failed', cause: { cause: 'level-unknown' } })
  expect(rights(running)).toEqual([[[1]], [[1]]])
  expect(await act(desk, 'checkout', visitId)).toMatchObject({ state: 'done' })
  expect(rights(running)).toEqual([[], []])
})
