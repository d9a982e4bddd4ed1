import type { BatchView } from '../../shared/model/batch.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import type { Console } from './console.ts'
import { failureText } from './words.ts'

/** A guest of a batch that did not get through. `row`: of the list it came from, null where there was none. */
export interface FailedGuest {
  code: string
  row: number | null
  /** What the cause is about: the guest's photo, or anything else that the site said. */
  field: 'photo' | 'site'
  problem: string
}

type Batch = Pick<BatchView, 'id' | 'kind'>
const PAGE = 500

/** The visits of a batch that did not get through: none is left out, however long the list. */
export async function failedVisits(desk: Console, { id: batchId }: Batch): Promise<VisitView[]> {
  const failed: VisitView[] = []
  for (;;) {
    const { visits } = await desk.call('batches.visits', { batchId, filter: 'failed', offset: failed.length, limit: PAGE })
    failed.push(...visits)
    if (visits.length < PAGE) return failed
  }
}

/** All of them, each with its cause in words. */
export async function failedGuests(desk: Console, batch: Batch): Promise<FailedGuest[]> {
  return (await failedVisits(desk, batch)).map(({ code, row, act, cause: ofVisit }) => {
    const isList = batch.kind === 'enrol'
    const cause = isList ? ofVisit : act?.cause
    const field = cause?.kind === 'photo-refused' ? 'photo' : 'site'
    return { code, row: isList ? row : null, field, problem: cause ? failureText(cause) : 'failed' }
  })
}
