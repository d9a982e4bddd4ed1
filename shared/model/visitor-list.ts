import { z } from 'zod'
import { LevelId } from './ids.ts'
import { Instant } from './time.ts'

/** The columns a visitor list may have. `name` is one column with the whole name in it; `row` names the row as a whole in a problem. */
export const listFields = [
  'family',
  'given',
  'patronymic',
  'name',
  'company',
  'document',
  'phone',
  'email',
  'host',
  'purpose',
  'level',
  'from',
  'until',
  'photo',
] as const
export const ListField = z.enum(listFields)
export type ListField = z.infer<typeof ListField>

export const Encoding = z.enum(['utf-8', 'windows-1251', 'utf-16le', 'utf-16be'])
export type Encoding = z.infer<typeof Encoding>
export const Separator = z.enum([',', ';', '\t'])
export type Separator = z.infer<typeof Separator>

/** The closed list of what can be wrong with a row. The words are the command line's; screens translate them. */
export const rowProblems = [
  'missing',
  'not a date',
  'before from',
  'in the past',
  'after 2037-12-31',
  'characters the system refuses',
  'too long',
  'unknown',
  'the same guest and window as another row',
  'too many cells',
  'photo not found',
  'photo refused',
] as const
export const RowProblemWord = z.enum(rowProblems)
export type RowProblemWord = z.infer<typeof RowProblemWord>

/** `sameAs` is the earlier row of a duplicate, as a spreadsheet counts. `blocking: false` is a hint; the row may be sent. */
export const RowProblem = z.object({
  field: z.union([ListField, z.literal('row')]),
  problem: RowProblemWord,
  sameAs: z.number().int().optional(),
  blocking: z.boolean().default(true),
})
export type RowProblem = z.infer<typeof RowProblem>

/** One row of a list as read and judged. `row` is counted as a spreadsheet shows it: the header is row 1. `cells` are the original columns, in order. */
export const ListRow = z.object({
  row: z.number().int(),
  cells: z.array(z.string()),
  family: z.string(),
  given: z.string(),
  patronymic: z.string(),
  company: z.string(),
  document: z.string(),
  phone: z.string(),
  email: z.string(),
  host: z.string(),
  purpose: z.string(),
  levelId: LevelId.nullable(),
  levelName: z.string(),
  from: Instant.nullable(),
  until: Instant.nullable(),
  problems: z.array(RowProblem),
  /** We know this guest already (same document, or same name and company). */
  known: z.boolean(),
  hasPhoto: z.boolean(),
})
export type ListRow = z.infer<typeof ListRow>

/** How a list is to be read; what is left out is guessed and shown. `columns`: field -> index of the column. */
export const ListReading = z.object({
  encoding: Encoding.optional(),
  separator: Separator.optional(),
  columns: z.partialRecord(ListField, z.number().int().min(0).nullable()).optional(),
  /** For rows that name none. */
  levelId: LevelId.nullable().optional(),
  from: Instant.nullable().optional(),
  until: Instant.nullable().optional(),
})
export type ListReading = z.infer<typeof ListReading>

/** A list on its way in, kept by the core until it is sent or dropped. */
export const ListPreview = z.object({
  listId: z.string(),
  fileName: z.string(),
  encoding: Encoding,
  separator: Separator,
  headers: z.array(z.string()),
  columns: z.partialRecord(ListField, z.number().int().nullable()),
  total: z.number().int(),
  good: z.number().int(),
  bad: z.number().int(),
  /** Sent before, under this batch. */
  sentAs: z.object({ batch: z.number().int(), at: Instant }).nullable(),
  rows: z.array(ListRow),
})
export type ListPreview = z.infer<typeof ListPreview>
