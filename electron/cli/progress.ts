import type { BatchView } from '../../shared/model/batch.ts'
import type { Console } from './console.ts'
import type { Out } from './out.ts'

const span = (seconds: number) => (seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`)

/** "312 of 480, 3 failed, 4 to 5 min at 5 per second". */
export function batchLine(batch: BatchView, rate: number): string {
  const ended = batch.done + batch.failed
  const width = 30
  const filled = batch.total === 0 ? width : Math.floor((ended / batch.total) * width)
  const bar = `${'#'.repeat(filled)}${'.'.repeat(width - filled)}`
  const failed = batch.failed > 0 ? `, ${batch.failed} failed` : ''
  const range = batch.left_seconds
  const toGo = range && batch.left > 0 ? `, ${span(range.low)} to ${span(range.high)} at ${rate} per second` : ''
  return `[${bar}] ${ended} of ${batch.total}${failed}${toGo}`
}

/** Follows a batch until nothing of it is left, or somebody asks to stop. */
export async function followBatch(desk: Console, batchId: number, out: Out, stopped: AbortSignal): Promise<BatchView> {
  let found: BatchView | undefined
  await desk.until(async () => {
    found = (await desk.call('batches.list', {})).find(batch => batch.id === batchId)
    const { limiter } = await desk.call('status.get', {})
    if (found) out.progress(batchLine(found, limiter.rate))
    return stopped.aborted || !found || found.left === 0
  })
  out.settle()
  if (!found) throw new Error('the batch is gone')
  return found
}
