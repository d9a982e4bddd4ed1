import { z } from 'zod'
import type { Failure } from '../../shared/model/failure.ts'
import { Failure as FailureSchema } from '../../shared/model/failure.ts'
import { BatchId, DoorId, GuestId, LevelId, PhotoId, VisitId } from '../../shared/model/ids.ts'
import type { Instant, Window } from '../../shared/model/time.ts'
import { DoorLamp, StepState, VisitState } from '../../shared/model/visit.ts'
import { type BatchesTable, type BatchFilter, type Share, sharesOf } from './batches.ts'
import type { Database } from './database.ts'

const StoredVisit = z.object({
  id: VisitId,
  guest_id: GuestId,
  site: z.string(),
  batch_id: BatchId.nullable(),
  row: z.number().nullable(),
  host: z.string(),
  purpose: z.string(),
  level_id: LevelId,
  level_name: z.string(),
  from_at: z.number(),
  until_at: z.number(),
  photo: PhotoId.nullable(),
  state: VisitState,
  cause: z.string().nullable(),
  retry_at: z.number().nullable(),
  person_step: StepState,
  photo_step: StepState,
  level_step: StepState,
  ending: z.number().int(),
  created_at: z.number(),
  updated_at: z.number(),
  revision: z.number(),
})
export type StoredVisit = Omit<z.infer<typeof StoredVisit>, 'cause'> & { cause: Failure | null; window: Window }

export interface NewVisit {
  guestId: GuestId
  site: string
  batchId: BatchId | null
  row: number | null
  cells: string[] | null
  host: string
  purpose: string
  levelId: LevelId
  levelName: string
  window: Window
  photo: PhotoId | null
}

/** What a step may change of a visit; what is left out stays. */
export interface VisitChange {
  state?: VisitState
  cause?: Failure | null
  retryAt?: Instant | null
  person?: StepState
  photoStep?: StepState
  level?: StepState
  photo?: PhotoId | null
  until?: Instant
  ending?: Ending
}

/** What is counted of a visit. */
export type VisitStage = Pick<StoredVisit, 'state' | 'photo_step'>

/** Whether the end of a visit's window has been acted on. */
export type Ending = 'not yet' | 'begun' | 'failed'
const endings: readonly Ending[] = ['not yet', 'begun', 'failed']

export type VisitsTable = ReturnType<typeof createVisitsTable>
export type VisitFilter = BatchFilter

/** A photo that the site refused keeps its guest from the doors: `partly` counts as failed, and a person must act. */
export function shareOf(state: VisitState): Share {
  switch (state) {
    case 'delivered':
    case 'applied':
    case 'expired':
    case 'revoking':
    case 'revoked':
    case 'checked-out':
      return 'done'
    case 'failed':
    case 'partly':
      return 'failed'
    case 'cancelled':
      return 'cancelled'
    default:
      return 'left'
  }
}

function parse(row: unknown): StoredVisit | null {
  if (row === undefined) return null
  const visit = StoredVisit.parse(row)
  return { ...visit, cause: readCause(visit.cause), window: { from: visit.from_at, until: visit.until_at } }
}
function readCause(text: string | null): Failure | null {
  return text === null ? null : FailureSchema.parse(JSON.parse(text))
}

const COLUMNS = Object.keys(StoredVisit.shape)
/** The columns of a visit, of the table called `as` where there are several. */
export const columnsOf = (as?: string): string => COLUMNS.map(name => (as ? `${as}.${name}` : name)).join(', ')
export const toVisits = (rows: unknown[]): StoredVisit[] => rows.flatMap(row => parse(row) ?? [])

const nextRevision = '(SELECT coalesce(max(revision), 0) + 1 FROM visits)'

