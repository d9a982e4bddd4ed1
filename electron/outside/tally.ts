import { type Count, type CounterName, type HistogramName, metricTable } from './metric-table.ts'

/** Counts as things happen, in memory; whoever commits next takes them along (`drain`). */
export interface Tally {
  inc(name: CounterName, labels?: Record<string, string>): void
  observe(name: HistogramName, labels: Record<string, string>, value: number): void
  /** A call to the site that went out has ended. `path` is a name of the site's API, without ids. */
  call(path: string, seconds: number, outcome: string, slowed: boolean): void
  /** What was counted since the last time; it is forgotten here. */
  drain(): Count[]
}

/** Paths are the drivers' own constants; one that is not only words between slashes is a mistake, and is not told. */
const PATH = /^[A-Za-z][A-Za-z0-9]*(\/[A-Za-z][A-Za-z0-9]*){0,8}$/

export function createTally(): Tally {
  const counted = new Map<string, Count>()
  function add(name: string, labels: Record<string, string>, value: number): void {
    const key = `${name} ${JSON.stringify(labels)}`
    const known = counted.get(key)
    if (known) known.value += value
    else counted.set(key, { name, labels, value })
  }
  function observe(name: HistogramName, labels: Record<string, string>, value: number): void {
    const bound = metricTable[name].buckets.find(le => value <= le)
    add(`${name}_bucket`, { ...labels, le: bound === undefined ? '+Inf' : String(bound) }, 1)
    add(`${name}_sum`, labels, value)
    add(`${name}_count`, labels, 1)
  }
  return {
    inc: (name, labels = {}) => add(name, labels, 1),
    observe,
    call(path, seconds, outcome, slowed) {
      const told = PATH.test(path) ? path : 'other'
      add('foyer_site_calls_total', { path: told, outcome }, 1)
      observe('foyer_site_call_duration_seconds', { path: told }, seconds)
      if (slowed) add('foyer_slowdowns_total', {}, 1)
    },
    drain() {
      const drained = [...counted.values()]
      counted.clear()
      return drained
    },
  }
}
