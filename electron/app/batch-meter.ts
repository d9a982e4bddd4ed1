import type { Failure } from '../../shared/model/failure.ts'
import type { BatchId } from '../../shared/model/ids.ts'
import { addLatency } from '../../shared/model/latency.ts'
import type { Meter } from '../jobs/context.ts'
import type { BatchesTable, BatchFigures } from '../storage/batches.ts'

export interface BatchMeter extends Meter {
  /** Writes what was counted. Call inside a transaction. */
  flush(batches: BatchesTable): void
}

const tooMany = (failure: Failure) => failure.cause === 'rate-limited' || failure.cause === 'quota'

/** What calls cost each batch, counted in memory and written with the next commit: a count is not worth a commit of its own. */
export function createBatchMeter(): BatchMeter {
  const counted = new Map<BatchId, BatchFigures>()
  function of(batch: BatchId): BatchFigures {
    const figures = counted.get(batch) ?? { calls: 0, refusals: 0, waitedMs: 0, latencies: {} }
    counted.set(batch, figures)
    return figures
  }
  return {
    sent(batch, waitedMs) {
      if (batch === null) return
      const figures = of(batch)
      figures.calls++
      figures.waitedMs += waitedMs
    },
    ended(batch, step, tookMs, failure) {
      if (batch === null) return
      const figures = of(batch)
      if (failure && tooMany(failure)) figures.refusals++
      figures.latencies[step] ??= {}
      addLatency(figures.latencies[step], tookMs)
    },
    flush(batches) {
      for (const [batch, figures] of counted) batches.addFigures(batch, figures)
      counted.clear()
    },
  }
}
