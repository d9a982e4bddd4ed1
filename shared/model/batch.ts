import { z } from 'zod'
import { BatchActKind } from './act.ts'
import { BatchId } from './ids.ts'
import { Instant } from './time.ts'

export const BatchState = z.enum(['running', 'paused', 'done', 'cancelled'])
export type BatchState = z.infer<typeof BatchState>

/** What is done to its guests: registered, or one of the acts. */
export const BatchKind = z.enum(['enrol', ...BatchActKind.options])
export type BatchKind = z.infer<typeof BatchKind>

/** A batch as the screen shows it. `done` are the guests that got through, `failed` those that did not, `left` the rest. */
export const BatchView = z.object({
  id: BatchId,
  kind: BatchKind,
  name: z.string(),
  state: BatchState,
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  left: z.number().int(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  /** Calls to the site that this batch cost so far. */
  calls: z.number().int(),
  /** Guests a second over the last ten seconds; null before the first. */
  rate: z.number().nullable(),
  /** Seconds to go, as a range; null when nothing is left or nothing is known. */
  left_seconds: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Calls the site refused because there were too many (HTTP 429 or its quota). */
  refusals: z.number().int(),
  /** Seconds that calls waited for the limiter, all added up. */
  waited_seconds: z.number(),
  /** Milliseconds a call took, by the step it was made for. */
  latencies: z.record(z.string(), z.object({ p50: z.number(), p95: z.number() })),
})
export type BatchView = z.infer<typeof BatchView>

/** The least time in which the site's limits allow `admits` guests (reliability.md, "the bound"); seconds. */
export function boundSeconds(of: { admits: number; rate: number; concurrency: number; latency: number; apply: number }): number {
  if (of.admits === 0) return 0
  const admitting = Math.max((of.admits - 1) / of.rate + of.latency, Math.ceil(of.admits / of.concurrency) * of.latency)
  return admitting + 3 * of.latency + of.apply
}
