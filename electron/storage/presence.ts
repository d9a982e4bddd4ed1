import type { GuestId, VisitId } from '../../shared/model/ids.ts'
import type { Presence } from '../../shared/model/passage.ts'
import type { Fold } from '../../shared/model/presence-rules.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

export type PresenceTable = ReturnType<typeof createPresenceTable>
export type NoticeKind = 'entered' | 'left' | 'revoked'

interface Row {
  place: Presence['place']
  entries: number
  exits: number
  arrived_at: number | null
  left_at: number | null
  last_at: number
  last_key: string
  last_door: string
}

/** Somebody for the muster list. */
export interface Here {
  visitId: VisitId
  guestId: GuestId
  place: 'in' | 'seen'
  doorName: string
  at: Instant
}

/** States of visits that nobody is expected for any more. */
const GONE = "('cancelled', 'revoked', 'expired', 'checked-out', 'draft', 'failed')"

/** The doors' word still holds: nobody has ended the visit by hand since, and the guest has passed no door on another visit since. `p` is the presence of the visit `v`. */
const holds = `NOT EXISTS (SELECT 1 FROM acts a WHERE a.visit_id = p.visit_id AND a.kind = 'checkout' AND a.state = 'done' AND a.passage_id IS NULL AND a.updated_at > p.last_at)
  AND NOT EXISTS (SELECT 1 FROM visits w JOIN visit_presence q ON q.visit_id = w.id WHERE w.guest_id = v.guest_id AND w.site = v.site AND w.id <> v.id AND q.last_at > p.last_at)`
/** The visit `v`, whose presence is `p`, is inside. */
export const isIn = `p.place = 'in' AND ${holds}`

/** What passages say of each visit, and what was said of it once. */
export function createPresenceTable(db: Database) {
  const columns = 'place, entries, exits, arrived_at, left_at, last_at, last_key, last_door'
  const get = db.prepare<unknown[], Row>(
    `SELECT ${columns.replace('place', `CASE WHEN p.place = 'in' AND NOT (${holds}) THEN 'out' ELSE p.place END AS place`)}
     FROM visit_presence p JOIN visits v ON v.id = p.visit_id WHERE p.visit_id = ?`,
  )
  const save = db.prepare(
    `INSERT INTO visit_presence (visit_id, ${columns}) VALUES (@visit, @place, @entries, @exits, @arrivedAt, @leftAt, @at, @key, @doorName)
     ON CONFLICT DO UPDATE SET place = excluded.place, entries = excluded.entries, exits = excluded.exits, arrived_at = excluded.arrived_at,
     left_at = excluded.left_at, last_at = excluded.last_at, last_key = excluded.last_key, last_door = excluded.last_door`,
  )
  const say = db.prepare(
    'INSERT INTO visit_notices (visit_id, kind, passage_id, said_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const inside = db.prepare<unknown[], { n: number }>(
    `SELECT count(*) AS n FROM visit_presence p JOIN visits v ON v.id = p.visit_id WHERE ${isIn} AND v.site = ?`,
  )
  const overstaying = db.prepare<unknown[], { n: number; since: number | null }>(
    `SELECT count(*) AS n, min(v.until_at) AS since FROM visit_presence p JOIN visits v ON v.id = p.visit_id WHERE ${isIn} AND v.site = ? AND v.until_at <= ?`,
  )
  const expected = db.prepare<unknown[], { n: number; next: number | null }>(
    `SELECT count(*) AS n, min(v.from_at) FILTER (WHERE v.from_at > @now) AS next FROM visits v LEFT JOIN visit_presence p ON p.visit_id = v.id
     WHERE v.until_at > @now AND v.from_at < @endOfDay AND v.site = @site AND v.state NOT IN ${GONE} AND p.arrived_at IS NULL`,
  )
  // Whoever has gone anywhere since then, as they stood before: the last of their passages that says in or out. The plus keeps SQLite to the index of
  // the guests' hours: by visit it would read all there are.
  const moved = db.prepare<unknown[], { now: number; was: number }>(
    `SELECT count(*) FILTER (WHERE ${isIn}) AS now, count(*) FILTER (WHERE m.was = 'in') AS was FROM (
       SELECT since.visit_id, (SELECT q.way FROM passages q WHERE q.visit_id = since.visit_id AND q.at <= @at AND q.result = 'granted' AND q.way <> 'unknown'
         ORDER BY q.at DESC, q.key DESC LIMIT 1) AS was
       FROM (SELECT DISTINCT +visit_id AS visit_id FROM passages WHERE guest_id IS NOT NULL AND at > @at AND +visit_id IS NOT NULL AND result = 'granted' AND way <> 'unknown') since
     ) m JOIN visits v ON v.id = m.visit_id JOIN visit_presence p ON p.visit_id = v.id WHERE v.site = @site`,
  )
  const here = db.prepare<
    unknown[],
    { visit_id: number; guest_id: number; place: 'in' | 'seen'; last_door: string; last_at: number }
  >(
    `SELECT p.visit_id, v.guest_id, p.place, p.last_door, p.last_at FROM visit_presence p JOIN visits v ON v.id = p.visit_id
     WHERE (p.place = 'in' OR (p.place = 'seen' AND p.last_at >= @since)) AND ${holds} AND v.site = @site ORDER BY p.last_door, p.last_at`,
  )

  return {
    /** What holds of a visit now. */
    get(visit: VisitId): Fold | null {
      const row = get.get(visit)
      return row
        ? {
            place: row.place,
            entries: row.entries,
            exits: row.exits,
            arrivedAt: row.arrived_at,
            leftAt: row.left_at,
            at: row.last_at,
            key: row.last_key,
            doorName: row.last_door,
          }
        : null
    },
    save: (visit: VisitId, fold: Fold): void => void save.run({ visit, ...fold }),
    /** True the first time, and never again. */
    say: (visit: VisitId, kind: NoticeKind, passage: number, now: Instant): boolean =>
      say.run(visit, kind, passage, now).changes === 1,
    inside: (site: string): number => inside.get(site)?.n ?? 0,
    /** How many were inside at an instant not long ago: those of now, less what has moved since. */
    insideAt(site: string, at: Instant): number {
      const { now, was } = moved.get({ site, at }) ?? { now: 0, was: 0 }
      return (inside.get(site)?.n ?? 0) - now + was
    },
    /** Inside although their window is over, and since when the longest. */
    overstaying(site: string, now: Instant): { count: number; since: Instant | null } {
      const row = overstaying.get(site, now)
      return { count: row?.n ?? 0, since: row?.since ?? null }
    },
    /** Visits of the day that nobody has come for yet, and when the next of them begins. */
    expected(site: string, now: Instant, endOfDay: Instant): { count: number; nextAt: Instant | null } {
      const row = expected.get({ site, now, endOfDay })
      return { count: row?.n ?? 0, nextAt: row?.next ?? null }
    },
    /** Whoever is inside, and whoever was seen since `since` without anybody knowing which way they went. */
    here: (site: string, since: Instant): Here[] =>
      here.all({ site, since }).map(row => ({
        visitId: row.visit_id as VisitId,
        guestId: row.guest_id as GuestId,
        place: row.place,
        doorName: row.last_door,
        at: row.last_at,
      })),
  }
}
