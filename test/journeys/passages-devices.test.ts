import { afterEach, expect, it } from 'vitest'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { openDesk } from '../support/desk-app.ts'
import { devicesSite } from '../support/devices.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const LONG = { timeout: 20_000, interval: 20 }

it('terminals alone: who passes is known, checked in by the reader that somebody called an entrance', async () => {
  const running = await startSimulator({ walkers: false, latencyMs: 5, isapi: 2 })
  open.push(running)
  const at = await openDesk(null, { app: { embedded: devicesSite(running.devices), watch: true } })
  open.push(at)
  await expect.poll(async () => (await at.call('passages.feed', {})).feed.state, LONG).toBe('live')
  const level = (await at.call('site.levels', {})).levels.find(found => found.name === 'Guests')
  const now = Date.now()
  const made = await at.call('guests.register', {
    card: { family: 'Berg', given: 'Anna' },
    levelId: level?.id ?? ('' as never),
    window: { from: now, until: now + 3_600_000 },
  })
  await expect.poll(async () => (await at.call('visits.get', { visitId: made.visitId })).state, LONG).toBe('delivered')
  const pass = () => running.devices[0]?.passage({ employeeNo: made.code })
  pass()
  const own = async () => (await at.call('passages.page', { filter: { guestId: made.guestId } })).passages
  await expect.poll(async () => (await own()).length, LONG).toBe(1)
  expect(await own()).toMatchObject([{ result: 'granted', guestName: 'Berg Anna', visitId: made.visitId, way: 'unknown' }])
  expect((await at.call('visits.get', { visitId: made.visitId })).presence).toMatchObject({ place: 'seen', entries: 0 })
  expect((await at.call('muster.get', {})).zones).toMatchObject([{ people: [{ name: 'Berg Anna', unsure: true }] }])
  const [reader] = await at.call('readers.list', {})
  if (!reader) throw new Error('no reader')
  await at.call('readers.set', { doorId: reader.doorId, reader: reader.reader, way: 'in' })
  pass()
  await expect.poll(async () => (await at.call('passages.feed', {})).inside, LONG).toBe(1)
  expect((await own())[0]?.effects).toEqual(['checked-in'])
})
