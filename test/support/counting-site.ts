import type { RateFinder } from '../../electron/access-control/rate-finder.ts'
import { createRateLimiter, type RateLimiter } from '../../electron/access-control/rate-limiter.ts'
import { lateClock } from './late-clock.ts'

/** A site that counts arrivals: no more than `rate(t)` of them, refused ones not counted, in any 1,000 ms (t: milliseconds since the start). */
export interface CountingSite {
  rate: (t: number) => number
  /** How long an answer takes, in milliseconds, and how long a request is on its way, both by the number of the call. */
  latency: (n: number) => number
  way?: (n: number) => number
  /** Milliseconds of the Retry-After that comes with a refusal; left out: none comes. */
  retryAfter?: number
  /** Whether it counts from full second to full second, as simple gateways do, and not over the last 1,000 ms. */
  fixedSeconds?: boolean
}

export interface Crowd {
  /** Monotonic milliseconds of the arrivals that were let in, of those refused, and of all departures. */
  taken: number[]
  refused: number[]
  sent: number[]
  limiter: RateLimiter
}

/** Sends a crowd of calls through a limiter with a finder: until `calls` were let in, or `untilMs` have passed. Refused ones go again, as jobs do. */
export async function sendCrowd(options: {
  site: CountingSite
  finder: RateFinder | number
  concurrency: number
  calls?: number
  untilMs?: number
  lateness?: readonly number[]
}): Promise<Crowd> {
  const { site, concurrency, calls = Number.POSITIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = options
  const { clock, run } = lateClock(options.lateness ?? [0])
  const limiter = createRateLimiter({ rate: options.finder, concurrency, clock })
  const crowd: Crowd = { taken: [], refused: [], sent: [], limiter }
  let count = 0
  async function one(): Promise<boolean> {
    return limiter.run(10, undefined, async ({ sent, refused }) => {
      const n = count++
      sent()
      crowd.sent.push(clock.monotonic())
      const way = site.way?.(n) ?? 0
      if (way > 0) await clock.sleep(way)
      const now = clock.monotonic()
      const since = site.fixedSeconds ? Math.floor(now / 1000) * 1000 - 1e-6 : now - 1000
      let inSecond = 0
      while (inSecond < crowd.taken.length && crowd.taken.at(-1 - inSecond)! > since) inSecond++
      const isFull = inSecond >= site.rate(now)
      crowd[isFull ? 'refused' : 'taken'].push(now)
      await clock.sleep(isFull ? Math.min(20, site.latency(n)) : site.latency(n))
      if (isFull) refused(site.retryAfter ?? null)
      return !isFull
    })
  }
  let asked = 0
  const caller = async () => {
    while (asked < calls && clock.monotonic() < untilMs) {
      asked++
      if (!(await one())) asked--
    }
  }
  const all = Promise.all(Array.from({ length: concurrency * 3 }, caller))
  await run(untilMs)
  if (untilMs === Number.POSITIVE_INFINITY) await all
  return crowd
}
