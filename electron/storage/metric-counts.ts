import type { Database } from './database.ts'

/** How often something has happened, since the profile was made. */
export interface MetricCount {
  name: string
  labels: Record<string, string>
  value: number
}

export type MetricCounts = ReturnType<typeof createMetricCounts>

/** Labels as they are kept: the same ones are the same text, in whatever order they were given. */
const keyOf = (labels: Record<string, string>) =>
  JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))))

/** Counters of the metrics: in the tables, so that they outlive the process that counted and any process can tell them. */
export function createMetricCounts(db: Database) {
  const add = db.prepare(
    'INSERT INTO metric_counts (name, labels, value) VALUES (@name, @labels, @value) ON CONFLICT DO UPDATE SET value = value + excluded.value',
  )
  const all = db.prepare<unknown[], { name: string; labels: string; value: number }>(
    'SELECT name, labels, value FROM metric_counts ORDER BY name, labels',
  )
  // One range of an index each: `GROUP BY` reads the table.
  const jobs = ['ready', 'waiting', 'leased', 'paused', 'dead'].map(state => ({
    state,
    count: db.prepare<unknown[], { n: number }>(`SELECT count(*) AS n FROM jobs WHERE state = '${state}'`),
  }))
  return {
    /** Call inside the transaction that does what is counted. */
    add(counts: readonly MetricCount[]): void {
      for (const { name, labels, value } of counts) add.run({ name, labels: keyOf(labels), value })
    },
    all: (): MetricCount[] => all.all().map(row => ({ ...row, labels: JSON.parse(row.labels) as Record<string, string> })),
    /** Jobs by state. */
    jobs: (): Record<string, number> => Object.fromEntries(jobs.map(({ state, count }) => [state, count.get()?.n ?? 0])),
  }
}
