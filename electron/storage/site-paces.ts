import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

export type SitePaces = ReturnType<typeof createSitePaces>

/** What each host was found to bear, in calls a second, from one run to the next. */
export function createSitePaces(db: Database) {
  const recall = db.prepare<unknown[], { rate: number; is_ceiling: number }>(
    'SELECT rate, is_ceiling FROM site_paces WHERE host = ?',
  )
  const keep = db.prepare(
    'INSERT INTO site_paces (host, rate, is_ceiling, found_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET rate = excluded.rate, is_ceiling = excluded.is_ceiling, found_at = excluded.found_at',
  )
  return {
    recall(host: string): { rate: number; isCeiling: boolean } | null {
      const row = recall.get(host)
      return row ? { rate: row.rate, isCeiling: row.is_ceiling === 1 } : null
    },
    keep(host: string, pace: { rate: number; isCeiling: boolean }, now: Instant): void {
      keep.run(host, pace.rate, pace.isCeiling ? 1 : 0, now)
    },
  }
}
