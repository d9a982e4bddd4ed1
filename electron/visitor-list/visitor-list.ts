import type { Encoding, ListReading, ListRow, Separator } from '../../shared/model/visitor-list.ts'
import { type Columns, headerKey, mapColumns } from './columns.ts'
import { createDuplicates } from './duplicates.ts'
import { decode } from './encoding.ts'
import { ListError } from './list-error.ts'
import { readCsv } from './read-csv.ts'
import { createJudge, type ReadContext } from './rows.ts'

export interface ReadList {
  encoding: Encoding
  separator: Separator
  headers: string[]
  headerKey: string
  columns: Columns
  rows: ListRow[]
}

const MOST_BYTES = 25_000_000
/** Rows judged between two breaths of the thread: a few milliseconds' work. */
const SLICE = 500

/**
 * A file becomes rows, each judged. Throws `ListError` where the file is no list; whatever is wrong with a row stands in that row, and no row is left out.
 * `pause` lets others have the thread between slices of a few milliseconds; `remembered` are mappings by header key.
 */
export async function readVisitorList(
  bytes: Uint8Array,
  reading: ListReading,
  context: Omit<ReadContext, 'defaults'> & {
    remembered?: Readonly<Record<string, Record<string, string>>>
    pause?: () => Promise<void>
  },
): Promise<ReadList> {
  if (bytes.length > MOST_BYTES) throw new ListError('too-large-file', null, MOST_BYTES)
  const { text, encoding } = decode(bytes, reading.encoding)
  await context.pause?.()
  const { separator, headers, pieces } = readCsv(text, reading.separator)
  const key = headerKey(headers)
  const remembered = context.remembered && Object.hasOwn(context.remembered, key) ? context.remembered[key] : undefined
  const columns = withinHeaders(reading.columns ?? mapColumns(headers, remembered), headers.length)
  const defaults = { levelId: reading.levelId ?? null, from: reading.from ?? null, until: reading.until ?? null }
  const judge = createJudge(columns, headers.length, { ...context, defaults })
  const markDuplicate = createDuplicates()
  const rows: ListRow[] = []
  for (const piece of pieces) {
    await context.pause?.()
    for (const raw of piece) {
      if (rows.length % SLICE === SLICE - 1) await context.pause?.()
      const row = judge(raw)
      markDuplicate(row)
      rows.push(row)
    }
  }
  return { encoding, separator, headers, headerKey: key, columns, rows }
}

/** A mapping made for another separator may point past the last column. */
function withinHeaders(columns: Columns, count: number): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([, index]) => index == null || index < count))
}
