import type { ListField, ListRow, RowProblem } from '../../shared/model/visitor-list.ts'
import type { IconName } from '../ui/icon.tsx'
import { isBad } from './row-order.ts'

/** What the rows that wait for a person wait for. Each row is counted once, under what stands in its way first. */
export const problemKinds = ['name', 'document', 'phone', 'term', 'level', 'double', 'other'] as const
export type ProblemKind = (typeof problemKinds)[number]

export const kindIcons: Record<ProblemKind, IconName> = {
  name: 'person',
  document: 'file',
  phone: 'phone',
  term: 'calendar',
  level: 'lock',
  double: 'copies',
  other: 'bang',
}

const kinds: Partial<Record<RowProblem['field'], ProblemKind>> = {
  family: 'name',
  given: 'name',
  patronymic: 'name',
  name: 'name',
  document: 'document',
  phone: 'phone',
  from: 'term',
  until: 'term',
  level: 'level',
}

/** What stands in the row's way first; null: nothing. */
export function firstProblem(row: ListRow): RowProblem | null {
  return row.problems.find(problem => problem.blocking) ?? null
}

export function kindOf(problem: RowProblem | null): ProblemKind {
  if (!problem) return 'other'
  return problem.sameAs !== undefined ? 'double' : (kinds[problem.field] ?? 'other')
}

/** The kinds that occur, with how many rows each, in the order of the list above. */
export function countKinds(rows: readonly ListRow[]): { kind: ProblemKind; count: number }[] {
  const counts = new Map<ProblemKind, number>()
  for (const row of rows) {
    if (!isBad(row)) continue
    const kind = kindOf(firstProblem(row))
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return problemKinds.flatMap(kind => (counts.has(kind) ? { kind, count: counts.get(kind) ?? 0 } : []))
}

/** The field to mend first; a double is mended in the window or the name, so its end is offered. */
export function fieldToMend(row: ListRow): ListField {
  const problem = firstProblem(row)
  if (!problem) return 'family'
  if (problem.field === 'row') return problem.sameAs === undefined ? 'family' : 'until'
  return problem.field === 'name' ? 'family' : problem.field
}
