import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRateFinder, type KnownPace } from '../../electron/access-control/rate-finder.ts'
import { createRateLimiter } from '../../electron/access-control/rate-limiter.ts'
import { type CountingSite, type Crowd, sendCrowd } from '../support/counting-site.ts'
import { lateClock } from '../support/late-clock.ts'

const unknown: KnownPace = { rate: 5, isCeiling: false }
const CALLS = 500

/** A site of a steady limit, with what a network does to the order of things. */
const anySite = (rates: { min: number; max: number }) =>
  fc.record({
    rate: fc.integer(rates),
    latency: fc.integer({ min: 2, max: 250 }),
    jitter: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 7 }),
    lateness: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }),
  })
type AnySite = { rate: number; latency: number; jitter: number[]; lateness: number[] }
const siteOf = ({ rate, latency, jitter }: AnySite, more: Partial<CountingSite> = {}): CountingSite => ({
  rate: () => rate,
  latency: n => latency + jitter[n % jitter.length]!,
  way: n => 1 + jitter[(n * 3) % jitter.length]!,
  ...more,
})
/** As many at once as the limit needs, and some. */
const widthFor = ({ rate, latency }: AnySite) => Math.ceil((rate * (latency + 10)) / 1000) + 4
const spanOf = ({ taken }: Crowd) => taken.at(-1)! - taken[0]!
/** Of the calls that the limit allows in that time, the share that was let in. */
const shareOf = (crowd: Crowd, rate: number) => (((crowd.taken.length - 1) / rate) * 1000) / spanOf(crowd)
const refusedPer100 = (crowd: Crowd) => (crowd.refused.length * 100) / crowd.taken.length
const mostIn = (times: readonly number[], window: number) =>
  Math.max(0, ...times.map((from, i) => times.slice(i).filter(at => at < from + window).length))

