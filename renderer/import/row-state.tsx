import type { ListPreview, ListRow } from '../../shared/model/visitor-list.ts'
import type { ListPhoto } from '../stores/list.ts'
import { lowerFirst } from '../text/lower-first.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { StateWord } from '../ui/state-word.tsx'
import { cellText } from './cell-text.ts'
import { problemWords } from './fault-words.ts'
import { faultOf } from './photo-fault.ts'
import { firstProblem } from './problem-kinds.ts'

/** What a row waits for, or that it is ready, in one word or two. */
export function RowState({
  row,
  columns,
  typed,
  photo,
}: {
  row: ListRow
  columns: ListPreview['columns']
  typed: Readonly<Record<string, string>>
  photo: ListPhoto | undefined
}) {
  const text = useText()
  const say = useFailure()
  const { t } = text
  const problem = firstProblem(row)
  if (problem) {
    const value = problem.field === 'row' ? '' : cellText(row, problem.field, columns, typed)
    const words = problemWords(text, problem, value)
    return (
      <span title={words} style={{ display: 'flex', minWidth: 0 }}>
        <StateWord tone={problem.sameAs === undefined ? 'no' : 'wait'}>{words}</StateWord>
      </span>
    )
  }
  if (photo && !photo.verdict?.ok && !row.hasPhoto)
    return <StateWord tone="wait">{t('import.ready photo refused', { cause: lowerFirst(say(faultOf(photo))) })}</StateWord>
  return <StateWord tone="ok">{t(row.known ? 'import.ready known' : 'import.ready')}</StateWord>
}
