import { afterEach, expect, test } from 'vitest'
import { openSite } from '../../electron/access-control/open.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { connectionTo } from '../support/devices.ts'
import { fakeClock } from '../support/fake-clock.ts'

// A device that lets us in by its login page alone (protocol B1, Session login): kept, lost, and ended.

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** A session of this simulator ends after 90 s of silence. */
async function sessionDevice() {
  const clock = fakeClock()
  const simulator = await startSimulator({ walkers: false, clock, isapi: [{ schemes: ['basic'] }] })
  open.push(simulator)
  const { connection, secrets } = connectionTo(simulator.devices, { basic: false })
  const site = openSite(connection, secrets, { clock, random: seededRandom(7), zone: 'Europe/Moscow' })
  open.push(site)
  const times = (call: string) => simulator.devices[0]?.document().calls.byPath[`Security/session${call}`] ?? 0
  return { clock, simulator, site, times }
}
const call = { rank: 0 }
const SOON = { timeout: 60_000, interval: 5 }

test('is kept while nothing else is asked, and ended at the close', async () => {
  const { clock, site, times } = await sessionDevice()
  await site.probe(call)
  for (const beats of [1, 2, 3]) {
    await clock.advance(60_000)
    await expect.poll(() => times('Heartbeat'), SOON).toBe(beats)
  }
  await site.probe(call)
  expect(times('Login')).toBe(1)
  await site.close()
  expect(times('Logout')).toBe(1)
})

test('that has ended is entered anew by whatever finds it so, once, and nobody fails', async () => {
  const { clock, simulator, site, times } = await sessionDevice()
  await site.probe(call)
  // A restart, of which we have not heard.
  simulator.devices[0]?.terminal.doorkeeper.forget()
  await Promise.all([site.probe(call), site.doors(call), site.devices?.(call)])
  expect(times('Login')).toBe(2)
  expect(simulator.devices[0]?.document().lock).toMatchObject({ locked: false, failures: 0 })
  simulator.devices[0]?.terminal.doorkeeper.forget()
  await clock.advance(60_000)
  await expect.poll(() => times('Heartbeat'), SOON).toBe(1)
  expect(times('Login')).toBe(3)
})

test('tells of another password as any login does: two tries, and no more', async () => {
  const { clock, simulator, site, times } = await sessionDevice()
  await site.probe(call)
  const [device] = simulator.devices
  if (device) device.terminal.plan.password = 'changed meanwhile'
  device?.terminal.doorkeeper.forget()
  for (let i = 0; i < 4; i++) await site.probe(call).catch(() => null)
  await clock.advance(300_000)
  expect(site.shut()).toMatchObject({ kind: 'credentials', cause: 'keys' })
  expect(device?.document().lock).toMatchObject({ locked: false, failures: 2 })
  expect(times('Login')).toBeLessThanOrEqual(3)
})
