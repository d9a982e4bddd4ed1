import type { ListField, ListPreview, ListRow } from '../../shared/model/visitor-list.ts'

/** A column of the grid. `guest` is the whole name, from one, two or three columns of the file. */
export type CheckColumn = 'guest' | 'company' | 'document' | 'phone' | 'email' | 'host' | 'purpose' | 'level' | 'from' | 'until'

/** Left to right, with the least width of each, px. */
const order: readonly [CheckColumn, number][] = [
  ['guest', 184],
  ['company', 120],
  ['document', 108],
  ['phone', 140],
  ['email', 160],
  ['host', 140],
  ['purpose', 140],
  ['level', 112],
  ['from', 144],
  ['until', 144],
]
/** What must be seen first where there is no room for all. */
const priority: readonly CheckColumn[] = [
  'guest',
  'until',
  'company',
  'document',
  'phone',
  'level',
  'from',
  'host',
  'email',
  'purpose',
]
/** What a row waits for, px. */
export const STATE_WIDTH = 192
/** Row number, portrait, and the state of the row. */
const FIXED = 56 + 36 + STATE_WIDTH

const guestFields: readonly string[] = ['name', 'family', 'given', 'patronymic', 'row']

/** The column that shows a field of the list. */
export function columnOf(field: ListField | 'row'): CheckColumn | null {
  if (guestFields.includes(field)) return 'guest'
  return order.some(([column]) => column === field) ? (field as CheckColumn) : null
}

/** Columns in which some row is at fault: these are never left out. */
export function troubledColumns(rows: readonly ListRow[]): Set<CheckColumn> {
  const found = new Set<CheckColumn>()
  for (const row of rows) {
    for (const problem of row.problems) {
      const column = columnOf(problem.field)
      if (column) found.add(column)
    }
  }
  return found
}

/** Which columns the grid shows at `width` px: name and end always, then the faulty ones, then what the file has, as far as there is room. */
export function fitColumns(
  width: number,
  mapped: ListPreview['columns'],
  troubled: ReadonlySet<CheckColumn>,
): { column: CheckColumn; width: number }[] {
  const must = (column: CheckColumn) => column === 'guest' || column === 'until' || troubled.has(column)
  const has = (column: CheckColumn) => must(column) || mapped[column as ListField] != null
  const least = new Map(order)
  const chosen = new Set<CheckColumn>()
  let room = width - FIXED
  for (const column of [...priority.filter(must), ...priority.filter(one => !must(one) && has(one))]) {
    const needs = least.get(column) ?? 0
    if (!must(column) && needs > room) continue
    chosen.add(column)
    room -= needs
  }
  return order.filter(([column]) => chosen.has(column)).map(([column, needs]) => ({ column, width: needs }))
}
