import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

export type PersonLookups = ReturnType<typeof createPersonLookups>

/** By our code, or by the site's own id. */
export type PersonQuery = { code: string } | { ref: string }
export const queryKey = (query: PersonQuery): string => ('code' in query ? `code ${query.code}` : `ref ${query.ref}`)

/** Persons as a site last told them (mission row 10). Kept a day: whoever asks sees how old it is. */
export function createPersonLookups(db: Database) {
  const get = db.prepare<unknown[], { found: string | null; seen_at: number }>(
    'SELECT found, seen_at FROM person_lookups WHERE site = ? AND query = ?',
  )
  const save = db.prepare(
    'INSERT INTO person_lookups (site, query, found, seen_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET found = excluded.found, seen_at = excluded.seen_at',
  )
  const drop = db.prepare('DELETE FROM person_lookups WHERE seen_at < ?')
  const KEPT_MS = 86_400_000
  return {
    /** Null: never asked. `found` is foreign until parsed. */
    get(site: string, query: PersonQuery): { found: unknown; asOf: Instant } | null {
      const row = get.get(site, queryKey(query))
      return row ? { found: row.found === null ? null : JSON.parse(row.found), asOf: row.seen_at } : null
    },
    save(site: string, query: PersonQuery, found: unknown, now: Instant): void {
      drop.run(now - KEPT_MS)
      save.run(site, queryKey(query), found === null ? null : JSON.stringify(found), now)
    },
  }
}
