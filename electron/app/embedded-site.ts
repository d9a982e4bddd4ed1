import { HikCentralConnection } from '../../shared/model/settings.ts'
import type { Clock } from '../base/clock.ts'
import { type RunningSimulator, startSimulator } from '../simulator/simulator.ts'
import type { EmbeddedSite } from './site.ts'
import type { SiteAddress } from './site-address.ts'

/** What the embedded site allows a second and at once: a small real site's measure. */
const RATE = 20
const CONCURRENCY = 10

/** The site a desk learns on: the simulator in this process, on a real loopback socket, started when first needed. */
export function createEmbeddedSite(clock: Clock, options: { latencyMs?: number } = {}): EmbeddedSite {
  let running: Promise<RunningSimulator> | null = null
  return {
    async address(): Promise<SiteAddress> {
      running ??= startSimulator({ clock, rate: RATE, latencyMs: options.latencyMs ?? 40 })
      const { url, appKey, appSecret, certificateSha256 } = await running
      const connection = HikCentralConnection.parse({
        kind: 'hikcentral',
        url,
        appKey,
        pin: certificateSha256,
        rate: RATE,
        concurrency: CONCURRENCY,
      })
      return { connection, secrets: { appSecret, passwords: new Map() } }
    },
    async close(): Promise<void> {
      await (await running)?.close()
    },
  }
}
