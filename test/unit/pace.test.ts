import { expect, it } from 'vitest'
import type { LimiterState } from '../../electron/access-control/port.ts'
import { createPace } from '../../electron/app/pace.ts'
import type { StoredBatch } from '../../electron/storage/batches.ts'
import { fakeClock } from '../support/fake-clock.ts'

const limiter: LimiterState = {
  rate: 20,
  foundOut: false,
  concurrency: 10,
  callsPerGuest: { least: 1.06, most: 1.06 },
  used: 0,
  waiting: 0,
  slowed: 0,
}
const batch = (by: Partial<StoredBatch>) => ({ id: 1, done: 0, failed: 0, calls: 0, refusals: 0, ...by }) as StoredBatch
const own = (calls: number) => ({ least: calls, most: calls })

it('runs down while people go to the site, although nobody is through yet', async () => {
  const clock = fakeClock()
  const pace = createPace(clock, () => limiter)
  expect(pace.toGo(batch({}), 100, own(100))).toEqual({ low: 6, high: 9 })
  await clock.advance(4000)
  expect(pace.toGo(batch({ calls: 80 }), 100, own(20))).toEqual({ low: 2, high: 4 })
})

it('takes what is done to many at once for what it costs: a thousand in three seconds, not in a minute', () => {
  const pace = createPace(fakeClock(), () => limiter)
  expect(pace.toGo(batch({}), 1000, own(0))).toEqual({ low: 3, high: 6 })
  // Whether each has to be taken out of the site's books too is not known beforehand: the range says so.
  expect(pace.toGo(batch({}), 1000, { least: 0, most: 1000 })).toEqual({ low: 3, high: 69 })
})

it('is as slow as was measured, at worst; refused calls are no progress, and a rest is no measure', async () => {
  const clock = fakeClock()
  const pace = createPace(clock, () => limiter)
  pace.toGo(batch({}), 100, own(100))
  await clock.advance(2000)
  const slow = batch({ calls: 20, refusals: 10 })
  expect(pace.toGo(slow, 100, own(90))).toEqual({ low: 5, high: 26 })
  pace.rest(slow)
  await clock.advance(600_000)
  expect(pace.toGo(slow, 100, own(90))).toEqual({ low: 5, high: 8 })
})

it('knows that the last few cost their calls too: at less than one a second that is most of the time', () => {
  const slow = { ...limiter, rate: 0.5 }
  expect(createPace(fakeClock(), () => slow).toGo(batch({}), 2, own(0))).toEqual({ low: 1, high: 10 })
})

it('promises nothing where no site is open', () => {
  expect(createPace(fakeClock(), () => null).toGo(batch({}), 100, own(100))).toBeNull()
})
