import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { ActKind, ActView } from '../../shared/model/act.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { BatchId, LevelId, VisitId } from '../../shared/model/ids.ts'
import { windowProblem } from '../../shared/model/time.ts'
import { storedActProblem } from '../jobs/acts/rules.ts'
import { dequeueAct, enqueueAct } from '../jobs/acts/steps.ts'
import type { StoredAct } from '../storage/acts.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import { visitsMeant } from './visits-meant.ts'

/** How long an act can be undone before anything is sent (desk, rule 2). */
const UNDO_MS = 10_000

export function toActView(act: StoredAct, visit: StoredVisit): ActView {
  return {
    id: act.id,
    kind: act.kind,
    visitId: act.visit_id,
    guestId: visit.guest_id,
    batchId: act.batch_id,
    levelId: act.level_id,
    levelName: act.level_name,
    until: act.until_at,
    state: act.state,
    cause: act.cause,
    retryAt: act.retry_at,
    undoUntil: act.state === 'queued' && act.visit_state === null ? act.undo_until_at : null,
    passageId: act.passage_id,
    createdAt: act.created_at,
    updatedAt: act.updated_at,
  }
}

/** Whatever can be done to visits after their registration, one or many; and its undoing. */
export function createActCalls(core: Core) {
  const { acts, visits, guests, levels, batches, clock } = core

  function problemOf(act: StoredAct, visit: StoredVisit): Failure | null {
    const wasRevoked = act.level_id !== null && levels.wasRevoked(visit.id, act.level_id)
    return storedActProblem({ act, visit, held: levels.held(visit.id), wasRevoked, now: clock.now() })
  }

  /** Inserts an act and its first job; one that cannot be done is there too, as failed. Call inside a transaction. */
  function add(
    visit: StoredVisit,
    order: {
      kind: ActKind
      batchId: BatchId | null
      level: Level
      until: number | null
      undoUntil: number | null
      passageId?: number
    },
  ): StoredAct {
    const act = acts.add({ ...order, visitId: visit.id }, clock.now())
    const problem = problemOf(act, visit)
    if (problem) acts.change(act.id, { state: 'failed', cause: problem, undoUntil: null }, clock.now())
    else enqueueAct(core, act)
    visits.touch(visit.id)
    return acts.get(act.id) ?? act
  }

  function must(id: number): { act: StoredAct; visit: StoredVisit } {
    const act = acts.get(id)
    const visit = act && visits.get(act.visit_id)
    if (!act || !visit) throw new Refusal({ kind: 'not-found', cause: 'no-act', field: 'actId' })
    return { act, visit }
  }

  /** Takes an act back while nothing of it has been sent. Call inside a transaction. */
  function undo(act: StoredAct): boolean {
    if (!dequeueAct(core, act)) return false
    acts.change(act.id, { state: 'cancelled', undoUntil: null }, clock.now())
    visits.touch(act.visit_id)
    return true
  }

  /** An end that nobody's visit can have was typed wrongly: it makes no batch of failures. */
  function refuseEnd(until: number | null): void {
    const problem = until === null ? 'missing' : windowProblem({ from: -1, until }, clock.now())
    if (problem) throw new Refusal({ kind: 'invalid', cause: problem, field: 'until' })
  }

  type Level = { id: LevelId; name: string } | null
  function levelOf(kind: ActKind, id: LevelId | null): Level {
    if (id === null) {
      if (kind === 'assign') throw new Refusal({ kind: 'invalid', cause: 'missing', field: 'level' })
      return null
    }
    const level = core.cache.levels(core.site.key()).levels.find(found => found.id === id)
    if (!level) throw new Refusal({ kind: 'invalid', cause: 'unknown', field: 'level' })
    return level
  }

  /** The visits named, and those that are meant where a guest is; what names nobody is a problem. */
  function visitsOf(input: CallParsed<'acts.start'>): { found: StoredVisit[]; problems: { code: string; cause: Failure }[] } {
    const found = new Map<VisitId, StoredVisit>()
    const problems: { code: string; cause: Failure }[] = []
    for (const id of input.visitIds) {
      const visit = visits.get(id)
      if (!visit) throw new Refusal({ kind: 'not-found', cause: 'no-visit', field: 'visitIds' })
      found.set(visit.id, visit)
    }
    for (const code of input.codes) {
      const guest = guests.byCode(code)
      const meant = guest ? visitsMeant(core, input, guest.id) : []
      if (meant.length === 0) problems.push({ code, cause: { kind: 'not-found', cause: 'no-guest', field: 'code' } })
      for (const visit of meant) found.set(visit.id, visit)
    }
    return { found: [...found.values()], problems }
  }

  const calls = {
    'acts.start': (input: CallParsed<'acts.start'>): CallOutput<'acts.start'> => {
      const { kind } = input
      if (kind === 'extend') refuseEnd(input.until)
      const level = levelOf(kind, kind === 'assign' || kind === 'revoke' ? input.levelId : null)
      const until = kind === 'extend' ? input.until : null
      const { found, problems } = visitsOf(input)
      const started = core.transaction(() => {
        const isBatch = found.length > 1 || (input.asBatch && found.length > 0)
        const name = input.name || level?.name || kind
        const batchId = isBatch
          ? batches.add({ kind, name, fileHash: null, headers: [], total: found.length, now: clock.now() })
          : null
        const undoUntil = input.undoable ? clock.now() + UNDO_MS : null
        const made = found.map(visit => add(visit, { kind, batchId, level, until, undoUntil }))
        // A single act that cannot be done is refused where it was asked for, and leaves no trace.
        const [only] = made
        if (batchId === null && only?.state === 'failed' && only.cause) throw new Refusal(only.cause)
        return { batchId, actIds: made.map(act => act.id) }
      })
      core.changed()
      return { ...started, problems }
    },
    'acts.undo': ({ actIds, batchId }: CallParsed<'acts.undo'>): CallOutput<'acts.undo'> => {
      const undone = core.transaction(() => {
        const asked = batchId === null ? actIds.map(id => must(id).act) : acts.ofBatch(batchId, 'waiting', 0, 1_000_000)
        return asked.filter(undo).length
      })
      core.changed()
      return { undone }
    },
    'acts.retry': ({ actId }: CallParsed<'acts.retry'>) => {
      core.transaction(() => retry(must(actId).act))
      core.changed()
      return {}
    },
  }

  /** A failed act begins anew: each of its steps may be done twice without harm. Call inside a transaction. */
  function retry(act: StoredAct): boolean {
    if (act.state !== 'failed') return false
    acts.change(act.id, { state: 'queued', cause: null, retryAt: null, visitState: null }, clock.now())
    const { act: fresh, visit } = must(act.id)
    if (act.kind === 'expire') visits.change(visit.id, { ending: 'begun' }, clock.now())
    enqueueAct(core, fresh)
    visits.touch(visit.id)
    return true
  }

  return {
    calls,
    undo,
    retry,
    /** The first exit ends the visit, by policy; false where there is nothing to end. Call inside a transaction. */
    afterPassage(visit: StoredVisit, passageId: number): boolean {
      const about = { kind: 'checkout', level_id: null, until_at: null } as const
      const held = levels.held(visit.id)
      if (held.length === 0 || storedActProblem({ act: about, visit, held, wasRevoked: false, now: clock.now() })) return false
      add(visit, { kind: 'checkout', batchId: null, level: null, until: null, undoUntil: null, passageId })
      return true
    },
    /** A registration taken back: its own jobs stop, and whatever they have done is undone. Call inside a transaction. */
    withdraw(visit: StoredVisit): void {
      visits.change(visit.id, { state: 'revoking', cause: null, retryAt: null }, clock.now())
      add(visit, { kind: 'withdraw', batchId: null, level: null, until: null, undoUntil: null })
    },
  }
}

export type ActCalls = ReturnType<typeof createActCalls>
