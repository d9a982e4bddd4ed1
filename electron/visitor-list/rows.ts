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
/** Judges one row of a list by itself. Each field has at most one problem, the first that stands in its way. */
export function judgeRow(raw: RawRow, columns: Columns, headerCount: number, context: ReadContext): ListRow {
  const problems: RowProblem[] = []
  const say = (field: RowProblem['field'], problem: RowProblem['problem']) => problems.push({ field, problem, blocking: true })
  const edits = context.edits?.get(raw.row)
  const cell = (field: ListField): string =>
    edits?.get(field) ?? (columns[field] == null ? '' : (raw.cells[columns[field]] ?? '')).trim()
  const words = (field: keyof typeof LONGEST): string => {
    const text = cell(field).replace(/\s+/gu, ' ').trim()
    if (text.length > LONGEST[field]) say(field, 'too long')
    return text
  }

  const whole = columns.name == null ? null : splitName(cell('name'))
  const name = (field: 'family' | 'given' | 'patronymic') =>
    tidyName(edits?.get(field) ?? (columns[field] == null ? (whole?.[field] ?? '') : cell(field)))
  const family = name('family')
  const given = name('given')
  const patronymic = name('patronymic')
  for (const [field, value] of [
    ['family', family],
    ['given', given],
    ['patronymic', patronymic],
  ] as const) {
    const problem = field === 'patronymic' && value === '' ? null : nameProblem(value)
    if (problem) say(field, problem)
  }
  const rest = {
    company: words('company'),
    document: words('document'),
    phone: words('phone'),
    email: words('email'),
    host: words('host'),
    purpose: words('purpose'),
  }

  const levelText = cell('level')
  const byName = context.levels.find(level => fold(level.name) === fold(levelText))
  const level = levelText === '' ? context.levels.find(l => l.id === context.defaults.levelId) : byName
  if (!level) say('level', levelText === '' ? 'missing' : 'unknown')

  const fromText = cell('from')
  const from =
    fromText === ''
      ? (context.defaults.from ?? context.now)
      : readDate(fromText, context.zone, 'start', () => wallTime(context.now, context.zone))
  if (from === null) say('from', 'not a date')
  const day = () => wallTime(from ?? context.now, context.zone)
  const endOfDay = () => instantOf({ ...day(), hour: 23, minute: 59, second: 59 }, context.zone)
  const untilText = cell('until')
  const until = untilText === '' ? (context.defaults.until ?? endOfDay()) : readDate(untilText, context.zone, 'end', day)
  if (until === null) say('until', 'not a date')
  const wrong = from !== null && until !== null ? windowProblem({ from, until }, context.now) : null
  if (wrong) say('until', wrong)
  if (raw.cells.length > headerCount && raw.cells.slice(headerCount).some(c => c.trim() !== '')) say('row', 'too many cells')

  const row: ListRow = {
    row: raw.row,
    cells: raw.cells,
    family,
    given,
    patronymic,
    ...rest,
    levelId: level?.id ?? null,
    levelName: level?.name ?? levelText,
    from,
    until,
    problems,
    known: false,
    hasPhoto: false,
  }
  return context.isKnown && problems.length === 0 ? { ...row, known: context.isKnown(row) } : row
}

/** Marks each row that says the same as an earlier one: the same guest for the same window. */
export function createDoubles(): (row: ListRow) => void {
  const seen = new Map<string, number>()
  return row => {
    if (row.family === '' || row.given === '' || row.from === null || row.until === null) return
    const key = [row.family, row.given, row.patronymic, row.document || row.company, String(row.from), String(row.until)]
      .map(fold)
      .join('|')
    const earlier = seen.get(key)
    if (earlier === undefined) seen.set(key, row.row)
    else row.problems.push({ field: 'row', problem: 'the same guest and window as another row', sameAs: earlier, blocking: true })
  }
}
