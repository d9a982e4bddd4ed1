import type { ListField, ListPreview, ListRow } from '../../shared/model/visitor-list.ts'

type Typed = Readonly<Record<string, string>>

/** What stands in a row's cell: as typed, else as the core read it, else as the file has it (a date that is none). */
export function cellText(row: ListRow, field: ListField, columns: ListPreview['columns'], typed: Typed): string {
  const own = typed[`${row.row}.${field}`]
  if (own !== undefined) return own
  if (field === 'from' || field === 'until' || field === 'photo') {
    const index = columns[field]
    return index == null ? '' : (row.cells[index] ?? '').trim()
  }
  if (field === 'level') return row.levelName
  if (field === 'name') return [row.family, row.given, row.patronymic].filter(Boolean).join(' ')
  return row[field]
}

/** From one cell to the next within a row, in the order in which a person mends it. */
const tabOrder: readonly ListField[] = [
  'family',
  'given',
  'patronymic',
  'company',
  'document',
  'phone',
  'email',
  'host',
  'purpose',
  'level',
  'from',
  'until',
]

/** The field after `field` (or before it) among those that can be typed into; null at the end of the row. */
export function nextField(field: ListField, step: 1 | -1, shown: ReadonlySet<ListField>): ListField | null {
  const order = tabOrder.filter(one => shown.has(one))
  return order[order.indexOf(field) + step] ?? null
}
