import type { BatchKind, BatchState } from '../../shared/model/batch.ts'
import { BatchId } from '../../shared/model/ids.ts'
import { type Latencies, mergeLatencies } from '../../shared/model/latency.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

export interface StoredBatch {
  id: BatchId
  kind: BatchKind
  name: string
  state: BatchState
  headers: string[]
  total: number
  done: number
  failed: number
  cancelled: number
  calls: number
  refusals: number
  waitedMs: number
  /** Of each step. */
  latencies: Record<string, Latencies>
  createdAt: Instant
  startedAt: Instant | null
  finishedAt: Instant | null
}

/** What calls have cost since the last time they were written down. */
export type BatchFigures = Pick<StoredBatch, 'calls' | 'refusals' | 'waitedMs' | 'latencies'>

/** How a visit counts in its batch. */
export type Share = 'left' | 'done' | 'failed' | 'cancelled'

/** What the grid of a batch can be narrowed to, whatever the batch does to its guests. */
export type BatchFilter = 'all' | 'failed' | 'waiting' | 'delivered'
export const sharesOf: Readonly<Record<BatchFilter, readonly Share[]>> = {
  all: ['left', 'done', 'failed', 'cancelled'],
  failed: ['failed'],
  waiting: ['left', 'cancelled'],
  delivered: ['done'],
}
export type BatchesTable = ReturnType<typeof createBatchesTable>

type Row = {
  id: number
  kind: BatchKind
  name: string
  state: BatchState
  headers: string
  total: number
  done: number
  failed: number
  cancelled: number
  calls: number
  refusals: number
  waited_ms: number
  latencies: string
  created_at: number
  started_at: number | null
  finished_at: number | null
}

function parse(row: Row): StoredBatch {
  const { created_at, started_at, finished_at, waited_ms, latencies, headers, id, ...rest } = row
  return {
    ...rest,
    id: BatchId.parse(id),
    headers: JSON.parse(headers) as string[],
    waitedMs: waited_ms,
    latencies: JSON.parse(latencies) as StoredBatch['latencies'],
    createdAt: created_at,
    startedAt: started_at,
    finishedAt: finished_at,
  }
}

/**
 * Batches and their counters. Counted as things happen: `GROUP BY` over a million rows would freeze the window (reliability.md).
 * `onEnd` is told of each end once, in its transaction; a batch that was opened again ends again.
 */
export function createBatchesTable(db: Database, onEnd: (batch: StoredBatch) => void = () => {}) {
  const columns =
    'id, kind, name, state, headers, total, done, failed, cancelled, calls, refusals, waited_ms, latencies, created_at, started_at, finished_at'
  const insert = db.prepare(
    "INSERT INTO batches (kind, name, state, file_hash, headers, total, created_at) VALUES (@kind, @name, 'running', @fileHash, @headers, @total, @now)",
  )
  const byId = db.prepare<unknown[], Row>(`SELECT ${columns} FROM batches WHERE id = ?`)
  const newest = db.prepare<unknown[], Row>(`SELECT ${columns} FROM batches ORDER BY id DESC LIMIT ?`)
  const byFile = db.prepare<unknown[], Row>(`SELECT ${columns} FROM batches WHERE file_hash = ? ORDER BY id DESC LIMIT 1`)
  const setState = db.prepare('UPDATE batches SET state = ?, finished_at = ? WHERE id = ?')
  const begin = db.prepare('UPDATE batches SET started_at = ? WHERE id = ? AND started_at IS NULL')
  const addFigures = db.prepare(
    'UPDATE batches SET calls = calls + @calls, refusals = refusals + @refusals, waited_ms = waited_ms + @waitedMs, latencies = @latencies WHERE id = @id',
  )
  const move = db.prepare(
    'UPDATE batches SET done = done + @done, failed = failed + @failed, cancelled = cancelled + @cancelled WHERE id = @id',
  )
  const finish = db.prepare(
    "UPDATE batches SET state = CASE WHEN cancelled > 0 THEN 'cancelled' ELSE 'done' END, finished_at = @now WHERE id = @id AND state IN ('running', 'paused') AND done + failed + cancelled >= total",
  )
  const reopen = db.prepare(
    "UPDATE batches SET state = 'running', finished_at = NULL WHERE id = @id AND state IN ('done', 'cancelled') AND done + failed + cancelled < total",
  )

  /** Whatever follows from an end is written with it or not at all. */
  const end = db.transaction((id: BatchId, now: Instant) => {
    if (finish.run({ id, now }).changes === 0) return
    const ended = byId.get(id)
    if (ended) onEnd(parse(ended))
  })

  const leftOver = db.prepare(
    "SELECT coalesce(sum(total - done - failed - cancelled), 0) AS n FROM batches WHERE state IN ('running', 'paused')",
  )

  return {
    add(batch: {
      kind: BatchKind
      name: string
      fileHash: string | null
      headers: string[]
      total: number
      now: Instant
    }): BatchId {
      return BatchId.parse(Number(insert.run({ ...batch, headers: JSON.stringify(batch.headers) }).lastInsertRowid))
    },
    get(id: BatchId): StoredBatch | null {
      const row = byId.get(id)
      return row ? parse(row) : null
    },
    newest: (limit: number): StoredBatch[] => newest.all(limit).map(parse),
    /** The batch that the same file was sent as before. */
    ofFile(hash: string): StoredBatch | null {
      const row = byFile.get(hash)
      return row ? parse(row) : null
    },
    /** Guests of all batches that are still on their way. */
    left: (): number => (leftOver.get() as { n: number }).n,
    setState: (id: BatchId, state: BatchState, finishedAt: Instant | null): void => void setState.run(state, finishedAt, id),
    begin: (id: BatchId, now: Instant): void => void begin.run(now, id),
    addFigures(id: BatchId, figures: BatchFigures): void {
      const row = byId.get(id)
      if (!row) return
      const latencies = { ...(JSON.parse(row.latencies) as StoredBatch['latencies']) }
      for (const [step, more] of Object.entries(figures.latencies)) latencies[step] = mergeLatencies(latencies[step] ?? {}, more)
      addFigures.run({ ...figures, id, waitedMs: Math.round(figures.waitedMs), latencies: JSON.stringify(latencies) })
    },
    /** Moves one guest from one share to another; ends the batch when none is left, and opens it again when one is. */
    move(id: BatchId, from: Share, to: Share, now: Instant): void {
      if (from === to) return
      const by = { done: 0, failed: 0, cancelled: 0, left: 0 }
      by[from]--
      by[to]++
      move.run({ id, done: by.done, failed: by.failed, cancelled: by.cancelled })
      if (to === 'left') reopen.run({ id })
      else end(id, now)
    },
  }
}
