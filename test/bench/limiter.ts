import { createGate } from '../../electron/access-control/gate.ts'
import { createGateway } from '../../electron/access-control/hikcentral/request.ts'
import { createHttpClient } from '../../electron/access-control/http-client.ts'
import { createRateLimiter } from '../../electron/access-control/rate-limiter.ts'
import { systemClock } from '../../electron/base/clock.ts'
import { systemRandom } from '../../electron/base/random.ts'
import { startSite } from '../support/site.ts'
import type { Row } from './table.ts'

const RATE = 50
const SECONDS = 8

/** How much of a known rate is used, and whether any second ever held more: both counted at the server. */
export async function benchLimiter(): Promise<Row[]> {
  const site = await startSite({ rate: RATE, latencyMs: 50 })
  const clock = systemClock
  const http = createHttpClient({ url: site.url, pin: site.certificateSha256, connections: 20, clock })
  const limiter = createRateLimiter({ rate: RATE, concurrency: 20, clock })
  const keys = { appKey: site.appKey, appSecret: site.appSecret }
  const gateway = createGateway({ keys, http, limiter, gate: createGate(), clock, random: systemRandom() })
  await gateway.post('common/v1/version', {}, { rank: 1 })
  const began = clock.monotonic()
  let sent = 0
  const callers = Array.from({ length: 20 }, async () => {
    while (clock.monotonic() - began < SECONDS * 1000) {
      await gateway.post('common/v1/version', {}, { rank: 1 })
      sent++
    }
  })
  await Promise.all(callers)
  const rate = sent / ((clock.monotonic() - began) / 1000)
  const { maxPerSecond, refused } = (await site.world()).calls
  await http.close()
  await site.close()
  return [
    {
      what: `share of a known rate used (${RATE}/s for ${SECONDS} s)`,
      figure: (rate / RATE).toFixed(3),
      target: '>= 0.97',
      reached: rate / RATE >= 0.97,
    },
    {
      what: 'most in any second, of the rate',
      figure: `${maxPerSecond} of ${RATE}`,
      target: `<= ${RATE}`,
      reached: maxPerSecond <= RATE,
    },
    { what: 'calls refused', figure: String(refused), target: '0', reached: refused === 0 },
  ]
}
