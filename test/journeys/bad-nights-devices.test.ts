import { afterEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../electron/base/clock.ts'
import type { DeviceWish } from '../../electron/simulator/isapi/device-script.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { base64, type DeskApp, inventList, openDesk } from '../support/desk-app.ts'
import { devicesSite } from '../support/devices.ts'
import { quickClock } from '../support/quick-clock.ts'

// What must not cost a guest on terminals alone, each night by its name. Desk and terminals live twenty times as fast as we do.

const TIMES = 20
const GUESTS = 40
const TERMINALS = 3

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function site(clock: Clock, faults: object[] = [], wish: DeviceWish = {}): Promise<RunningSimulator> {
  const isapi = Array.from({ length: TERMINALS }, () => ({ model: 'DS-K1T342MWX', latencyMs: 40, ...wish }))
  const running = await startSimulator({ clock, walkers: false, isapi, script: { faults } })
  open.push(running)
  return running
}
async function desk(running: RunningSimulator, clock: Clock): Promise<DeskApp> {
  const at = await openDesk(null, { app: { clock, embedded: devicesSite(running.devices, { spacingMs: 300 }) } })
  open.push(at)
  return at
}
async function sendList(at: DeskApp): Promise<number> {
  await at.call('site.levels', {})
  const list = await at.call('lists.read', { fileName: 'list.csv', bytes: base64(inventList(GUESTS)) })
  return (await at.call('lists.send', { listId: list.listId, name: 'list' })).batchId
}
const begun = (running: RunningSimulator) =>
  expect.poll(() => running.devices[0]?.document().users.length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(3)

/** Everybody once at every terminal, with the right to its door. */
function expectEverybody(running: RunningSimulator): void {
  for (const device of running.devices) {
    const { users } = device.document()
    expect(new Set(users.map(user => user.name)).size).toBe(GUESTS)
    expect(users).toHaveLength(GUESTS)
    for (const user of users) expect(user, user.name).toMatchObject({ rights: [1] })
  }
}

describe('a bad night at the terminals costs nobody', () => {
  it.each([
    ['all of them busy', { device: '*', path: 'UserInfo/Record', after: 5, times: 12, kind: 'busy' }],
    ['busy ones that answer 401 without a challenge', { device: '*', path: 'UserInfo', after: 5, times: 6, kind: 'busy401' }],
    ['HTML for JSON', { device: '*', path: 'UserInfo/Record', after: 5, times: 6, kind: 'html' }],
    [
      'an error of the device itself',
      { device: '*', path: 'UserInfo/Record', after: 5, times: 6, kind: 'refuse', sub: 'deviceError' },
    ],
    ['connections cut without an answer', { device: '*', path: 'UserInfo/Record', after: 5, times: 6, kind: 'drop' }],
    [
      'connections cut after the work was done',
      { device: '*', path: 'UserInfo/Record', after: 5, times: 6, kind: 'drop', effect: true },
    ],
    ['half a reply', { device: '*', path: 'UserInfo', after: 5, times: 6, kind: 'truncated' }],
    ['a reply that drips', { device: 1, path: 'UserInfo/Record', after: 5, times: 2, kind: 'drip' }],
    [
      'a hang past the deadline whose write took effect',
      { device: '*', path: 'UserInfo/Record', after: 5, times: 2, kind: 'hang', effect: true },
    ],
    ['a search that hangs', { device: 2, path: 'UserInfo/Search', times: 1, kind: 'hang' }],
  ])('%s', async (_, fault) => {
    const clock = quickClock(TIMES)
    const running = await site(clock, [fault])
    const at = await desk(running, clock)
    expect(await at.finished(await sendList(at))).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
    expect(running.devices.map(device => device.document().lock.failures)).toEqual([0, 0, 0])
  })

  it('a terminal that reboots for a minute and a half: the others are not kept waiting, and it gets what it missed', async () => {
    const clock = quickClock(TIMES)
    const running = await site(clock)
    const at = await desk(running, clock)
    const batchId = await sendList(at)
    await begun(running)
    const began = clock.monotonic()
    running.devices[1]?.reboot(90_000)
    await expect
      .poll(() => [0, 2].map(i => running.devices[i]?.document().users.length), { timeout: 10_000, interval: 5 })
      .toEqual([GUESTS, GUESTS])
    // One write and its pause for each guest, and what a poll of ours takes.
    expect(clock.monotonic() - began).toBeLessThan(45_000)
    expect(await at.finished(batchId)).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
  })

  it('a terminal that takes calls and answers none for a while: the others go on as if it were not there', async () => {
    const clock = quickClock(TIMES)
    const running = await site(clock, [{ device: 1, path: 'UserInfo', after: 5, times: 4, kind: 'hang' }])
    const at = await desk(running, clock)
    const batchId = await sendList(at)
    await begun(running)
    const began = clock.monotonic()
    await expect
      .poll(() => [0, 2].map(i => running.devices[i]?.document().users.length), { timeout: 10_000, interval: 5 })
      .toEqual([GUESTS, GUESTS])
    expect(clock.monotonic() - began).toBeLessThan(45_000)
    expect(await at.finished(batchId)).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
  })

  it('all of them off for a minute and a half in mid-batch', async () => {
    const clock = quickClock(TIMES)
    const running = await site(clock)
    const at = await desk(running, clock)
    const batchId = await sendList(at)
    await begun(running)
    for (const device of running.devices) device.goOffline()
    const back = clock.monotonic() + 90_000
    await expect.poll(() => clock.monotonic(), { timeout: 10_000, interval: 50 }).toBeGreaterThan(back)
    expect(await at.call('status.get', {})).toMatchObject({ site: { state: 'offline' } })
    for (const device of running.devices) await device.comeBack()
    expect(await at.finished(batchId)).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
  })

  it('nonces that last a second', async () => {
    const clock = quickClock(TIMES)
    const running = await site(clock, [], { nonceMs: 1000, quirks: ['staleNeverTrue', 'strictCounts'] })
    const at = await desk(running, clock)
    expect(await at.finished(await sendList(at))).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
  })

  it.each([86_400_000, -86_400_000])('the clock set by a day in mid-batch (%i ms)', async jump => {
    const steady = quickClock(TIMES)
    let shift = 0
    const clock: Clock = { ...steady, now: () => steady.now() + shift }
    const running = await site(steady)
    const at = await desk(running, clock)
    const batchId = await sendList(at)
    await begun(running)
    shift = jump
    expect(await at.finished(batchId)).toMatchObject({ done: GUESTS, failed: 0 })
    expectEverybody(running)
  })
})
