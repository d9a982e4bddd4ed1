import Papa from 'papaparse'
import type { Separator } from '../../shared/model/visitor-list.ts'
import { ListError } from './list-error.ts'

export const MOST_ROWS = 100_000
export const MOST_COLUMNS = 200
const SEPARATORS: readonly Separator[] = [';', ',', '\t']

/** One row: its number as a spreadsheet shows it (the header is 1), and its cells. */
export interface RawRow {
  row: number
  cells: string[]
}

const parse = (text: string, separator: Separator, preview = 0) =>
  Papa.parse<string[]>(text, { delimiter: separator, skipEmptyLines: false, preview }).data

/** The separator under which the first lines have the most columns, and the same number of them. */
export function guessSeparator(text: string): Separator {
  const head = text.slice(0, 64_000)
  let best: { separator: Separator; score: number } = { separator: ';', score: 0 }
  for (const separator of SEPARATORS) {
    const rows = parse(head, separator, 20).filter(cells => cells.some(c => c.trim() !== ''))
    const width = rows[0]?.length ?? 0
    const alike = rows.filter(cells => cells.length === width).length / Math.max(1, rows.length)
    const score = (width - 1) * alike
    if (score > best.score) best = { separator, score }
  }
  return best.separator
}

/**
 * Rows of a CSV (RFC 4180, any of three separators, any line ends). A quoted line break is part of its cell; an empty line is no row but is counted, as in a spreadsheet.
 * Excel's first line `sep=;` is honoured, and not counted.
 */
export function readCsv(text: string, told?: Separator): { separator: Separator; headers: string[]; rows: RawRow[] } {
  const said = /^sep=([;,\t])\r?\n/i.exec(text)
  const body = said ? text.slice(said[0].length) : text
  const separator = told ?? (said?.[1] as Separator | undefined) ?? guessSeparator(body)
  const found = parse(body, separator)
  const headerAt = found.findIndex(cells => cells.some(cell => cell.trim() !== ''))
  const header = found[headerAt]
  if (!header) throw new ListError('empty-list')
  if (header.length > MOST_COLUMNS) throw new ListError('too-many-columns', null, MOST_COLUMNS)
  const rows: RawRow[] = []
  found.forEach((cells, index) => {
    if (index > headerAt && cells.some(cell => cell.trim() !== '')) rows.push({ row: index + 1, cells })
  })
  if (rows.length > MOST_ROWS) throw new ListError('too-many-rows', null, MOST_ROWS)
  return { separator, headers: header.map(h => h.trim()), rows }
}
