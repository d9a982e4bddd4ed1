import type { BatchView } from '../../shared/model/batch.ts'
import type { StatusView } from '../../shared/model/site.ts'
import type { Console } from './console.ts'
import type { Out } from './out.ts'
import { standstill } from './words.ts'

const span = (seconds: number) => (seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`)

/** "312 of 480, 3 failed, 4 to 5 min at 5 per second"; while nothing can go, why, and no promise. */
export function batchLine(batch: BatchView, status: StatusView): string {
  const ended = batch.done + batch.failed
  const width = 30
  const filled = batch.total === 0 ? width : Math.floor((ended / batch.total) * width)
  const bar = `${'#'.repeat(filled)}${'.'.repeat(width - filled)}`
  const failed = batch.failed > 0 ? `, ${batch.failed} failed` : ''
  const range = batch.left_seconds
  const why = batch.state === 'paused' ? 'paused' : standstill(status)
  const toGo = why ?? (range && `${span(range.low)} to ${span(range.high)} at ${status.limiter.rate} per second`)
  return `[${bar}] ${ended} of ${batch.total}${failed}${toGo && batch.left > 0 ? `, ${toGo}` : ''}`
}

/** Follows a batch until nothing of it is left, or somebody asks to stop: then it says what becomes of the rest. */
export async function followBatch(desk: Console, batchId: number, out: Out, stopped: AbortSignal): Promise<BatchView> {
  const batch = () => desk.call('batches.get', { batchId: batchId as never })
  let found = await batch()
  await desk.until(async () => {
    found = await batch()
    out.progress(batchLine(found, await desk.call('status.get', {})))
    return stopped.aborted || found.left === 0
  })
  out.settle()
  if (found.left > 0)
    out.say(`Stopped. ${found.left} of ${found.total} guests stay in the queue; foyer work or a console goes on with them.`)
  return found
}
