/** What is measured, by Prometheus' conventions: base units, `_total` for what only grows. */
export interface MetricKind {
  type: 'counter' | 'gauge' | 'histogram'
  help: string
  /** Never one that could carry a name, a code, a face or a key: each takes its words from a closed list. */
  labels: readonly string[]
  /** Upper bounds of a histogram, in the metric's unit. */
  buckets?: readonly number[]
  /** Label sets that are told as 0 before the first time, so that a rate can be taken over it. */
  from0?: readonly Record<string, string>[]
}

const results = [{ result: 'successful' }, { result: 'failed' }]
const SINCE = 'since this profile was made'

export const metricTable = {
  foyer_site_calls_total: {
    type: 'counter',
    help: `Calls to the site that went out, by path and by outcome (ok, or the kind of failure), ${SINCE}.`,
    labels: ['path', 'outcome'],
  },
  foyer_site_call_duration_seconds: {
    type: 'histogram',
    help: 'Time from a call going out to its end, by path.',
    labels: ['path'],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
  foyer_slowdowns_total: {
    type: 'counter',
    help: `Times the site asked to be called less often, ${SINCE}.`,
    labels: [],
    from0: [{}],
  },
  foyer_assignments_total: {
    type: 'counter',
    help: `Access given to one guest, by result; a refused photo counts as failed, ${SINCE}.`,
    labels: ['result'],
    from0: results,
  },
  foyer_revocations_total: {
    type: 'counter',
    help: `Access taken from one guest, asked for or at its end, by result, ${SINCE}.`,
    labels: ['result'],
    from0: results,
  },
  foyer_photos_refused_total: {
    type: 'counter',
    help: `Photos of guests that the site refused, ${SINCE}.`,
    labels: [],
    from0: [{}],
  },
  foyer_batch_duration_seconds: {
    type: 'histogram',
    help: 'Time from the queueing of a batch to its last guest.',
    labels: [],
    buckets: [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 14_400],
  },
  foyer_queue_jobs: { type: 'gauge', help: 'Jobs in the table, by state.', labels: ['state'] },
  foyer_queue_oldest_job_age_seconds: {
    type: 'gauge',
    help: 'Age of the oldest job that is still to be done; 0 where there is none.',
    labels: [],
  },
  foyer_limiter_calls_per_second: {
    type: 'gauge',
    help: 'Calls a second that the limiter allows now; absent where no site is open in this process.',
    labels: [],
  },
  foyer_limiter_concurrency: {
    type: 'gauge',
    help: 'Calls at once that the limiter allows now; absent where no site is open in this process.',
    labels: [],
  },
  foyer_passages_total: { type: 'counter', help: `Passages read from the site, by result, ${SINCE}.`, labels: ['result'] },
  foyer_guests_inside: { type: 'gauge', help: 'Guests inside now; absent while passages are not read.', labels: [] },
  foyer_build_info: { type: 'gauge', help: 'Always 1; which Foyer this is.', labels: ['version'] },
} as const satisfies Record<string, MetricKind>

export type MetricName = keyof typeof metricTable
type OfType<T> = { [N in MetricName]: (typeof metricTable)[N]['type'] extends T ? N : never }[MetricName]
export type CounterName = OfType<'counter'>
export type HistogramName = OfType<'histogram'>
export type GaugeName = OfType<'gauge'>

/** One number under a name and labels. Of a histogram: `<name>_bucket` with `le` (what fell into it alone), `<name>_sum`, `<name>_count`. */
export interface Count {
  name: string
  labels: Record<string, string>
  value: number
}
