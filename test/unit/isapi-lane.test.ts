import { describe, expect, test } from 'vitest'
import { createLane, type Kind, type Lane } from '../../electron/access-control/isapi/lane.ts'
import { SiteError } from '../../electron/access-control/port.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { type FakeClock, fakeClock } from '../support/fake-clock.ts'

const open = (spacingMs = 300) => {
  const clock = fakeClock()
  return { clock, lane: createLane({ spacingMs, clock }) }
}
interface Asked {
  began: number
  ended: number
  failure: Failure | null
}
/** A request that takes `ms` and ends with `failure`; answers when it began and ended, -1 where it never did. */
async function ask(
  { clock, lane }: { clock: FakeClock; lane: Lane },
  kind: Kind,
  about: { ms?: number; failure?: Failure; rank?: number; signal?: AbortSignal; lateMs?: number } = {},
): Promise<Asked> {
  const asked: Asked = { began: -1, ended: -1, failure: null }
  try {
    await lane.run(kind, { rank: about.rank ?? 10, signal: about.signal }, async turn => {
      asked.began = clock.monotonic()
      turn.sent(about.lateMs ?? 5000)
      await clock.sleep(about.ms ?? 100)
      turn.back()
      if (about.failure) throw new SiteError(about.failure)
    })
  } catch (error) {
    asked.failure = (error as SiteError).failure
  }
  asked.ended = clock.monotonic()
  return asked
}
async function all(clock: FakeClock, work: Promise<Asked>[], limitMs = 600_000): Promise<Asked[]> {
  let done: Asked[] | null = null
  void Promise.all(work).then(found => {
    done = found
  })
  await clock.runUntil(() => done !== null, limitMs)
  return done ?? []
}
const offline: Failure = { kind: 'offline', cause: 'connection-refused' }

describe('a lane', () => {
  test('one write at a time, a pause after each; reads beside it, two requests at most', async () => {
    const it = open()
    await all(it.clock, [ask(it, 'read')])
    const writes = [1, 2, 3].map(() => ask(it, 'write'))
    const reads = [1, 2, 3].map(() => ask(it, 'read'))
    const asked = await all(it.clock, [...writes, ...reads])
    expect(asked.slice(0, 3).map(({ began }) => began)).toEqual([100, 500, 900])
    const at = (time: number) => asked.filter(({ began, ended }) => began <= time && time < ended).length
    for (let time = 0; time < 1200; time += 10) expect(at(time)).toBeLessThanOrEqual(2)
  })

  test('until its first answer one goes alone; whoever is in a hurry goes first', async () => {
    const it = open(0)
    const order: number[] = []
    const work = [10, 20, 1, 10].map((rank, i) => ask(it, 'write', { rank }).finally(() => order.push(i)))
    await all(it.clock, work)
    expect(order).toEqual([0, 2, 3, 1])
  })

  test('off: told to all at once; then one alone asks, ever more seldom, and an answer opens the way', async () => {
    const it = open()
    const first = await all(it.clock, [ask(it, 'write', { failure: offline }), ask(it, 'write'), ask(it, 'read')])
    expect(first.map(({ failure, began }) => [failure?.kind, began >= 0])).toEqual([
      ['offline', true],
      ['offline', false],
      ['offline', false],
    ])
    const tried: number[] = []
    for (let i = 0; i < 400; i++) {
      const [one] = await all(it.clock, [ask(it, 'read', { ms: 0, failure: offline })])
      if (one && one.began >= 0) tried.push(one.began)
      await it.clock.advance(250)
    }
    expect(tried.length).toBeLessThan(10)
    expect(Math.max(...tried.slice(1).map((at, i) => at - (tried[i] ?? 0)))).toBeGreaterThan(29_000)
    await it.clock.advance(30_000)
    // Whoever comes while it is tried is not held up by it.
    const [scout, other] = await all(it.clock, [ask(it, 'read'), ask(it, 'read')])
    expect([scout?.failure, other?.failure?.kind]).toEqual([null, 'offline'])
    expect(it.lane.closed).toBeNull()
    expect(it.lane.returns).toBe(1)
  })

  test('one that does not answer in time holds up nobody: its caller and those behind it are told, and its place stays taken', async () => {
    const it = open(0)
    await all(it.clock, [ask(it, 'read', { ms: 1 })])
    const slow = ask(it, 'write', { ms: 30_000 })
    const behind = ask(it, 'write')
    const [one, two] = await all(it.clock, [slow, behind], 10_000)
    expect([one?.failure, two?.failure]).toEqual([
      { kind: 'timeout', cause: 'device-late' },
      { kind: 'offline', cause: 'device-late' },
    ])
    expect(it.clock.monotonic()).toBeLessThan(5100)
    expect(it.lane.closed).toMatchObject({ cause: 'device-late' })
    await it.clock.advance(30_000)
    expect(it.lane.closed).toBeNull()
    expect((await all(it.clock, [ask(it, 'write')]))[0]?.failure).toBeNull()
  })

  test('a kept connection that was given up says nothing yet; two in a row do', async () => {
    const it = open(0)
    const lost: Failure = { kind: 'timeout', cause: 'connection-lost' }
    await all(it.clock, [ask(it, 'read', { failure: lost })])
    expect(it.lane.closed).toBeNull()
    await all(it.clock, [ask(it, 'read', { failure: lost })])
    expect(it.lane.closed).toMatchObject({ kind: 'offline' })
  })

  test('locked: nothing goes out before the device said it may', async () => {
    const it = open(0)
    const locked: Failure = { kind: 'busy', cause: 'locked', retryAt: it.clock.now() + 111_000 }
    await all(it.clock, [ask(it, 'read', { failure: locked })])
    expect(
      (await all(it.clock, [ask(it, 'write'), ask(it, 'read')])).map(({ failure, began }) => [failure?.cause, began]),
    ).toEqual([
      ['locked', -1],
      ['locked', -1],
    ])
    await it.clock.advance(111_000)
    expect((await all(it.clock, [ask(it, 'write')]))[0]?.failure).toBeNull()
  })

  test('stopped: for good', async () => {
    const it = open(0)
    const waiting = [ask(it, 'write', { failure: { kind: 'credentials', cause: 'keys' } }), ask(it, 'write')]
    it.lane.stop({ kind: 'credentials', cause: 'keys' })
    expect((await all(it.clock, waiting))[1]).toMatchObject({ began: -1, failure: { cause: 'keys' } })
    await it.clock.advance(86_400_000)
    expect((await all(it.clock, [ask(it, 'read')]))[0]).toMatchObject({ began: -1, failure: { cause: 'keys' } })
  })

  test('given up before its turn: nothing is sent', async () => {
    const it = open(0)
    const gone = new AbortController()
    const work = [ask(it, 'write'), ask(it, 'write', { signal: gone.signal })]
    gone.abort()
    expect((await all(it.clock, work))[1]).toMatchObject({ began: -1, failure: { cause: 'cancelled' } })
  })
})
