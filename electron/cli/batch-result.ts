import { type BatchView, boundSeconds } from '../../shared/model/batch.ts'
import type { Console } from './console.ts'
import { table } from './out.ts'

/** What a finished batch is told by. Nulls until it has finished. */
export interface BatchResult {
  successful: number
  failed: number
  duration_seconds: number | null
  guests_per_second: number | null
  calls: number | null
  calls_per_guest: number | null
  bound_seconds: number | null
  /** Calls refused because there were too many. */
  refused_429: number | null
  /** All calls together. */
  limiter_wait_seconds: number | null
  /** Milliseconds a call took, by step. */
  latencies: BatchView['latencies'] | null
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))

/** Figures of a batch: from its queueing to its last guest, against the least time that the limits allow at the site's last latency. */
export async function resultOf(desk: Console, batch: BatchView): Promise<BatchResult> {
  const { limiter, site } = await desk.call('status.get', {})
  const seconds = batch.finishedAt === null ? null : (batch.finishedAt - batch.createdAt) / 1000
  const admits = batch.done + batch.failed
  const bound =
    batch.kind === 'enrol' && limiter.rate > 0
      ? boundSeconds({
          admits,
          rate: limiter.rate,
          concurrency: limiter.concurrency,
          latency: (site.latencyMs ?? 0) / 1000,
          apply: 0,
        })
      : null
  return {
    successful: batch.done,
    failed: batch.failed,
    duration_seconds: seconds && round(seconds, 3),
    guests_per_second: seconds ? round(batch.done / seconds, 2) : null,
    calls: batch.calls,
    calls_per_guest: admits > 0 ? round(batch.calls / admits, 3) : null,
    bound_seconds: bound && round(bound, 3),
    refused_429: batch.refusals,
    limiter_wait_seconds: batch.waited_seconds,
    latencies: batch.latencies,
  }
}

/** The plain figures under each other; latencies by step behind them. */
export function resultTable({ latencies, ...plain }: BatchResult): string {
  const steps = Object.entries(latencies ?? {}).map(([step, { p50, p95 }]) => [`${step}_ms`, `p50 ${p50}, p95 ${p95}`])
  return table([...Object.entries(plain).map(([name, value]) => [name, String(value ?? '')]), ...steps])
}

export const notWaited: BatchResult = {
  successful: 0,
  failed: 0,
  duration_seconds: null,
  guests_per_second: null,
  calls: null,
  calls_per_guest: null,
  bound_seconds: null,
  refused_429: null,
  limiter_wait_seconds: null,
  latencies: null,
}
