import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { MetricsView } from '../../shared/contract/outside-calls.ts'
import type { LimiterState } from '../access-control/port.ts'
import type { Timer } from '../base/clock.ts'
import type { MetricFacts, MetricsDocument } from '../outside/metrics.ts'
import { type MetricsServer, openMetricsServer, tokenHash } from '../outside/metrics-server.ts'
import type { MetricCounts } from '../storage/metric-counts.ts'
import type { Core } from './core.ts'

/** How often the settings are looked at: another process may have changed them, or a taken port become free. */
const LOOK_MS = 2_000

export interface Metrics {
  calls: ReturnType<typeof callsOf>
  /** Begins to answer, where that is switched on; only for the owner of a profile. */
  start(): Promise<void>
  close(): Promise<void>
}

type About = {
  core: Core
  counts: MetricCounts
  limiter: () => LimiterState | null
  version: string
  /** This process runs the profile's jobs, now. */
  owner: () => boolean
}

/** Metrics of this profile: as a document for whoever may open it, and on loopback for whoever has the token. */
export function createMetrics(about: About): Metrics {
  const { core, owner } = about
  const { clock, settings, log } = core
  const document = () => write(about)
  let server: MetricsServer | null = null
  let state: MetricsView['state'] = 'off'
  let timer: Timer | null = null
  let closed = false
  /** One change at a time. */
  let changing = Promise.resolve()

  async function fit(): Promise<void> {
    const { on, port, tokenSha256 } = settings.read().metrics
    const wanted = on && tokenSha256 !== null && !closed
    if (server && (!wanted || server.port !== port)) {
      await server.close()
      server = null
    }
    if (wanted && !server) {
      const { METRICS_TYPE } = await import('../outside/metrics.ts')
      server = await openMetricsServer({
        port,
        tokenSha256: () => settings.read().metrics.tokenSha256,
        write: async () => ({ text: (await document()).text, type: METRICS_TYPE }),
        onError: error => log.error({ event: 'metrics-failed', error }),
      }).catch(error => {
        if (state !== 'port-taken') log.error({ event: 'metrics-not-listening', error })
        return null
      })
      state = server ? 'listening' : 'port-taken'
    } else if (!wanted) state = 'off'
  }
  const change = () => {
    changing = changing.then(fit).catch(error => log.error({ event: 'metrics-failed', error }))
    return changing
  }

  function lookOut(): void {
    if (closed) return
    timer = clock.setTimeout(() => void change().then(lookOut), LOOK_MS)
  }

  function view(): MetricsView {
    const { on, port, tokenSha256 } = settings.read().metrics
    return { on, port, hasToken: tokenSha256 !== null, state: owner() ? state : on ? 'elsewhere' : 'off' }
  }

  return {
    calls: callsOf(core, view, () => (owner() ? change() : Promise.resolve()), document),
    async start() {
      await change()
      lookOut()
    },
    async close() {
      closed = true
      if (timer) clock.clearTimeout(timer)
      await change()
    },
  }
}

function callsOf(core: Core, view: () => MetricsView, change: () => Promise<void>, document: () => Promise<MetricsDocument>) {
  const { settings, random } = core
  return {
    'metrics.get': view,
    'metrics.save': async ({ on, port, newToken }: CallParsed<'metrics.save'>): Promise<CallOutput<'metrics.save'>> => {
      const { metrics, ...rest } = settings.read()
      const token = on && (newToken || !metrics.on || metrics.tokenSha256 === null) ? random.hex(32) : null
      const tokenSha256 = token === null ? metrics.tokenSha256 : tokenHash(token)
      settings.write({ ...rest, metrics: { on, port, tokenSha256 } })
      await change()
      return { ...view(), token }
    },
    'metrics.read': (): Promise<MetricsDocument> => document(),
  }
}

/** Everything that can be known in this process. What only the one that runs the jobs knows is absent elsewhere. */
async function write({ core, counts, limiter, version, owner }: About): Promise<MetricsDocument> {
  // Loaded when first asked: a command that only registers a guest does not need it.
  const { writeMetrics } = await import('../outside/metrics.ts')
  // What was counted since the last commit goes into the tables first.
  if (owner()) core.transaction(() => {})
  const oldest = core.table.oldestAt()
  const pace = owner() ? limiter() : null
  const gauges: MetricFacts['gauges'] = [
    ...Object.entries(counts.jobs()).map(([state, value]) => ({ name: 'foyer_queue_jobs' as const, labels: { state }, value })),
    {
      name: 'foyer_queue_oldest_job_age_seconds',
      value: oldest === null ? 0 : Math.max(0, core.clock.now() - oldest) / 1000,
    },
    ...(pace
      ? [
          { name: 'foyer_limiter_calls_per_second' as const, value: pace.rate },
          { name: 'foyer_limiter_concurrency' as const, value: pace.concurrency },
        ]
      : []),
    ...insideOf(core),
    { name: 'foyer_build_info', labels: { version }, value: 1 },
  ]
  return writeMetrics({ counts: counts.all(), gauges })
}

/** Known once passages have been read, by whatever process. */
function insideOf({ site, passages, presence }: Core): MetricFacts['gauges'] {
  const isRead = passages.said(site.key()).heardAt !== null
  return isRead ? [{ name: 'foyer_guests_inside', value: presence.inside(site.key()) }] : []
}
