import type { JobContext } from '../context.ts'

/** Says so where nothing of a repair is left. Called inside a transaction, after each of its acts has settled. */
export function endRepair(context: Pick<JobContext, 'repairs' | 'clock' | 'log'>, id: number): void {
  if (!context.repairs.end(id, context.clock.now())) return
  const { found, mended, failed } = context.repairs.mended(id)
  context.log.info({ event: 'repair-ended', repair: id, found, mended, failed })
}
