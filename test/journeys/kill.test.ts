import { expect, it } from 'vitest'
import { killedNight, works } from '../support/kills.ts'

// A seeded sample; `npm run nights` goes through hundreds of points.
it.each(works)('%s: killed again and again in mid-batch, it loses and doubles nobody', { timeout: 60_000 }, async work => {
  const night = await killedNight({ work, guests: 40, kills: 14, reach: 24, seed: 11 })
  expect(night).toMatchObject({ lost: [], doubled: [], done: 40 })
  expect(night.kills).toBeGreaterThan(5)
  expect(night.repeated).toBeLessThanOrEqual(night.kills)
})
