import { type GuestId, LevelId, VisitId } from '../../shared/model/ids.ts'
import type { Instant, Window } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

export type VisitLevels = ReturnType<typeof createVisitLevels>
export interface HeldLevel {
  id: LevelId
  name: string
}

type Row = { level_id: string; level_name: string }

/** Which access levels each visit is on, as the site was told: no call of the site answers that (protocol A4, Access levels). */
export function createVisitLevels(db: Database) {
  const held = db.prepare<unknown[], Row>(
    'SELECT level_id, level_name FROM visit_levels WHERE visit_id = ? AND revoked_at IS NULL',
  )
  const once = db.prepare('SELECT revoked_at FROM visit_levels WHERE visit_id = ? AND level_id = ?')
  const grant = db.prepare(
    'INSERT INTO visit_levels (visit_id, level_id, level_name, granted_at) VALUES (@visit, @id, @name, @now) ON CONFLICT DO UPDATE SET level_name = @name, granted_at = @now, revoked_at = NULL',
  )
  const revoke = db.prepare('UPDATE visit_levels SET revoked_at = ? WHERE visit_id = ? AND level_id = ? AND revoked_at IS NULL')
  const heldByOthers = db.prepare<unknown[], { id: number }>(
    `SELECT v.id FROM visit_levels l JOIN visits v ON v.id = l.visit_id
     WHERE v.guest_id = @guest AND v.site = @site AND v.id <> @visit AND v.until_at > @now AND v.state <> 'revoking'
       AND l.level_id = @level AND l.revoked_at IS NULL`,
  )
  const otherVisit = db.prepare(
    `SELECT 1 FROM visits WHERE guest_id = @guest AND site = @site AND id <> @visit AND until_at > @now
     AND state NOT IN ('cancelled', 'revoking', 'revoked', 'expired', 'checked-out') LIMIT 1`,
  )
  const ofGuest = `FROM visit_levels l JOIN visits v ON v.id = l.visit_id
     WHERE v.guest_id = @guest AND v.site = @site AND v.until_at > @now AND l.revoked_at IS NULL`
  const heldByGuest = db.prepare<unknown[], { level_id: string }>(`SELECT DISTINCT l.level_id ${ofGuest} ORDER BY l.level_id`)
  const lastHolding = db.prepare<unknown[], { id: number | null }>(`SELECT max(v.id) AS id ${ofGuest}`)
  const spanOfOthers = db.prepare<unknown[], { from: number | null; until: number | null }>(
    `SELECT min(v.from_at) AS "from", max(v.until_at) AS until ${ofGuest} AND v.id <> @visit`,
  )
  const leftByGuest = db.prepare<unknown[], { level_id: string }>(
    `SELECT DISTINCT l.level_id FROM visit_levels l JOIN visits v ON v.id = l.visit_id
     WHERE v.guest_id = @guest AND v.site = @site AND (v.id = @visit OR v.until_at > @now) AND l.revoked_at IS NOT NULL`,
  )
  return {
    held: (visit: VisitId): HeldLevel[] =>
      held.all(visit).map(row => ({ id: LevelId.parse(row.level_id), name: row.level_name })),
    /** The levels of all visits of a guest that are not over. */
    heldByGuest: (about: { guest: GuestId; site: string; now: Instant }): LevelId[] =>
      heldByGuest.all(about).map(row => LevelId.parse(row.level_id)),
    /** The levels that were taken from a visit, or from another of the guest's that is not over. */
    leftByGuest: (about: { guest: GuestId; site: string; visit: VisitId; now: Instant }): LevelId[] =>
      leftByGuest.all(about).map(row => LevelId.parse(row.level_id)),
    /** From the first to the last of the guest's other visits that are not over and are on a level; null where there is none. */
    spanOfOthers(about: { visit: VisitId; guest: GuestId; site: string; now: Instant }): Window | null {
      const { from, until } = spanOfOthers.get(about) ?? {}
      return from == null || until == null ? null : { from, until }
    },
    /** The newest visit of a guest that is not over and is on a level. */
    lastHolding(about: { guest: GuestId; site: string; now: Instant }): VisitId | null {
      const id = lastHolding.get(about)?.id
      return id ? VisitId.parse(id) : null
    },
    /** Whether it was on the level once, and is no longer. */
    wasRevoked(visit: VisitId, level: LevelId): boolean {
      const row = once.get(visit, level) as { revoked_at: number | null } | undefined
      return row !== undefined && row.revoked_at !== null
    },
    grant: (visit: VisitId, level: HeldLevel, now: Instant): void => void grant.run({ visit, ...level, now }),
    revoke: (visit: VisitId, level: LevelId, now: Instant): void => void revoke.run(now, visit, level),
    /** The other visits of the same guest that need the level, for the site knows persons and not visits. One that is being taken away needs nothing any more. */
    neededBy: (about: { visit: VisitId; guest: GuestId; site: string; level: LevelId; now: Instant }): VisitId[] =>
      heldByOthers.all(about).map(({ id }) => VisitId.parse(id)),
    /** The guest has another visit that is not over: the person must stay on the site. */
    hasOtherVisit(about: { visit: VisitId; guest: GuestId; site: string; now: Instant }): boolean {
      return otherVisit.get(about) !== undefined
    },
  }
}
