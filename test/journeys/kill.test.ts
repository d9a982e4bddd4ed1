import { expect, it } from 'vitest'
import { killedNight } from '../support/kills.ts'

// A seeded sample; `npm run nights` goes through hundreds of points.
it('is killed again and again in mid-batch, and loses and doubles nobody', { timeout: 60_000 }, async () => {
  const night = await killedNight({ guests: 60, kills: 25, reach: 24, seed: 11 })
  expect(night).toMatchObject({ lost: [], doubled: [], done: 60 })
  expect(night.kills).toBeGreaterThan(10)
  expect(night.repeated).toBeLessThanOrEqual(night.kills)
})
