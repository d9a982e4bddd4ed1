import { NAME_MAX, refusedCharacters } from '../../shared/model/guest.ts'
import type { ListRow, RowProblem } from '../../shared/model/visitor-list.ts'
import type { TextKey } from '../text/keys.ts'
import type { Format } from '../text/use-format.ts'
import type { Text, TextValues } from '../text/use-text.ts'

/** The longest of the other fields, as the core judges them. */
const LONGEST: Record<string, number> = { company: 200, host: 200, purpose: 200, document: 64, phone: 64, email: 64 }

/** The row's problem as its state column says it: `До: раньше начала`, `Дубль строки 2`. */
export function problemWords({ t }: Text, problem: RowProblem, value: string): string {
  const said = t(`import.problem ${problem.problem}` as TextKey, { row: problem.sameAs ?? '', value })
  if (problem.field === 'row') return said
  return t('import.field problem', { field: t(`import.field ${problem.field}`), problem: said })
}

/** What is wrong with a cell, and what would be right. */
export function faultWords(
  { t }: Text,
  format: Format,
  row: ListRow,
  problem: RowProblem,
  text: string,
): { fault: string; expected: string } {
  const values: TextValues = {
    row: problem.sameAs ?? '',
    from: row.from === null ? '' : format.dayTime(row.from),
    characters: refusedCharacters(text)
      .map(sign => (/[\r\n]/.test(sign) ? t('import.line break') : sign))
      .filter((word, index, all) => all.indexOf(word) === index)
      .join('  '),
    limit: LONGEST[problem.field] ?? NAME_MAX,
    measure: text.length,
  }
  return {
    fault: t(`import.fault ${problem.problem}` as TextKey, values),
    expected: t(`import.expect ${problem.problem}` as TextKey, values),
  }
}
