import { z } from 'zod'
import { ActKind, ActState, actShare } from '../../shared/model/act.ts'
import { Failure } from '../../shared/model/failure.ts'
import { ActId, BatchId, LevelId, VisitId } from '../../shared/model/ids.ts'
import { LackingDoor } from '../../shared/model/repair.ts'
import type { Instant } from '../../shared/model/time.ts'
import { VisitState } from '../../shared/model/visit.ts'
import { type BatchesTable, type BatchFilter, sharesOf } from './batches.ts'
import type { Database } from './database.ts'

const StoredAct = z.object({
  id: ActId,
  kind: ActKind,
  visit_id: VisitId,
  batch_id: BatchId.nullable(),
  level_id: LevelId.nullable(),
  level_name: z.string(),
  until_at: z.number().nullable(),
  state: ActState,
  cause: z.string().nullable(),
  retry_at: z.number().nullable(),
  visit_state: VisitState.nullable(),
  undo_until_at: z.number().nullable(),
  passage_id: z.number().nullable(),
  repair_id: z.number().nullable(),
  lacking: z.string().nullable(),
  created_at: z.number(),
  updated_at: z.number(),
})
export type StoredAct = Omit<z.infer<typeof StoredAct>, 'cause' | 'lacking'> & { cause: Failure | null; lacking: LackingDoor[] }

export interface NewAct {
  kind: ActKind
  visitId: VisitId
  batchId: BatchId | null
  /** Null: every level the visit is on. */
  level: { id: LevelId; name: string } | null
  until: Instant | null
  undoUntil: Instant | null
  /** The passage that causes it. */
  passageId?: number | null
  /** The repair that has found it necessary, and where. */
  repair?: { id: number; lacking: readonly LackingDoor[] } | null
}

/** What a step may change of an act; what is left out stays. */
export interface ActChange {
  state?: ActState
  cause?: Failure | null
  retryAt?: Instant | null
  visitState?: VisitState | null
  undoUntil?: Instant | null
}

export type ActsTable = ReturnType<typeof createActsTable>
export type ActFilter = BatchFilter

function parse(row: unknown): StoredAct | null {
  if (row === undefined) return null
  const act = StoredAct.parse(row)
  const lacking = act.lacking === null ? [] : z.array(LackingDoor).parse(JSON.parse(act.lacking))
  return { ...act, lacking, cause: act.cause === null ? null : Failure.parse(JSON.parse(act.cause)) }
}

/** What is done to visits after their registration. A batch's counters move in the same statement as the state they count. */
export function createActsTable(
  db: Database,
  batches: BatchesTable,
  onChange: (kind: ActKind, from: ActState, to: ActState) => void = () => {},
) {
  const columns =
    'id, kind, visit_id, batch_id, level_id, level_name, until_at, state, cause, retry_at, visit_state, undo_until_at, passage_id, repair_id, lacking, created_at, updated_at'
  const insert = db.prepare(
    `INSERT INTO acts (kind, visit_id, batch_id, level_id, level_name, until_at, state, undo_until_at, passage_id, repair_id, lacking, created_at, updated_at)
     VALUES (@kind, @visitId, @batchId, @levelId, @levelName, @until, 'queued', @undoUntil, @passageId, @repairId, @lacking, @now, @now)`,
  )
  const byId = db.prepare(`SELECT ${columns} FROM acts WHERE id = ?`)
  const update = db.prepare(
    'UPDATE acts SET state = @state, cause = @cause, retry_at = @retryAt, visit_state = @visitState, undo_until_at = @undoUntil, updated_at = @now WHERE id = @id',
  )
  // A repair that was not needed after all has done nothing, and covers nothing that somebody did.
  const isTold = "NOT (kind = 'repair' AND state = 'cancelled')"
  const lastOfVisit = db.prepare(`SELECT ${columns} FROM acts WHERE visit_id = ? AND ${isTold} ORDER BY id DESC LIMIT 1`)
  const ofVisitInBatch = db.prepare(`SELECT ${columns} FROM acts WHERE batch_id = ? AND visit_id = ? ORDER BY id DESC LIMIT 1`)
  const ofVisit = db.prepare(`SELECT ${columns} FROM acts WHERE visit_id = ? AND ${isTold} ORDER BY id`)
  const page = (filter: ActFilter) => {
    const states = ActState.options.filter(state => sharesOf[filter].includes(actShare(state)))
    const list = states.map(state => `'${state}'`).join(', ')
    return db.prepare(`SELECT ${columns} FROM acts WHERE batch_id = ? AND state IN (${list}) ORDER BY id LIMIT ? OFFSET ?`)
  }
  const pages = { all: page('all'), failed: page('failed'), waiting: page('waiting'), delivered: page('delivered') }
  const many = (rows: unknown[]) => rows.flatMap(row => parse(row) ?? [])

  return {
    add(act: NewAct, now: Instant): StoredAct {
      const { level, repair, ...rest } = act
      const about = { repairId: repair?.id ?? null, lacking: repair ? JSON.stringify(repair.lacking) : null }
      const row = { passageId: null, ...rest, ...about, levelId: level?.id ?? null, levelName: level?.name ?? '', now }
      const added = parse(byId.get(insert.run(row).lastInsertRowid))
      if (!added) throw new Error('an act was lost inside its own transaction')
      return added
    },
    get: (id: number): StoredAct | null => parse(byId.get(id)),
    lastOfVisit: (visit: VisitId): StoredAct | null => parse(lastOfVisit.get(visit)),
    ofVisitInBatch: (batch: BatchId, visit: VisitId): StoredAct | null => parse(ofVisitInBatch.get(batch, visit)),
    /** Oldest first. */
    ofVisit: (visit: VisitId): StoredAct[] => many(ofVisit.all(visit)),
    ofBatch: (batch: BatchId, filter: ActFilter, offset: number, limit: number): StoredAct[] =>
      many(pages[filter].all(batch, limit, offset)),
    /** Changes an act and, where its state moves, its batch's counters. Call inside a transaction. */
    change(id: ActId, by: ActChange, now: Instant): void {
      const old = parse(byId.get(id))
      if (!old) return
      const state = by.state ?? old.state
      const cause = by.cause === undefined ? old.cause : by.cause
      update.run({
        id,
        state,
        cause: cause && JSON.stringify(cause),
        retryAt: by.retryAt === undefined ? old.retry_at : by.retryAt,
        visitState: by.visitState === undefined ? old.visit_state : by.visitState,
        undoUntil: by.undoUntil === undefined ? old.undo_until_at : by.undoUntil,
        now,
      })
      if (old.batch_id !== null) batches.move(old.batch_id, actShare(old.state), actShare(state), now)
      onChange(old.kind, old.state, state)
    },
  }
}
