import { afterEach, expect, it } from 'vitest'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { openDesk } from '../support/desk-app.ts'

// A test of the connection, and the connection in use: the site counts both as one.

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function deskAtRate(rate: number) {
  const site = await startSimulator({ rate: 1000, walkers: false })
  open.push(site)
  const desk = await openDesk(site, { rate })
  open.push(desk)
  await expect.poll(async () => (await desk.call('status.get', {})).site.state, { timeout: 60_000 }).toBe('online')
  return { site, desk }
}

it('keeps to the limits in use, whatever the form says', async () => {
  const { site, desk } = await deskAtRate(5)
  const { url, appKey, appSecret, certificateSha256: pin } = site
  const { checks } = await desk.call('connection.test', { url, appKey, appSecret, pin, rate: 500, concurrency: 50 })
  expect(checks.filter(check => !check.ok)).toEqual([])
  expect((await desk.call('doctor.run', {})).filter(check => !check.ok)).toEqual([])
  const { total, maxPerSecond } = site.document().calls
  // Two tests of some nine calls each; what is late on the way may come together with what follows.
  expect(total).toBeGreaterThanOrEqual(18)
  expect(maxPerSecond).toBeLessThanOrEqual(8)
})

it('has limits of its own where it asks another site', async () => {
  const { desk } = await deskAtRate(1)
  const other = await startSimulator({ rate: 1000, walkers: false })
  open.push(other)
  const { url, appKey, appSecret, certificateSha256: pin } = other
  const { checks } = await desk.call('connection.test', { url, appKey, appSecret, pin, rate: 500, concurrency: 50 })
  expect(checks.filter(check => !check.ok)).toEqual([])
  expect(other.document().calls.maxPerSecond).toBeGreaterThan(2)
})
