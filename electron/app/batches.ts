import type { CallParsed } from '../../shared/contract/calls.ts'
import type { BatchView } from '../../shared/model/batch.ts'
import type { BatchId, VisitId } from '../../shared/model/ids.ts'
import { quantile } from '../../shared/model/latency.ts'
import { jobKindOf } from '../jobs/acts/plan.ts'
import type { StoredBatch } from '../storage/batches.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { ActCalls } from './acts.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import type { Calls, Pace } from './pace.ts'
import { isAway } from './status.ts'
import type { Views } from './views.ts'

/** Batches that the list shows. */
const SHOWN = 60

export function createBatchCalls(core: Core, view: Views, pace: Pace, again: (visit: StoredVisit) => void, acts: ActCalls) {
  const { batches, visits, table } = core

  function must(id: BatchId): StoredBatch {
    const batch = batches.get(id)
    if (!batch) throw new Refusal({ kind: 'not-found', cause: 'no-batch', field: 'batchId' })
    return batch
  }

  /** Calls about one guest alone that are still to come: the person's, or their window's; off the site, or out of its books where it keeps visits. */
  function ownCalls({ id, kind }: StoredBatch, left: number): Calls {
    switch (kind) {
      case 'enrol':
      case 'extend': {
        const living = table.living(id, kind === 'enrol' ? 'admit' : jobKindOf('extend', 'validity'))
        return { least: living, most: living }
      }
      case 'remove':
        return { least: left, most: left }
      case 'checkout':
        return { least: 0, most: left }
      default:
        return { least: 0, most: 0 }
    }
  }

  function toView(batch: StoredBatch): BatchView {
    const { headers: _, cancelled, waitedMs, latencies, ...rest } = batch
    const left = Math.max(0, batch.total - batch.done - batch.failed - cancelled)
    const running = batch.state === 'running' && left > 0 && !isAway(core.site.status())
    if (!running) pace.rest(batch)
    return {
      ...rest,
      left,
      rate: running ? pace.rate(batch) : null,
      left_seconds: running ? pace.toGo(batch, left, ownCalls(batch, left)) : null,
      waited_seconds: Math.round(waitedMs / 100) / 10,
      latencies: Object.fromEntries(
        Object.entries(latencies).map(([step, told]) => [
          step,
          { p50: quantile(told, 0.5) ?? 0, p95: quantile(told, 0.95) ?? 0 },
        ]),
      ),
    }
  }

  function codeOf(visitId: VisitId): string {
    const visit = visits.get(visitId)
    return (visit && core.guests.get(visit.guest_id)?.code) ?? ''
  }

  const calls = {
    'batches.list': () => batches.newest(SHOWN).map(toView),
    'batches.get': ({ batchId }: CallParsed<'batches.get'>) => toView(must(batchId)),
    'batches.visits': ({ batchId, filter, offset, limit }: CallParsed<'batches.visits'>) => {
      const { kind, total, done, failed } = must(batchId)
      const counts = { all: total, failed, delivered: done, waiting: total - done - failed }
      if (kind !== 'enrol') {
        const found = core.acts.ofBatch(batchId, filter, offset, limit).flatMap(act => visits.get(act.visit_id) ?? [])
        return { visits: view(found, batchId), total: counts[filter], counts }
      }
      return { visits: view(visits.ofBatch(batchId, filter, offset, limit)), total: counts[filter], counts }
    },
    'batches.pause': ({ batchId }: CallParsed<'batches.pause'>) => {
      core.transaction(() => {
        if (must(batchId).state !== 'running') throw new Refusal({ kind: 'invalid', cause: 'not-running', field: 'batchId' })
        table.pause(batchId)
        batches.setState(batchId, 'paused', null)
      })
      core.changed()
      return {}
    },
    'batches.resume': ({ batchId }: CallParsed<'batches.resume'>) => {
      core.transaction(() => {
        if (must(batchId).state !== 'paused') throw new Refusal({ kind: 'invalid', cause: 'not-paused', field: 'batchId' })
        batches.setState(batchId, 'running', null)
        table.resume(batchId)
      })
      core.changed()
      return {}
    },
    'batches.cancel': ({ batchId }: CallParsed<'batches.cancel'>) => {
      const cancelled = core.transaction(() => {
        const { kind, state } = must(batchId)
        const wasPaused = state === 'paused'
        let count = kind === 'enrol' ? 0 : core.acts.ofBatch(batchId, 'waiting', 0, 1_000_000).filter(acts.undo).length
        for (const job of table.idle(batchId, 'admit')) {
          const visit = visits.get(job.subject)
          // What was sent stays: a person the site has goes on to the doors.
          if (!visit || visit.person_step === 'done' || !table.remove(job.id)) continue
          visits.change(
            visit.id,
            { state: 'cancelled', cause: null, retryAt: null, person: 'none', photoStep: 'none', level: 'none' },
            core.clock.now(),
          )
          count++
        }
        if (wasPaused && batches.get(batchId)?.state === 'paused') {
          batches.setState(batchId, 'running', null)
          table.resume(batchId)
        }
        table.releaseBatch(batchId, 'grant')
        return count
      })
      core.changed()
      return { cancelled }
    },
    'batches.retryFailed': ({ batchId }: CallParsed<'batches.retryFailed'>) => {
      const retried = core.transaction(() => {
        if (must(batchId).kind !== 'enrol') return core.acts.ofBatch(batchId, 'failed', 0, 1_000_000).filter(acts.retry).length
        const now = core.clock.now()
        // A refused photo is refused again: it waits for a new one. And nobody is let in when their time is over.
        const failed = visits
          .ofBatch(batchId, 'failed', 0, 1_000_000)
          .filter(visit => visit.state === 'failed' && visit.until_at > now)
        for (const visit of failed) again(visit)
        return failed.length
      })
      core.changed()
      return { retried }
    },
    'batches.failedRows': ({ batchId }: CallParsed<'batches.failedRows'>) => {
      const { kind, name, headers } = must(batchId)
      if (kind !== 'enrol') {
        const failed = core.acts.ofBatch(batchId, 'failed', 0, 1_000_000)
        return { name, headers: ['code'], rows: failed.map(act => ({ cells: [codeOf(act.visit_id)], cause: act.cause })) }
      }
      const failed = visits.ofBatch(batchId, 'failed', 0, 1_000_000)
      return { name, headers, rows: failed.map(visit => ({ cells: visits.cells(visit.id), cause: visit.cause })) }
    },
  }
  return { calls, toView }
}
