import { fold, nameProblem, splitName, tidyName } from '../../shared/model/guest.ts'
import type { LevelId } from '../../shared/model/ids.ts'
import { readDate } from '../../shared/model/read-date.ts'
import type { AccessLevel } from '../../shared/model/site.ts'
import { type Instant, instantOf, wallTime, windowProblem } from '../../shared/model/time.ts'
import type { ListField, ListRow, RowProblem } from '../../shared/model/visitor-list.ts'
import type { Columns } from './columns.ts'
import type { RawRow } from './read-csv.ts'

export interface ReadContext {
  levels: readonly AccessLevel[]
  /** The desk's (IANA): what a time without an offset means. */
  zone: string
  now: Instant
  /** For rows that name none. */
  defaults: { levelId: LevelId | null; from: Instant | null; until: Instant | null }
  /** What a person has typed over the file: row -> field -> text. */
  edits?: ReadonlyMap<number, ReadonlyMap<ListField, string>>
  isKnown?: (row: ListRow) => boolean
}

/** Most characters of a field; names have their own rule. */
const LONGEST = { company: 200, document: 64, phone: 64, email: 64, host: 200, purpose: 200 } as const

type Say = (field: RowProblem['field'], problem: RowProblem['problem']) => void
/** The text of a field, trimmed; '' where the list has no such column. */
type Cell = (field: ListField) => string

/**
 * A judge of single rows. Each field has at most one problem, the first that stands in its way; problems come in the order of the fields, the row's own last.
 * Whatever is wrong is said, never thrown.
 */
export function createJudge(columns: Columns, headerCount: number, context: ReadContext): (raw: RawRow) => ListRow {
  const judgeLevel = createLevelJudge(context)
  return raw => {
    const problems: RowProblem[] = []
    const say: Say = (field, problem) => problems.push({ field, problem, blocking: true })
    const edits = context.edits?.get(raw.row)
    const cell: Cell = field => (edits?.get(field) ?? (columns[field] == null ? '' : (raw.cells[columns[field]] ?? ''))).trim()
    const words = (field: keyof typeof LONGEST): string => {
      const text = cell(field).replace(/\s+/gu, ' ')
      if (text.length > LONGEST[field]) say(field, 'too long')
      return text
    }

    const has = (field: ListField) => columns[field] != null || edits?.has(field) === true
    const names = judgeNames(cell, has, say)
    const rest = {
      company: words('company'),
      document: words('document'),
      phone: words('phone'),
      email: words('email'),
      host: words('host'),
      purpose: words('purpose'),
    }
    const level = judgeLevel(cell('level'), say)
    const window = judgeWindow(cell, context, say)
    if (raw.cells.slice(headerCount).some(extra => extra.trim() !== '')) say('row', 'too many cells')
    const row = {
      row: raw.row,
      cells: raw.cells,
      ...names,
      ...rest,
      ...level,
      ...window,
      problems,
      known: false,
      hasPhoto: false,
    }
    return context.isKnown && problems.length === 0 ? { ...row, known: context.isKnown(row) } : row
  }
}

/** A column of whole names fills in what has no column of its own: "Family Given Patronymic" or "Family, Given". */
function judgeNames(cell: Cell, has: (field: ListField) => boolean, say: Say) {
  const whole = has('name') ? splitName(cell('name')) : { family: '', given: '', patronymic: '' }
  const read = (field: 'family' | 'given' | 'patronymic') => {
    const name = tidyName(has(field) ? cell(field) : whole[field])
    const problem = field === 'patronymic' && name === '' ? null : nameProblem(name)
    if (problem) say(field, problem)
    return name
  }
  return { family: read('family'), given: read('given'), patronymic: read('patronymic') }
}

function createLevelJudge({ levels, defaults }: ReadContext) {
  const byName = new Map<string, AccessLevel>()
  for (const level of levels) if (!byName.has(fold(level.name))) byName.set(fold(level.name), level)
  const usual = levels.find(level => level.id === defaults.levelId)
  return (text: string, say: Say) => {
    const level = text === '' ? usual : byName.get(fold(text))
    if (!level) say('level', text === '' ? 'missing' : 'unknown')
    return { levelId: level?.id ?? null, levelName: level?.name ?? text }
  }
}

/** Without a `from` the visit begins now, without an `until` it ends with the day it begins on. */
function judgeWindow(cell: Cell, { zone, now, defaults }: ReadContext, say: Say) {
  const today = () => wallTime(now, zone)
  const fromText = cell('from')
  const from = fromText === '' ? (defaults.from ?? now) : readDate(fromText, zone, 'start', today)
  const day = () => wallTime(from ?? now, zone)
  const endOfDay = () => instantOf({ ...day(), hour: 23, minute: 59, second: 59 }, zone)
  const untilText = cell('until')
  const until = untilText === '' ? (defaults.until ?? endOfDay()) : readDate(untilText, zone, 'end', day)
  if (from === null) say('from', 'not a date')
  if (until === null) say('until', 'not a date')
  if (from !== null && until !== null) {
    // Where the list names no `from`, "before from" would point at nothing in it.
    const problem = fromText === '' && until <= now ? 'in the past' : windowProblem({ from, until }, now)
    if (problem) say('until', problem)
  }
  return { from, until }
}
