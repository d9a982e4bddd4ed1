/** How often an answer took how long: counts by bucket, each a tenth wider than the last. Exact to a twentieth, and small enough to keep for good. */
export type Latencies = Record<string, number>

const GROWTH = Math.log(1.1)

/** The bucket of a duration in milliseconds; all under one are one. */
const bucketOf = (ms: number) => Math.round(Math.log(Math.max(1, ms)) / GROWTH)

export function addLatency(latencies: Latencies, ms: number): void {
  const bucket = bucketOf(ms)
  latencies[bucket] = (latencies[bucket] ?? 0) + 1
}

/** The sum of both. */
export function mergeLatencies(a: Latencies, b: Latencies): Latencies {
  const merged = { ...a }
  for (const [bucket, count] of Object.entries(b)) merged[bucket] = (merged[bucket] ?? 0) + count
  return merged
}

/** The duration in milliseconds that a share `q` (0 to 1) of all answers did not exceed; null without answers. */
export function quantile(latencies: Latencies, q: number): number | null {
  const buckets = Object.entries(latencies)
    .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
    .sort((a, b) => a.bucket - b.bucket)
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return null
  let passed = 0
  for (const { bucket, count } of buckets) {
    passed += count
    if (passed >= q * total) return Math.round(Math.exp(bucket * GROWTH))
  }
  return null
}
