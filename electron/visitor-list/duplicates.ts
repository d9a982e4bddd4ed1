import { fold } from '../../shared/model/guest.ts'
import type { ListRow } from '../../shared/model/visitor-list.ts'

/** `fold` leaves no tab in what it folds, so no two guests run together. */
const keyOf = (row: ListRow) =>
  [row.family, row.given, row.patronymic, row.document || row.company, String(row.from), String(row.until)].map(fold).join('\t')

/**
 * Marks each row that says the same as an earlier one: the same guest (name, and document or else company) for the same window. Only a row that may be sent counts
 * as earlier: a refused one must not hold back the good one below it.
 */
export function createDuplicates(): (row: ListRow) => void {
  const seen = new Map<string, number>()
  return row => {
    if (row.family === '' || row.given === '' || row.from === null || row.until === null) return
    const key = keyOf(row)
    const earlier = seen.get(key)
    if (earlier !== undefined)
      row.problems.push({ field: 'row', problem: 'the same guest and window as another row', sameAs: earlier, blocking: true })
    else if (!row.problems.some(problem => problem.blocking)) seen.set(key, row.row)
  }
}
