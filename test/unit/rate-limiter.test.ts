import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRateLimiter, type RateLimiter } from '../../electron/access-control/rate-limiter.ts'
import type { Clock } from '../../electron/base/clock.ts'
import { lateClock } from '../support/late-clock.ts'

/** One call: `handshake` ms until its request goes out, `latency` ms more until its answer. */
const call = (limiter: RateLimiter, clock: Clock, departures: number[], handshake = 0, latency = 0, rank = 10) =>
  limiter.run(rank, undefined, async ({ sent }) => {
    if (handshake > 0) await clock.sleep(handshake)
    departures.push(clock.monotonic())
    sent()
    if (latency > 0) await clock.sleep(latency)
  })

const mostIn = (departures: readonly number[], window: number) =>
  Math.max(0, ...departures.map((from, i) => departures.slice(i).filter(at => at < from + window).length))

test('never more than the rate within a second, whatever comes and however late the timers are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        rate: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.3, max: 30, noNaN: true })),
        concurrency: fc.integer({ min: 1, max: 20 }),
        lateness: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 8 }),
        calls: fc.array(
          fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 400 })),
          {
            minLength: 1,
            maxLength: 60,
          },
        ),
      }),
      async ({ rate, concurrency, lateness, calls }) => {
        const { clock, run } = lateClock(lateness)
        const limiter = createRateLimiter({ rate, concurrency, clock })
        const departures: number[] = []
        const work = calls.map(async ([gap, handshake, latency], i) => {
          await clock.sleep(calls.slice(0, i).reduce((sum, [g]) => sum + g, gap))
          await call(limiter, clock, departures, handshake, latency)
        })
        await run()
        await Promise.all(work)
        expect(departures).toHaveLength(calls.length)
        expect(mostIn(departures, 1015)).toBeLessThanOrEqual(Math.ceil(rate))
      },
    ),
    { numRuns: 150 },
  )
})

test('work waits only for its slot: a steady backlog keeps 0.97 of the rate', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        rate: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0.3, max: 50, noNaN: true })),
        lateness: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 }),
      }),
      async ({ rate, lateness }) => {
        const { clock, run } = lateClock(lateness)
        const limiter = createRateLimiter({ rate, concurrency: 10_000, clock })
        const departures: number[] = []
        const count = Math.ceil(rate * 2) + 5
        const all = Promise.all(Array.from({ length: count }, () => call(limiter, clock, departures)))
        await run()
        await all
        // The bound, and once a second the guard and one timer's lateness.
        const late = Math.max(...lateness)
        expect(departures.at(-1)).toBeLessThanOrEqual(((count - 1) / rate) * (1015 + late) + late + 2)
      },
    ),
    { numRuns: 60 },
  )
})

test('50 calls at 20/s and 200 ms take what the bound says', async () => {
  const { clock, run } = lateClock([1])
  const limiter = createRateLimiter({ rate: 20, concurrency: 10, clock })
  const departures: number[] = []
  const all = Promise.all(Array.from({ length: 50 }, () => call(limiter, clock, departures, 0, 200)))
  await run()
  await all
  expect(clock.monotonic() / ((49 / 20) * 1000 + 200)).toBeLessThan(1.02)
})

test('a slow handshake moves the window: what counts is when the request goes out', async () => {
  const { clock, run } = lateClock()
  const limiter = createRateLimiter({ rate: 10, concurrency: 100, clock })
  const departures: number[] = []
  const all = Promise.all(Array.from({ length: 30 }, (_, i) => call(limiter, clock, departures, i === 0 ? 150 : 0)))
  await run()
  await all
  expect(mostIn(departures, 1015)).toBe(10)
})

const since = (began: number, departures: readonly number[]) => departures.map(at => Math.round(at - began))

test('the first half of a second leaves at once, on slots it borrows, and a steady backlog keeps its pace', async () => {
  const { clock, run } = lateClock([0])
  const limiter = createRateLimiter({ rate: 20, concurrency: 50, clock })
  const departures: number[] = []
  const all = Promise.all(Array.from({ length: 25 }, () => call(limiter, clock, departures)))
  await run()
  await all
  const at = since(0, departures)
  expect(at.slice(0, 12)).toEqual([...Array(10).fill(0), 500, 550])
  expect(at[19]).toBe(950)
  expect(at.slice(20)).toEqual([1015, 1050, 1100, 1150, 1200])
})

