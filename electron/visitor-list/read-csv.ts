import Papa from 'papaparse'
import type { Separator } from '../../shared/model/visitor-list.ts'
import { ListError } from './list-error.ts'

export const MOST_ROWS = 100_000
export const MOST_COLUMNS = 200
/** Empty rows count here: a spreadsheet has no more. */
const MOST_LINES = 1_048_576
const SEPARATORS: readonly Separator[] = [';', ',', '\t']
/** What the separator is guessed from. */
const HEAD = { characters: 64_000, rows: 20 }
/** Characters parsed in one go: a few milliseconds' work. */
const PIECE = 65_536
/** No guest fills this much: a quotation mark that never closes does. */
const LONGEST_ROW = 1_048_576

/** One row: its number as a spreadsheet shows it (the header is 1), and its cells. */
export interface RawRow {
  row: number
  cells: string[]
}

interface Parsed {
  data: string[][]
  errors: { row: number }[]
  /** Characters up to the end of the last whole row. */
  meta: { cursor: number }
}

const filled = (cells: readonly string[]) => cells.some(cell => cell.trim() !== '')

/** The separator under which the first lines have the most columns, and the same number of them. */
export function guessSeparator(text: string): Separator {
  const head = text.slice(0, HEAD.characters)
  let best: { separator: Separator; score: number } = { separator: ';', score: 0 }
  for (const separator of SEPARATORS) {
    const rows = Papa.parse<string[]>(head, { delimiter: separator, newline: '\n', preview: HEAD.rows }).data.filter(filled)
    const width = rows[0]?.length ?? 0
    const alike = rows.filter(cells => cells.length === width).length / Math.max(1, rows.length)
    const score = (width - 1) * alike
    if (score > best.score) best = { separator, score }
  }
  return best.separator
}

/** Every row of `text`, empty ones too, in pieces small enough to breathe between. Its lines must end in `\n`. */
function* parsePieces(text: string, separator: Separator): Generator<RawRow[]> {
  const parser = new Papa.Parser({ delimiter: separator, newline: '\n' })
  let at = 0
  let row = 1
  let size = PIECE
  while (at < text.length) {
    const last = at + size >= text.length
    const { data, errors, meta }: Parsed = parser.parse(text.slice(at, at + size), 0, !last)
    // Quotation marks that do not close swallow the rows after them. An error in the row that the piece cuts off may be the cut's own: it is read again.
    const broken = errors.find(error => error.row < data.length)
    if (broken) throw new ListError('not-a-csv', `row ${row + broken.row}`)
    const whole = meta.cursor
    if (whole === 0 && !last) {
      if (size >= LONGEST_ROW) throw new ListError('not-a-csv', `row ${row}`)
      size *= 2
      continue
    }
    if (row + data.length > MOST_LINES) throw new ListError('too-many-rows', null, MOST_ROWS)
    const first = row
    yield data.map((cells, index) => ({ row: first + index, cells }))
    if (last) return
    at += whole
    row += data.length
    size = PIECE
  }
}

/** The rows below the header that are not empty, in pieces. */
function* guestRows(pieces: Iterable<RawRow[]>, headerRow: number): Generator<RawRow[]> {
  let count = 0
  for (const piece of pieces) {
    const rows = piece.filter(({ row, cells }) => row > headerRow && filled(cells))
    const wide = rows.find(({ cells }) => cells.length > MOST_COLUMNS)
    if (wide) throw new ListError('too-many-columns', `row ${wide.row}`, MOST_COLUMNS)
    count += rows.length
    if (count > MOST_ROWS) throw new ListError('too-many-rows', null, MOST_ROWS)
    yield rows
  }
}

/** The first row that is not empty, whatever stands in it: one that we do not recognise is mapped by hand. */
function findHeader(pieces: Iterable<RawRow[]>): RawRow {
  for (const piece of pieces) {
    const header = piece.find(({ cells }) => filled(cells))
    if (header && header.cells.length > MOST_COLUMNS) throw new ListError('too-many-columns', `row ${header.row}`, MOST_COLUMNS)
    if (header) return header
  }
  throw new ListError('empty-list')
}

export interface CsvTable {
  separator: Separator
  headers: string[]
  /** Read as they are asked for; asking may throw `ListError`, which names the row. */
  pieces: Iterable<RawRow[]>
}

/**
 * A CSV as headers and rows (RFC 4180, any of three separators, any line ends, also mixed). A quoted line break is part of its cell; an empty line is no row but
 * is counted, as in a spreadsheet. Excel's first line `sep=;` is honoured, and not counted. Throws `ListError`.
 */
export function readCsv(text: string, told?: Separator): CsvTable {
  const lines = text.replace(/\r\n?/g, '\n')
  const said = /^sep=([;,\t])(?:\n|$)/i.exec(lines)
  const body = said ? lines.slice(said[0].length) : lines
  const separator = told ?? (said?.[1] as Separator | undefined) ?? guessSeparator(body)
  const header = findHeader(parsePieces(body, separator))
  return {
    separator,
    headers: header.cells.map(cell => cell.trim()),
    pieces: guestRows(parsePieces(body, separator), header.row),
  }
}
