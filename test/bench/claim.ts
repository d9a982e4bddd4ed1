import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../electron/base/clock.ts'
import { systemRandom } from '../../electron/base/random.ts'
import { createJobTable } from '../../electron/queue/job-table.ts'
import { openDatabase } from '../../electron/storage/database.ts'
import { percentile, type Row } from './table.ts'

const ROWS = 1_000_000
const CLAIMS = 5000

/** The claim among a million jobs: a frozen window or a fluid one. */
export async function benchClaim(): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), 'foyer-claim-'))
  const file = join(dir, 'jobs.db')
  const filled = openDatabase({ file, synchronous: 'NORMAL' })
  const table = createJobTable(filled, systemClock, systemRandom())
  const fillMs = fill(filled, table)
  filled.close()
  const rows: Row[] = []
  for (const [synchronous, limit] of [
    ['NORMAL', 1],
    ['FULL', 5],
  ] as const) {
    const db = openDatabase({ file, synchronous })
    const jobs = createJobTable(db, systemClock, systemRandom())
    const samples: number[] = []
    for (let i = 0; i < CLAIMS; i++) {
      const began = performance.now()
      const [job] = jobs.claim('site', 99, () => 1)
      samples.push(performance.now() - began)
      if (!job || !jobs.finish(job)) throw new Error('a claim found nothing')
    }
    db.close()
    const p99 = percentile(samples, 0.99)
    rows.push({
      what: `claim p99 at ${ROWS.toLocaleString('en')} rows, ${synchronous}`,
      figure: `${p99.toFixed(2)} ms`,
      target: `<= ${limit} ms`,
      reached: p99 <= limit,
    })
  }
  rows.push({
    what: 'jobs enqueued',
    figure: `${Math.round(ROWS / (fillMs / 1000)).toLocaleString('en')} /s`,
    target: '',
    reached: null,
  })
  rmSync(dir, { recursive: true, force: true })
  return rows
}

function fill(db: ReturnType<typeof openDatabase>, table: ReturnType<typeof createJobTable>): number {
  const began = performance.now()
  db.transaction(() => {
    for (let i = 1; i <= ROWS; i++) {
      const dueAt = i % 3 === 0 ? Date.now() + 86_400_000 : undefined
      table.enqueue({ kind: 'admit', key: `admit ${i}`, lane: 'site', rank: 20, subject: i, batch: i % 50, dueAt })
    }
  })()
  return performance.now() - began
}