test('a site asked for less than half of what it takes is not paced at all', async () => {
  const { clock, run } = lateClock([0])
  const limiter = createRateLimiter({ rate: 80, concurrency: 20, clock })
  const departures: number[] = []
  const all = Promise.all(Array.from({ length: 50 }, () => call(limiter, clock, departures, 0, 500)))
  await run()
  await all
  expect(since(0, departures)).toEqual([...Array(20).fill(0), ...Array(20).fill(500), ...Array(10).fill(1000)])
})

test('a person at the desk does not wait for what a list has borrowed', async () => {
  const { clock, run } = lateClock([0])
  const limiter = createRateLimiter({ rate: 20, concurrency: 50, clock })
  const departures: number[] = []
  const all = Promise.all(Array.from({ length: 15 }, () => call(limiter, clock, departures)))
  await run(10)
  const desk = clock.sleep(30).then(() => call(limiter, clock, departures, 0, 0, 1))
  await run()
  await Promise.all([all, desk])
  expect(departures[10]).toBe(40)
  expect(mostIn(departures, 1015)).toBeLessThanOrEqual(20)
})

test('a site that has refused is paced from the first call on, for a minute', async () => {
  const { clock, run } = lateClock([0])
  const limiter = createRateLimiter({ rate: 20, concurrency: 50, clock })
  limiter.pause(1000)
  const departures: number[] = []
  const three = () => Promise.all([1, 2, 3].map(() => call(limiter, clock, departures)))
  await Promise.all([three(), run()])
  expect(since(1000, departures)).toEqual([0, 50, 100])
  await Promise.all([clock.sleep(61_000), run()])
  await Promise.all([three(), run()])
  expect(departures.at(-1)).toBe(departures.at(-3))
})

test('lower ranks first, first come first served inside a rank', async () => {
  const { clock, run } = lateClock()
  const limiter = createRateLimiter({ rate: 10, concurrency: 1, clock })
  const order: string[] = []
  const go = (name: string, rank: number) =>
    limiter.run(rank, undefined, async ({ sent }) => {
      sent()
      order.push(name)
    })
  const all = Promise.all([go('first', 20), go('list 1', 10), go('list 2', 10), go('upkeep', 20), go('desk', 0)])
  await run()
  await all
  expect(order).toEqual(['first', 'desk', 'list 1', 'list 2', 'upkeep'])
})

test('no more than `concurrency` at once, and a failed call gives its place back', async () => {
  const { clock, run } = lateClock()
  const limiter = createRateLimiter({ rate: 1000, concurrency: 3, clock })
  let running = 0
  let most = 0
  const work = Array.from({ length: 12 }, (_, i) =>
    limiter.run(0, undefined, async ({ sent }) => {
      most = Math.max(most, ++running)
      sent()
      await clock.sleep(50)
      running--
      if (i % 2) throw new Error('refused')
    }),
  )
  const settled = Promise.allSettled(work)
  await run()
  expect((await settled).filter(r => r.status === 'fulfilled')).toHaveLength(6)
  expect(most).toBe(3)
})

test('a call that never went out has cost nothing', async () => {
  const { clock, run } = lateClock()
  const limiter = createRateLimiter({ rate: 1, concurrency: 9, clock })
  await expect(limiter.run(0, undefined, async () => Promise.reject(new Error('no route')))).rejects.toThrow('no route')
  expect(limiter.state().used).toBe(0)
  const departures: number[] = []
  const next = call(limiter, clock, departures)
  await run()
  await next
  expect(limiter.state().used).toBe(1)
})

test('a wait can be given up, and leaves nothing behind', async () => {
  const { clock, run } = lateClock()
  const limiter = createRateLimiter({ rate: 1, concurrency: 9, clock })
  const departures: number[] = []
  const first = call(limiter, clock, departures)
  const gone = new AbortController()
  const second = limiter.run(0, gone.signal, async () => departures.push(-1))
  const third = call(limiter, clock, departures)
  gone.abort(new Error('left'))
  await expect(second).rejects.toThrow('left')
  await expect(limiter.run(0, gone.signal, async () => 1)).rejects.toThrow('left')
  await run()
  await Promise.all([first, third])
  expect(departures).toHaveLength(2)
  expect(limiter.state().waiting).toBe(0)
})

test('a pause holds everything, is counted, and ends gently', async () => {
  const { clock, run } = lateClock()
  const limiter = createRateLimiter({ rate: 10, concurrency: 9, clock })
  const departures: number[] = []
  limiter.pause(3000)
  const all = Promise.all([1, 2, 3].map(() => call(limiter, clock, departures)))
  await run(2999)
  expect(departures).toEqual([])
  await run()
  await all
  expect(departures).toEqual([3000, 3100, 3200])
  expect(limiter.state()).toMatchObject({ rate: 10, concurrency: 9, waiting: 0, slowed: 1 })
})
