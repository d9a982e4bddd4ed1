import { jobKinds } from '../jobs/job-kinds.ts'
import { SITE_LANE } from '../jobs/steps.ts'
import { createWorker, type Worker } from '../queue/worker.ts'
import { isDiskFull } from '../storage/disk.ts'
import type { Core } from './core.ts'
import { jobFailureOf } from './failure-of.ts'
import { limiterOf } from './status.ts'

/** The worker over this profile's table, for the one process that owns it. */
export function startWorker(core: Core): Worker {
  return createWorker({
    table: core.table,
    kinds: jobKinds(core.jobs),
    lane: SITE_LANE,
    width: () => limiterOf(core)?.concurrency ?? 1,
    clock: core.clock,
    random: core.random,
    transaction: core.transaction,
    failureOf: error => {
      const failure = jobFailureOf(error)
      if (failure.kind === 'bug') core.log.error({ event: 'job-failed', error })
      return failure
    },
    stopped: core.site.stopped,
    onEnding: core.site.report,
    onUnwritten: error => {
      if (!isDiskFull(error)) core.log.error({ event: 'write-failed', error })
    },
    onChange: core.changed,
  })
}
