import { Worker } from 'node:worker_threads'
import { createGate } from '../../electron/access-control/gate.ts'
import { createGateway } from '../../electron/access-control/hikcentral/request.ts'
import { createHttpClient } from '../../electron/access-control/http-client.ts'
import { SiteError } from '../../electron/access-control/port.ts'
import { createRateFinder, type KnownPace } from '../../electron/access-control/rate-finder.ts'
import { createRateLimiter } from '../../electron/access-control/rate-limiter.ts'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { systemRandom } from '../../electron/base/random.ts'
import type { SimulatorOptions } from '../../electron/simulator/simulator.ts'
import { startSite } from '../support/site.ts'
import type { Row } from './table.ts'

const LATENCY_MS = 50
const AT_ONCE = 20
/** The share of the limit that is compared is of calls let in, from the first to the last. */
interface Measured {
  taken: number
  refused: number
  share: number
  /** The most arrivals in any second, counted by the site. */
  most: number
}

/** A crowd of callers against a site in a process of its own: until `calls` were let in, or for `seconds`. Refused calls go again, as jobs do. */
async function measure(
  site: Omit<SimulatorOptions, 'clock'> & { rate: number },
  rate: number | KnownPace,
  until: { calls: number } | { from: number; to: number },
  keep?: (pace: KnownPace) => void,
): Promise<Measured> {
  const running = await startSite({ latencyMs: LATENCY_MS, walkers: false, ...site })
  const http = createHttpClient({ url: running.url, pin: running.certificateSha256, connections: AT_ONCE, clock })
  const limiter = createRateLimiter({
    rate: typeof rate === 'number' ? rate : createRateFinder(rate, keep),
    concurrency: AT_ONCE,
    clock,
  })
  const keys = { appKey: running.appKey, appSecret: running.appSecret }
  const gateway = createGateway({ keys, http, limiter, gate: createGate(), clock, random: systemRandom() })
  const taken: number[] = []
  let asked = 0
  const began = clock.monotonic()
  const isOver = () => ('calls' in until ? asked >= until.calls : clock.monotonic() - began >= until.to)
  const caller = async () => {
    while (!isOver()) {
      asked++
      let leftAt = 0
      try {
        await gateway.post('common/v1/version', {}, { rank: 1, onCall: () => (leftAt = clock.monotonic()) })
        taken.push(leftAt - began)
      } catch (error) {
        asked--
        if (!(error instanceof SiteError && error.failure.kind === 'busy')) throw error
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, caller))
  const { maxPerSecond, refused } = (await running.world()).calls
  await http.close()
  await running.close()
  taken.sort((a, b) => a - b)
  const share =
    'calls' in until
      ? (taken.length - 1) / ((site.rate * ((taken.at(-1) ?? 0) - (taken[0] ?? 0))) / 1000)
      : taken.filter(at => at >= until.from && at < until.to).length /
        (((site.rateSteps?.[0]?.rate ?? site.rate) * (until.to - until.from)) / 1000)
  return { taken: taken.length, refused, share, most: maxPerSecond }
}

const per100 = ({ refused, taken }: Measured) => ((refused * 100) / taken).toFixed(2)
const shareRow = (what: string, measured: Measured, least: number): Row => ({
  what: `${what}, refused per 100: ${per100(measured)}`,
  figure: measured.share.toFixed(3),
  target: `>= ${least}`,
  reached: measured.share >= least,
})
const mostRow = (what: string, most: number, rate: number): Row => ({
  what,
  figure: `${most} of ${rate}`,
  target: `<= ${rate}`,
  reached: most <= rate,
})
const refusalRow = (what: string, measured: Measured): Row => ({
  what,
  figure: per100(measured),
  target: '<= 1',
  reached: (measured.refused * 100) / measured.taken <= 1,
})

/** Keeps two cores busy while `work` runs: the site's process and ours must share them with it. */
async function underLoad<T>(work: () => Promise<T>): Promise<T> {
  const burn = 'for (;;) Math.sqrt(Math.random())'
  const burners = [1, 2].map(() => new Worker(burn, { eval: true }))
  try {
    return await work()
  } finally {
    await Promise.all(burners.map(burner => burner.terminate()))
  }
}

/** How much of a site's limit is used, known or found out, and what that costs in refusals: all counted over real sockets. */
export async function benchLimiter(): Promise<Row[]> {
  const known = await measure({ rate: 50 }, 50, { calls: 400 })
  const loaded = await underLoad(() => measure({ rate: 50 }, 50, { calls: 400 }))

  const unknown: KnownPace = { rate: 5, isCeiling: false }
  let kept = unknown
  const keep = (pace: KnownPace) => {
    kept = pace
  }
  const first = await measure({ rate: 20 }, unknown, { calls: 500 }, keep)
  const again = await measure({ rate: 20 }, kept, { calls: 500 })
  const quick = await measure({ rate: 50, retryAfter: null }, unknown, { calls: 500 })

  const fallAt = 6000
  const fall = (part: number, retryAfter: number | null) =>
    measure(
      { rate: 40, retryAfter, rateSteps: [{ afterMs: fallAt, rate: 40 / part }] },
      { rate: 40, isCeiling: true },
      { from: fallAt, to: fallAt + 10_000 },
    )
  const falls = [
    ['to a half, no Retry-After', await fall(2, null)],
    ['to a quarter, Retry-After 1 s', await fall(4, 1)],
  ] as const

  return [
    shareRow('share of a known rate (50/s)', known, 0.97),
    mostRow('most in any second', known.most, 50),
    shareRow('share of a known rate, both cores busy', loaded, 0.97),
    mostRow('most in any second, both cores busy', loaded.most, 50),
    shareRow('unknown rate (20/s, Retry-After 1 s), first 500 calls', first, 0.9),
    refusalRow('its refusals per 100', first),
    shareRow('the same, remembered', again, 0.96),
    refusalRow('its refusals per 100', again),
    shareRow('unknown rate (50/s, no Retry-After), first 500 calls', quick, 0.9),
    refusalRow('its refusals per 100', quick),
    ...falls.map(([what, measured]) => shareRow(`10 s after the limit fell (40/s) ${what}`, measured, 0.75)),
  ]
}
