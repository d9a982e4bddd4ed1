import { Failure } from '../../shared/model/failure.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

export type SiteRefusals = ReturnType<typeof createSiteRefusals>

/** Sites that refused our keys twice in a row: kept, so that a restart does not go on counting wrong passwords against us. */
export function createSiteRefusals(db: Database) {
  const get = db.prepare<unknown[], { failure: string }>('SELECT failure FROM site_refusals WHERE site = ? AND connected_at = ?')
  const put = db.prepare(
    'INSERT INTO site_refusals (site, failure, connected_at, refused_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET failure = excluded.failure, connected_at = excluded.connected_at, refused_at = excluded.refused_at',
  )
  const drop = db.prepare('DELETE FROM site_refusals WHERE site = ?')
  return {
    /** How a site refused the connection that was saved at `connectedAt`; null: it did not. */
    of(site: string, connectedAt: Instant): Failure | null {
      const row = get.get(site, connectedAt)
      return row ? Failure.parse(JSON.parse(row.failure)) : null
    },
    note(site: string, failure: Failure, connectedAt: Instant, now: Instant): void {
      put.run(site, JSON.stringify(failure), connectedAt, now)
    },
    forgive(site: string): void {
      drop.run(site)
    },
  }
}
