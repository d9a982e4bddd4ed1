import { Counter, Gauge, type Metric, Registry } from 'prom-client'
import { type Count, type GaugeName, type MetricKind, metricTable } from './metric-table.ts'

/** What there is to tell at this moment. A gauge that is left out is not known here, and is told as absent: a 0 would be a lie. */
export interface MetricFacts {
  counts: readonly Count[]
  gauges: readonly { name: GaugeName; labels?: Record<string, string>; value: number }[]
}

/** The metrics of this moment: `text` is the Prometheus exposition format 0.0.4, `samples` the same one by one. */
export interface MetricsDocument {
  text: string
  samples: Count[]
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** Writes the facts down. The registry lives for one document: nothing of an earlier one can stay in it. */
export async function writeMetrics(facts: MetricFacts): Promise<MetricsDocument> {
  const registry = new Registry()
  for (const [name, kind] of Object.entries<MetricKind>(metricTable)) register(registry, name, kind, facts)
  const told = await registry.getMetricsAsJSON()
  const samples = told.flatMap(metric =>
    (metric.values as { metricName?: string; labels: Record<string, string | number>; value: number }[]).map(
      ({ metricName, labels, value }) => ({
        name: metricName ?? metric.name,
        labels: Object.fromEntries(Object.entries(labels).map(([key, word]) => [key, String(word)])),
        value,
      }),
    ),
  )
  return { text: await registry.metrics(), samples }
}

function register(registry: Registry, name: string, kind: MetricKind, { counts, gauges }: MetricFacts): void {
  const about = { name, help: kind.help, labelNames: [...kind.labels], registers: [registry] }
  if (kind.type === 'histogram') {
    // The library's own can only be filled one observation at a time; a registry takes whatever tells its values.
    const told = { name, help: kind.help, type: kind.type, aggregator: 'sum', values: histogramValues(name, kind, counts) }
    registry.registerMetric({ name, get: async () => told } as unknown as Metric)
  } else if (kind.type === 'gauge') {
    const gauge = new Gauge(about)
    // Without labels the library begins at 0, which nobody has measured.
    gauge.remove({})
    for (const told of gauges) if (told.name === name) gauge.set(told.labels ?? {}, told.value)
  } else {
    const counter = new Counter(about)
    for (const labels of kind.from0 ?? []) counter.inc(labels, 0)
    for (const count of counts) if (count.name === name && fits(count, kind)) counter.inc(count.labels, count.value)
  }
}

/** A row of another version's metric, with other labels, is passed over. */
const fits = (count: Count, kind: MetricKind) =>
  Object.keys(count.labels).every(label => label === 'le' || kind.labels.includes(label)) &&
  kind.labels.every(label => label in count.labels)

/** Buckets as Prometheus wants them: each holds all that is in those before it. */
function histogramValues(name: string, kind: MetricKind, counts: readonly Count[]) {
  const series = new Map<string, { labels: Record<string, string>; in: Map<string, number>; sum: number; count: number }>()
  for (const count of counts) {
    const part = count.name.startsWith(`${name}_`) ? count.name.slice(name.length + 1) : ''
    if (!['bucket', 'sum', 'count'].includes(part) || !fits(count, kind)) continue
    const { le = '', ...labels } = count.labels
    const key = JSON.stringify(labels)
    const found = series.get(key) ?? { labels, in: new Map<string, number>(), sum: 0, count: 0 }
    series.set(key, found)
    if (part === 'bucket') found.in.set(le, count.value)
    else found[part as 'sum' | 'count'] = count.value
  }
  return [...series.values()].flatMap(({ labels, in: inside, sum, count }) => {
    let up = 0
    const buckets = (kind.buckets ?? []).map(le => {
      up += inside.get(String(le)) ?? 0
      return { metricName: `${name}_bucket`, labels: { ...labels, le: String(le) }, value: up }
    })
    return [
      ...buckets,
      { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ]
  })
}