/** Visits and what each door said of them. The batch's counters move in the same statement as the state they count. */
export function createVisitsTable(
  db: Database,
  batches: BatchesTable,
  onChange: (from: VisitStage, to: VisitStage) => void = () => {},
) {
  const columns = columnsOf()
  const insert = db.prepare(
    `INSERT INTO visits (guest_id, site, batch_id, row, cells, host, purpose, level_id, level_name, from_at, until_at, photo, state, person_step, photo_step, level_step, created_at, updated_at, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 'waiting', ?, 'waiting', ?, ?, ${nextRevision})`,
  )
  const newestRevision = db.prepare('SELECT max(revision) AS n FROM visits')
  const byId = db.prepare(`SELECT ${columns} FROM visits WHERE id = ?`)
  const atDesk = db.prepare(`SELECT ${columns} FROM visits WHERE batch_id IS NULL ORDER BY id DESC LIMIT ?`)
  const atDeskSince = db.prepare('SELECT count(*) AS n FROM visits WHERE batch_id IS NULL AND created_at >= ?')
  const changedSince = db.prepare(`SELECT ${columns} FROM visits WHERE revision > ? ORDER BY revision LIMIT ?`)
  const ofGuest = db.prepare(`SELECT ${columns} FROM visits WHERE guest_id = ? ORDER BY id DESC LIMIT 1`)
  const countOfGuest = db.prepare('SELECT count(*) AS n FROM visits WHERE guest_id = ?')
  const cellsOf = db.prepare<unknown[], { cells: string | null }>('SELECT cells FROM visits WHERE id = ?')
  const update = db.prepare(
    `UPDATE visits SET state = @state, cause = @cause, retry_at = @retryAt, person_step = @person, photo_step = @photoStep, level_step = @level, photo = @photo, until_at = @until, ending = @ending, updated_at = @now, revision = ${nextRevision} WHERE id = @id`,
  )
  const doors = db.prepare<unknown[], { door_id: string; name: string; state: StepState; cause: string | null }>(
    'SELECT door_id, name, state, cause FROM visit_doors WHERE visit_id = ? ORDER BY door_id',
  )
  const saveDoor = db.prepare(
    'INSERT INTO visit_doors (visit_id, door_id, name, state, cause) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, state = excluded.state, cause = excluded.cause',
  )
  const allOfGuest = db.prepare(`SELECT ${columns} FROM visits WHERE guest_id = ? ORDER BY id DESC LIMIT 100`)
  const ended = db.prepare(
    `SELECT ${columns} FROM visits WHERE level_step = 'done' AND ending = 0 AND until_at <= ? AND state <> 'revoking' ORDER BY until_at LIMIT ?`,
  )
  const nextEnd = db.prepare(
    "SELECT min(until_at) AS at FROM visits WHERE level_step = 'done' AND ending = 0 AND state <> 'revoking'",
  )
  const overdue = db.prepare("SELECT count(*) AS n FROM visits WHERE level_step = 'done' AND until_at <= ?")
  const touch = db.prepare(`UPDATE visits SET revision = ${nextRevision} WHERE id = ?`)
  const doorsOfGuest = db.prepare<unknown[], { id: string }>(
    'SELECT DISTINCT d.door_id AS id FROM visits v JOIN visit_doors d ON d.visit_id = v.id WHERE v.guest_id = ? AND v.site = ?',
  )
  const dropOtherDoors = db.prepare(
    'DELETE FROM visit_doors WHERE visit_id = ? AND door_id NOT IN (SELECT value FROM json_each(?))',
  )
  const dropDoors = db.prepare('DELETE FROM visit_doors WHERE visit_id = ?')
  const page = (filter: VisitFilter) => {
    const states = VisitState.options.filter(state => sharesOf[filter].includes(shareOf(state)))
    const list = states.map(state => `'${state}'`).join(', ')
    return db.prepare(
      `SELECT ${columns} FROM visits WHERE batch_id = ? ${filter === 'all' ? '' : `AND state IN (${list})`} ORDER BY id LIMIT ? OFFSET ?`,
    )
  }
  const pages = { all: page('all'), failed: page('failed'), waiting: page('waiting'), delivered: page('delivered') }
  const many = toVisits

  return {
    add(visit: NewVisit, now: Instant): VisitId {
      const { guestId, site, batchId, row, host, purpose, levelId, levelName, window, photo } = visit
      const cells = visit.cells && JSON.stringify(visit.cells)
      const about = [guestId, site, batchId, row, cells, host, purpose, levelId, levelName, window.from, window.until, photo]
      const result = insert.run(...about, photo ? 'waiting' : 'none', now, now)
      return VisitId.parse(Number(result.lastInsertRowid))
    },
    get: (id: number): StoredVisit | null => parse(byId.get(id)),
    atDesk: (limit: number): StoredVisit[] => many(atDesk.all(limit)),
    atDeskSince: (since: Instant): number => (atDeskSince.get(since) as { n: number }).n,
    /** Oldest change first; `since` is a revision. */
    changedSince: (since: number, limit: number): StoredVisit[] => many(changedSince.all(since, limit)),
    revision: (): number => (newestRevision.get() as { n: number | null }).n ?? 0,
    lastOfGuest: (guest: GuestId): StoredVisit | null => parse(ofGuest.get(guest)),
    allOfGuest: (guest: GuestId): StoredVisit[] => many(allOfGuest.all(guest)),
    /** Visits with access whose window is over and that nobody has acted on, the longest over first. */
    ended: (now: Instant, limit: number): StoredVisit[] => many(ended.all(now, limit)),
    /** When the next of them will be. */
    nextEnd: (): Instant | null => (nextEnd.get() as { at: number | null }).at,
    /** Visits that were over at `since` and still have access at the site. */
    overdue: (since: Instant): number => (overdue.get(since) as { n: number }).n,
    /** Something that is shown with it has changed. */
    touch: (id: VisitId): void => void touch.run(id),
    countOfGuest: (guest: GuestId): number => (countOfGuest.get(guest) as { n: number }).n,
    ofBatch: (batch: BatchId, filter: VisitFilter, offset: number, limit: number): StoredVisit[] =>
      many(pages[filter].all(batch, limit, offset)),
    /** The row as it stood in the file. */
    cells(id: VisitId): string[] {
      const text = cellsOf.get(id)?.cells
      return text ? (JSON.parse(text) as string[]) : []
    },
    /** Changes a visit and, where its state moves, its batch's counters. Call inside a transaction. */
    change(id: VisitId, by: VisitChange, now: Instant): void {
      const old = parse(byId.get(id))
      if (!old) return
      const state = by.state ?? old.state
      const cause = by.cause === undefined ? old.cause : by.cause
      update.run({
        id,
        state,
        cause: cause && JSON.stringify(cause),
        retryAt: by.retryAt === undefined ? old.retry_at : by.retryAt,
        person: by.person ?? old.person_step,
        photoStep: by.photoStep ?? old.photo_step,
        level: by.level ?? old.level_step,
        photo: by.photo === undefined ? old.photo : by.photo,
        until: by.until ?? old.until_at,
        ending: by.ending === undefined ? old.ending : endings.indexOf(by.ending),
        now,
      })
      if (old.batch_id !== null) batches.move(old.batch_id, shareOf(old.state), shareOf(state), now)
      onChange(old, { state, photo_step: by.photoStep ?? old.photo_step })
    },
    doors: (id: VisitId): DoorLamp[] =>
      doors
        .all(id)
        .map(d => DoorLamp.parse({ id: DoorId.parse(d.door_id), name: d.name, state: d.state, cause: readCause(d.cause) })),
    saveDoor: (id: VisitId, door: DoorLamp): void =>
      void saveDoor.run(id, door.id, door.name, door.state, door.cause && JSON.stringify(door.cause)),
    /** The doors that told of a guest, whichever visit it was for. */
    doorsOfGuest: (guest: GuestId, site: string): DoorId[] => doorsOfGuest.all(guest, site).map(({ id }) => DoorId.parse(id)),
    /** The visit is at these doors and no others; null: which ones nobody told. */
    onlyDoors: (id: VisitId, doors: readonly { id: DoorId }[] | null): void =>
      void (doors ? dropOtherDoors.run(id, JSON.stringify(doors.map(door => door.id))) : dropDoors.run(id)),
  }
}
