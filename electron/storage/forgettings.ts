import type { GuestId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

export interface Forgetting {
  id: number
  guestId: GuestId
  /** The last act that was to take the person off the site. */
  actId: number | null
  state: 'open' | 'undone' | 'done'
  undoUntil: Instant
  doneAt: Instant | null
  /** What was deleted, as JSON; null before. */
  deleted: string | null
}

/** What one purge takes out of the tables. */
export interface Purged {
  visits: number
  acts: number
  passages: number
  lookUps: number
  deliveries: number
}

export type Forgettings = ReturnType<typeof createForgettings>

type Row = {
  id: number
  guest_id: GuestId
  act_id: number | null
  state: Forgetting['state']
  undo_until_at: number
  done_at: number | null
  deleted: string | null
}

/** Guests that are to be forgotten, and the forgetting itself: every row that says who it was. */
export function createForgettings(db: Database) {
  const columns = 'id, guest_id, act_id, state, undo_until_at, done_at, deleted'
  const add = db.prepare("INSERT INTO forgettings (guest_id, state, undo_until_at, asked_at) VALUES (?, 'open', ?, ?)")
  const byId = db.prepare<unknown[], Row>(`SELECT ${columns} FROM forgettings WHERE id = ?`)
  const open = db.prepare<unknown[], Row>(`SELECT ${columns} FROM forgettings WHERE state = 'open' ORDER BY id LIMIT 100`)
  const ofGuest = db.prepare<unknown[], Row>(
    `SELECT ${columns} FROM forgettings WHERE state = 'open' AND guest_id = ? ORDER BY id LIMIT 1`,
  )
  const setAct = db.prepare('UPDATE forgettings SET act_id = ? WHERE id = ?')
  const undo = db.prepare("UPDATE forgettings SET state = 'undone' WHERE id = ? AND state = 'open' AND undo_until_at > ?")
  const done = db.prepare("UPDATE forgettings SET state = 'done', done_at = ?, deleted = ? WHERE id = ?")
  const running = db.prepare(
    `SELECT 1 FROM jobs j JOIN visits v ON v.id = j.subject WHERE v.guest_id = @guest AND j.kind IN ('admit', 'grant', 'apply', 'confirm', 'look') AND j.state = 'leased'
     UNION ALL SELECT 1 FROM acts a JOIN visits v ON v.id = a.visit_id WHERE v.guest_id = @guest AND a.state NOT IN ('done', 'applied', 'failed', 'cancelled') LIMIT 1`,
  )
  const photos = db.prepare<unknown[], { photo: string }>(
    `SELECT photo FROM (SELECT photo FROM guests WHERE id = @guest UNION SELECT photo FROM visits WHERE guest_id = @guest
       UNION SELECT photo FROM site_persons WHERE guest_id = @guest) WHERE photo IS NOT NULL
       AND photo NOT IN (SELECT photo FROM guests WHERE id <> @guest AND photo IS NOT NULL)
       AND photo NOT IN (SELECT photo FROM visits WHERE guest_id <> @guest AND photo IS NOT NULL)`,
  )
  const pictured = db.prepare<unknown[], { id: number }>('SELECT id FROM passages WHERE guest_id = ? AND picture IS NOT NULL')
  const elsewhere = db.prepare<unknown[], { n: number }>(
    'SELECT count(*) AS n FROM site_persons WHERE guest_id = ? AND site <> ?',
  )
  const persons = `(SELECT n.id FROM passage_persons n JOIN feeds f ON f.id = n.feed WHERE n.code = @code AND n.code <> ''
      OR (n.ref <> '' AND EXISTS (SELECT 1 FROM site_refs r WHERE r.site = f.site AND r.ref = n.ref AND r.guest_id = @guest)))`
  const purges = {
    lookUps: db.prepare(
      `DELETE FROM person_lookups WHERE query = 'code ' || @code OR EXISTS (SELECT 1 FROM site_refs r WHERE r.guest_id = @guest AND r.site = person_lookups.site AND query = 'ref ' || r.ref)`,
    ),
    deliveries: db.prepare("DELETE FROM webhook_deliveries WHERE event LIKE 'guest.%' AND json_extract(body, '$.code') = @code"),
    jobs: db.prepare(
      `DELETE FROM jobs WHERE state <> 'leased' AND (
         (kind IN ('admit', 'grant', 'apply', 'confirm', 'look') AND subject IN (SELECT id FROM visits WHERE guest_id = @guest))
         OR (kind LIKE '% %' AND subject IN (SELECT a.id FROM acts a JOIN visits v ON v.id = a.visit_id WHERE v.guest_id = @guest)))`,
    ),
    passages: db.prepare(
      `UPDATE passages SET picture = NULL, person = NULL, guest_id = NULL, visit_id = NULL WHERE guest_id = @guest OR person IN ${persons}`,
    ),
    persons: db.prepare(`DELETE FROM passage_persons WHERE id IN ${persons}`),
    visits: db.prepare('DELETE FROM visits WHERE guest_id = @guest'),
    guest: db.prepare('DELETE FROM guests WHERE id = @guest'),
  }
  const actCount = db.prepare<unknown[], { n: number }>(
    'SELECT count(*) AS n FROM acts a JOIN visits v ON v.id = a.visit_id WHERE v.guest_id = ?',
  )

  const parse = (row: Row | undefined): Forgetting | null =>
    row
      ? {
          id: row.id,
          guestId: row.guest_id,
          actId: row.act_id,
          state: row.state,
          undoUntil: row.undo_until_at,
          doneAt: row.done_at,
          deleted: row.deleted,
        }
      : null

  return {
    add: (guest: GuestId, undoUntil: Instant, now: Instant): number => Number(add.run(guest, undoUntil, now).lastInsertRowid),
    get: (id: number): Forgetting | null => parse(byId.get(id)),
    open: (): Forgetting[] => open.all().flatMap(row => parse(row) ?? []),
    ofGuest: (guest: GuestId): Forgetting | null => parse(ofGuest.get(guest)),
    setAct: (id: number, act: number): void => void setAct.run(act, id),
    /** False where it is too late. */
    undo: (id: number, now: Instant): boolean => undo.run(id, now).changes === 1,
    /** Something is being done to one of the guest's visits. */
    isBusy: (guest: GuestId): boolean => running.get({ guest }) !== undefined,
    /** Photos that are nobody else's. */
    photos: (guest: GuestId): string[] => photos.all({ guest }).map(row => row.photo),
    picturedPassages: (guest: GuestId): number[] => pictured.all(guest).map(row => row.id),
    /** Persons at sites that are not the one connected now. */
    elsewhere: (guest: GuestId, site: string): number => elsewhere.get(guest, site)?.n ?? 0,
    /** Takes every row out that says who it was. Passages stay, as nobody's: counts and plots are made of them. Call inside a transaction. */
    purge(guest: GuestId, code: string): Purged {
      const about = { guest, code }
      const acts = actCount.get(guest)?.n ?? 0
      const [lookUps, deliveries] = [purges.lookUps.run({ guest, code }).changes, purges.deliveries.run({ code }).changes]
      purges.jobs.run({ guest })
      const passages = purges.passages.run(about).changes
      purges.persons.run(about)
      const visits = purges.visits.run({ guest }).changes
      purges.guest.run({ guest })
      return { visits, acts, passages, lookUps, deliveries }
    },
    finish: (id: number, deleted: string, now: Instant): void => void done.run(now, deleted, id),
    /** Nothing of what was deleted stays readable in the files: the log is emptied into the database, where `secure_delete` has overwritten it. */
    wipeLog: (): void => void db.pragma('wal_checkpoint(TRUNCATE)'),
  }
}
