import { expect, it } from 'vitest'
import { killedNight, works } from '../support/kills.ts'

// A seeded sample; `npm run nights` goes through hundreds of points.
const nights = [
  ...works.flatMap(work => [['server', work] as const, ['terminals', work] as const]),
  ['terminals', 'repair'] as const,
]
it.each(nights)(
  '%s, %s: killed again and again in mid-batch, it loses and doubles nobody',
  { timeout: 300_000 },
  async (place, work) => {
    const night = await killedNight({ place, work, guests: 40, kills: 14, reach: 24, seed: 11 })
    expect(night).toMatchObject({ lost: [], doubled: [], done: 40 })
    expect(night.kills).toBeGreaterThan(5)
    expect(night.repeated).toBeLessThanOrEqual(night.kills)
  },
)
