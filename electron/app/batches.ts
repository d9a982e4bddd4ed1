import type { CallParsed } from '../../shared/contract/calls.ts'
import type { BatchView } from '../../shared/model/batch.ts'
import type { BatchId } from '../../shared/model/ids.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import type { StoredBatch } from '../storage/batches.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import type { Pace } from './pace.ts'

/** Batches that the list shows. */
const SHOWN = 60

export function createBatchCalls(
  core: Core,
  view: (visits: readonly StoredVisit[]) => VisitView[],
  pace: Pace,
  again: (visit: StoredVisit) => void,
) {
  const { batches, visits, table } = core

  function must(id: BatchId): StoredBatch {
    const batch = batches.get(id)
    if (!batch) throw new Refusal({ kind: 'not-found', cause: 'no-batch', field: 'batchId' })
    return batch
  }

  function toView(batch: StoredBatch): BatchView {
    const { headers: _, cancelled, ...rest } = batch
    const left = Math.max(0, batch.total - batch.done - batch.failed - cancelled)
    const running = batch.state === 'running' && left > 0
    return { ...rest, left, rate: running ? pace.rate(batch) : null, left_seconds: running ? pace.toGo(batch, left) : null }
  }

  const calls = {
    'batches.list': () => batches.newest(SHOWN).map(toView),
    'batches.visits': ({ batchId, filter, offset, limit }: CallParsed<'batches.visits'>) => {
      const { total, done, failed } = must(batchId)
      const counts = { all: total, failed, delivered: done, waiting: total - done - failed }
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
        const wasPaused = must(batchId).state === 'paused'
        let count = 0
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
        must(batchId)
        // A refused photo is refused again: it waits for a new one.
        const failed = visits.ofBatch(batchId, 'failed', 0, 1_000_000).filter(v => v.state === 'failed')
        for (const visit of failed) again(visit)
        return failed.length
      })
      core.changed()
      return { retried }
    },
    'batches.failedRows': ({ batchId }: CallParsed<'batches.failedRows'>) => {
      const { name, headers } = must(batchId)
      const failed = visits.ofBatch(batchId, 'failed', 0, 1_000_000)
      return { name, headers, rows: failed.map(visit => ({ cells: visits.cells(visit.id), cause: visit.cause })) }
    },
  }
  return { calls, toView }
}
