import { fold, fullName } from '../../shared/model/guest.ts'
import type { ListRow } from '../../shared/model/visitor-list.ts'

export const rowFilters = ['all', 'problems', 'doubles', 'known'] as const
export type RowFilter = (typeof rowFilters)[number]

/** Whether the row waits for a person; the core sends the others. */
export function isBad(row: ListRow): boolean {
  return row.levelId === null || row.from === null || row.until === null || row.problems.some(problem => problem.blocking)
}

export const isDouble = (row: ListRow) => row.problems.some(problem => problem.sameAs !== undefined)

const passes: Record<RowFilter, (row: ListRow) => boolean> = {
  all: () => true,
  problems: isBad,
  doubles: isDouble,
  known: row => row.known,
}

/** How many rows each filter shows. */
export function countRows(rows: readonly ListRow[]): Record<RowFilter, number> {
  const counts = { all: rows.length, problems: 0, doubles: 0, known: 0 }
  for (const row of rows) {
    if (isBad(row)) counts.problems++
    if (isDouble(row)) counts.doubles++
    if (row.known) counts.known++
  }
  return counts
}

/** The row numbers that pass, those that wait for a person first, else as in the file. `search` looks into names, companies, documents and phones. */
export function orderRows(rows: readonly ListRow[], filter: RowFilter, search: string): number[] {
  const wanted = fold(search)
  const finds = (row: ListRow) =>
    wanted === '' ||
    String(row.row) === wanted ||
    fold([fullName(row), row.company, row.document, row.phone, row.email].join(' ')).includes(wanted)
  const found = rows.filter(row => passes[filter](row) && finds(row))
  return [...found.filter(isBad), ...found.filter(row => !isBad(row))].map(row => row.row)
}

/** The next index after `from` whose row waits for a person, round the end; -1: there is none. */
export function nextProblem(shown: readonly ListRow[], from: number): number {
  for (let step = 1; step <= shown.length; step++) {
    const index = (from + step + shown.length) % shown.length
    const row = shown[index]
    if (row && isBad(row)) return index
  }
  return -1
}