describe('a site whose limit nobody knows', () => {
  test.each([
    ['no Retry-After', undefined, 30, 0.9],
    // Two readings are needed now and then, and each costs the second that the site asks for.
    ['a Retry-After of 1 s', 1000, 20, 0.86],
  ] as const)(
    'the first batch reaches 0.90 of the limit with at most 1 refusal in 100 (%s)',
    async (_, retryAfter, max, least) => {
      await fc.assert(
        fc.asyncProperty(anySite({ min: 2, max }), async site => {
          const crowd = await sendCrowd({
            site: siteOf(site, { retryAfter }),
            finder: createRateFinder(unknown),
            concurrency: widthFor(site),
            calls: CALLS,
            lateness: site.lateness,
          })
          expect(crowd.taken).toHaveLength(CALLS)
          expect(refusedPer100(crowd)).toBeLessThanOrEqual(1)
          expect(shareOf(crowd, site.rate)).toBeGreaterThanOrEqual(least)
        }),
        { numRuns: 50 },
      )
    },
  )

  test('the next batch begins where the last one ended: 0.96 of it, 1 refusal in 100 at most', async () => {
    await fc.assert(
      fc.asyncProperty(anySite({ min: 4, max: 40 }), async site => {
        let kept: KnownPace = unknown
        const batch = () =>
          sendCrowd({
            site: siteOf(site),
            finder: createRateFinder(kept, pace => {
              kept = pace
            }),
            concurrency: widthFor(site),
            calls: CALLS,
            lateness: site.lateness,
          })
        await batch()
        // The second may still set right what the first one's edge left open.
        await batch()
        const crowd = await batch()
        expect(kept.isCeiling).toBe(true)
        expect(refusedPer100(crowd)).toBeLessThanOrEqual(1)
        expect(shareOf(crowd, site.rate)).toBeGreaterThanOrEqual(0.96)
      }),
      { numRuns: 50 },
    )
  })

  test('a known limit is used to 0.97, and never passed in any second', async () => {
    await fc.assert(
      fc.asyncProperty(anySite({ min: 2, max: 80 }), async site => {
        const crowd = await sendCrowd({
          site: siteOf(site),
          finder: site.rate,
          concurrency: widthFor(site),
          calls: 300,
          lateness: site.lateness,
        })
        expect(crowd.refused).toEqual([])
        expect(mostIn(crowd.sent, 1015)).toBeLessThanOrEqual(site.rate)
        expect(shareOf(crowd, site.rate)).toBeGreaterThanOrEqual(0.97)
      }),
      { numRuns: 50 },
    )
  })

  test.each([
    ['no Retry-After', undefined, 0.74],
    ['a Retry-After of 1 s', 1000, 0.74],
  ] as const)(
    'the limit falls to a half or a quarter: ten seconds later more than 0.74 of it was used (%s)',
    async (_, retryAfter, least) => {
      await fc.assert(
        fc.asyncProperty(
          anySite({ min: 4, max: 15 }),
          fc.constantFrom(2, 4),
          fc.integer({ min: 12_000, max: 13_000 }),
          async (drawn, part, at) => {
            const site = { ...drawn, rate: drawn.rate * 4 }
            const rate = (t: number) => (t < at ? site.rate : site.rate / part)
            const crowd = await sendCrowd({
              site: siteOf(site, { retryAfter, rate }),
              finder: createRateFinder({ rate: site.rate, isCeiling: true }),
              concurrency: widthFor(site),
              untilMs: at + 10_000,
              lateness: site.lateness,
            })
            const through = crowd.taken.filter(t => t >= at).length
            expect(through / ((site.rate / part) * 10)).toBeGreaterThanOrEqual(least)
          },
        ),
        { numRuns: 50 },
      )
    },
  )

  test('a limit that was raised is noticed by a crowd, and a limit that was not costs little to try', async () => {
    const steady = { rate: 10, latency: 40, jitter: [0, 2, 1], lateness: [0, 1] }
    const start = { rate: 10, isCeiling: true }
    const raised = await sendCrowd({
      site: siteOf(steady, { rate: t => (t < 5000 ? 10 : 40) }),
      finder: createRateFinder(start),
      concurrency: 8,
      untilMs: 120_000,
    })
    expect(raised.taken.filter(t => t >= 110_000).length).toBeGreaterThan(380)
    const same = await sendCrowd({ site: siteOf(steady), finder: createRateFinder(start), concurrency: 8, untilMs: 300_000 })
    expect(same.refused.length).toBeGreaterThan(0)
    expect(refusedPer100(same)).toBeLessThan(0.2)
    expect(shareOf(same, 10)).toBeGreaterThan(0.97)
  })

  test('a site that counts from full second to full second', async () => {
    for (const rate of [5, 12, 30]) {
      const site = { rate, latency: 50, jitter: [0, 2], lateness: [0] }
      const crowd = await sendCrowd({
        site: siteOf(site, { fixedSeconds: true }),
        finder: createRateFinder(unknown),
        concurrency: 8,
        untilMs: 60_000,
      })
      expect([rate, shareOf(crowd, rate) >= 0.85, refusedPer100(crowd) < 3]).toEqual([rate, true, true])
    }
  })

  test('a minute of nothing but refusals: few calls go out, and twenty seconds later all is as before', async () => {
    const site = { rate: 20, latency: 50, jitter: [0, 1], lateness: [0] }
    const crowd = await sendCrowd({
      site: siteOf(site, { rate: t => (t > 10_000 && t < 70_000 ? 0 : 20) }),
      finder: createRateFinder({ rate: 20, isCeiling: true }),
      concurrency: 8,
      untilMs: 100_000,
    })
    expect(crowd.refused.length).toBeLessThan(25)
    expect(crowd.taken.filter(t => t >= 90_000).length).toBeGreaterThan(10 * 20 * 0.95)
  })

  test('what a Retry-After asks for is kept, by everybody', async () => {
    const site = { rate: 8, latency: 30, jitter: [0], lateness: [0] }
    const crowd = await sendCrowd({
      site: siteOf(site, { retryAfter: 3000 }),
      finder: createRateFinder(unknown),
      concurrency: 6,
      calls: 60,
    })
    expect(crowd.refused.length).toBeGreaterThan(0)
    for (const refused of crowd.refused) {
      // The answer was on its way for 20 ms.
      expect(crowd.sent.filter(at => at > refused + 20 && at < refused + 20 + 3000)).toEqual([])
    }
  })

  test('fewer calls than it would bear teach nothing: no crowd, no climb', async () => {
    const site = { rate: 100, latency: 200, jitter: [0], lateness: [1] }
    const kept: KnownPace[] = []
    const finder = createRateFinder({ rate: 30, isCeiling: false }, pace => kept.push(pace))
    // Three at once and 200 ms each: 15 a second, whatever the limiter says.
    await sendCrowd({ site: siteOf(site), finder, concurrency: 3, calls: 100 })
    // (The first three were a crowd, for a moment.)
    expect(finder.rate).toBeLessThan(36)
    expect(kept).toEqual([])
  })

  test('tells its rate, that it is found out, and how often it was slowed in the last ten minutes', async () => {
    const { clock, run } = lateClock()
    const limiter = createRateLimiter({ rate: createRateFinder({ rate: 10, isCeiling: true }), concurrency: 4, clock })
    const refuse = () =>
      limiter.run(1, undefined, async ({ sent, refused }) => {
        sent()
        refused(null)
      })
    expect(limiter.state()).toMatchObject({ rate: 10, foundOut: true, slowed: 0 })
    const first = refuse()
    await run(1000)
    await first
    expect(limiter.state()).toMatchObject({ rate: 8.5, slowed: 1 })
    await run(11 * 60_000)
    expect(limiter.state()).toMatchObject({ slowed: 0 })
  })
})
