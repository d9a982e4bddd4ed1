import { type ListField, type ListPreview, listFields } from '../../shared/model/visitor-list.ts'

type Columns = ListPreview['columns']

/** The field that a column feeds; null: it is left out. */
export function fieldOf(columns: Columns, index: number): ListField | null {
  return listFields.find(field => columns[field] === index) ?? null
}

/** The mapping with column `index` feeding `field`, and whatever fed that field before feeding nothing. Every field is named, so that nothing is guessed again. */
export function chooseField(columns: Columns, index: number, field: ListField | null): Columns {
  const next: Columns = {}
  for (const one of listFields) next[one] = columns[one] === index ? null : (columns[one] ?? null)
  if (field) next[field] = index
  return next
}

/** Whether the rows can have names at all. */
export function hasNames(columns: Columns): boolean {
  return columns.name != null || (columns.family != null && columns.given != null)
}

/** Up to three different values of a column, as they stand in the file. */
export function samplesOf(rows: ListPreview['rows'], index: number): string[] {
  const found = new Set<string>()
  for (const { cells } of rows) {
    const text = (cells[index] ?? '').trim()
    if (text !== '') found.add(text)
    if (found.size === 3) break
  }
  return [...found]
}
