import { createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { recordPassages } from '../../electron/simulator/passage-log.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { type DeskApp, openDesk } from '../support/desk-app.ts'
import { toldAs } from '../support/doors.ts'

// An administrator changes how passages are read, and nobody starts anything anew.

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const LONG = { timeout: 30_000, interval: 20 }
const FACE = 196893
const CARD_AND_CODE = 198915
const quick = { share: 1, catchUpShare: 1, everyMs: 200, lagMs: 3000, types: [FACE, 197635], rareTypes: [] }

async function begin(feed: object = {}): Promise<{ running: RunningSimulator; at: DeskApp }> {
  const running = await startSimulator({ rate: 500, walkers: false, script: { applyMs: 20 } })
  open.push(running)
  const at = await openDesk(running, { settings: { feed: { ...quick, ...feed } as never }, app: { watch: true } })
  open.push(at)
  await expect.poll(() => stateOf(at), LONG).toBe('polling')
  return { running, at }
}

const feedOf = async (at: DeskApp) => (await at.call('passages.feed', {})).feed
const stateOf = async (at: DeskApp) => (await feedOf(at)).state
const told = async (at: DeskApp) => (await at.call('passages.page', { limit: 200 })).passages.map(one => one.key)
const asked = (running: RunningSimulator) => running.document().calls.byPath['acs/v1/door/events'] ?? 0
const walk = (running: RunningSimulator, id: string, type = FACE) =>
  recordPassages(running.world, [toldAs({ id, type, at: Date.now() })])

/** Somebody passes again and again until it is told. */
async function untilTold(at: DeskApp, running: RunningSimulator, name: string, type: number): Promise<void> {
  let n = 0
  const again = async () => {
    walk(running, `${name}${n++}`, type)
    return (await told(at)).some(key => key.startsWith(name))
  }
  await expect.poll(again, { ...LONG, interval: 200 }).toBe(true)
}

it('a kind of event is asked for from the moment it is chosen, at either pace, and no more once it is taken off', async () => {
  const { running, at } = await begin()
  walk(running, 'unasked', CARD_AND_CODE)
  walk(running, 'asked')
  await expect.poll(() => told(at), LONG).toContain('asked')
  expect(await told(at)).not.toContain('unasked')

  const chosen = await at.call('feed.set', { rareTypes: [CARD_AND_CODE] })
  expect(chosen).toMatchObject({ site: 'hikcentral', siteIsHere: true, types: quick.types, rareTypes: [CARD_AND_CODE] })
  await untilTold(at, running, 'slower', CARD_AND_CODE)
  await at.call('feed.set', { types: [FACE, CARD_AND_CODE], rareTypes: [] })
  await untilTold(at, running, 'every', CARD_AND_CODE)

  await at.call('feed.set', { types: [FACE] })
  let n = 0
  const isTakenOff = async () => {
    const name = `off${n++}`
    walk(running, name, CARD_AND_CODE)
    // Three rounds later at the soonest.
    for (const round of [1, 2, 3]) await untilTold(at, running, `${name} ${round} `, FACE)
    return !(await told(at)).includes(name)
  }
  await expect.poll(isTakenOff, LONG).toBe(true)
  await expect(at.call('feed.set', { types: [] })).rejects.toThrow('bad-input')
  expect((await at.call('feed.get', {})).types).toEqual([FACE])
})

it('nobody passes unheard while it is changed', async () => {
  const { running, at } = await begin()
  const ids = Array.from({ length: 12 }, (_, i) => `n${i}`)
  for (const [i, id] of ids.entries()) {
    walk(running, id)
    await at.call('feed.set', { share: i % 2 === 0 ? 0.9 : 1 })
    await expect.poll(() => asked(running), LONG).toBeGreaterThan(i * 4)
  }
  await expect.poll(async () => (await told(at)).toSorted(), LONG).toEqual(ids.toSorted())
})

it('the share of the calls is kept to at once', async () => {
  const { running, at } = await begin()
  const perSecond = async () => {
    const [calls, began] = [asked(running), performance.now()]
    await expect.poll(() => performance.now() - began, LONG).toBeGreaterThan(2000)
    return (asked(running) - calls) / ((performance.now() - began) / 1000)
  }
  await at.call('feed.set', { share: 0.01, catchUpShare: 0.01 })
  // A hundredth of 200 a second; two kinds every 200 ms were ten.
  await expect.poll(perSecond, { timeout: 60_000, interval: 1 }).toBeLessThanOrEqual(3)
  await expect(at.call('feed.set', { share: 0 })).rejects.toThrow('bad-input')
}, 90_000)

it('switched off nobody asks, and switched on again it goes on where it stopped', async () => {
  const { running, at } = await begin()
  await at.call('feed.set', { on: false })
  await expect.poll(() => stateOf(at), LONG).toBe('off')
  const calls = asked(running)
  walk(running, 'unread')
  await at.call('feed.set', { on: true })
  await expect.poll(() => told(at), LONG).toEqual(['unread'])
  expect(asked(running)).toBeGreaterThan(calls)
})

it('the site is asked to tell by itself, and taken at its word; where nobody can listen, polling goes on and says why', async () => {
  const { running, at } = await begin()
  expect(await at.call('feed.destination', {})).toEqual({ url: null })
  await at.call('feed.set', { subscription: { on: true, address: '127.0.0.1', port: 0 } })
  await expect.poll(() => feedOf(at), LONG).toMatchObject({ state: 'polling', unpushed: { cause: 'no-push-yet' } })
  await expect.poll(() => running.world.subscriptions.length, LONG).toBe(1)
  const { url } = await at.call('feed.destination', {})
  expect(running.world.subscriptions[0]?.eventDest).toBe(url)
  // The token is told to whoever asks for it, and nobody else.
  const { listensAt } = await at.call('feed.get', {})
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/events\/[0-9a-f]{64}$/)
  expect(listensAt).toBe(url?.slice(0, -64))
  walk(running, 'pushed')
  await expect.poll(() => stateOf(at), LONG).toBe('live')

  // Another program has the port.
  const other = createServer()
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => new Promise(resolve => other.close(resolve)) })
  const { port } = other.address() as { port: number }
  await at.call('feed.set', { subscription: { port } })
  await expect.poll(() => feedOf(at), LONG).toMatchObject({ state: 'polling', unpushed: { cause: 'port-taken', field: 'port' } })
  expect(running.world.subscriptions).toEqual([])
  expect((await at.call('feed.get', {})).listensAt).toBeNull()
  walk(running, 'polled')
  await expect.poll(() => told(at), LONG).toContain('polled')

  await at.call('feed.set', { subscription: { on: false } })
  await expect.poll(async () => 'unpushed' in (await feedOf(at)), LONG).toBe(false)
  for (const wrong of [{ address: 'nowhere' }, { reachedAs: 'http://x' }, { address: '0.0.0.0' }])
    await expect(at.call('feed.set', { subscription: { on: true, ...wrong } })).rejects.toThrow(
      /no-address|no-host|every-address/,
    )
  expect((await at.call('feed.get', {})).subscription).toEqual({ on: false, address: '127.0.0.1', port, reachedAs: null })
})
