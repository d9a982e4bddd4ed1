import { useElementSize } from '@mantine/hooks'
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import type { ListField, ListRow } from '../../shared/model/visitor-list.ts'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { nextField } from './cell-text.ts'
import { CheckFilters } from './check-filters.tsx'
import { CheckKeys, type TellRange } from './check-keys.tsx'
import styles from './check-step.module.css'
import { troubledColumns } from './fit-columns.ts'
import { ListFault } from './list-fault.tsx'
import { fieldToMend } from './problem-kinds.ts'
import { ResultPanel } from './result-panel.tsx'
import { countRows, nextProblem, orderRows, type RowFilter } from './row-order.ts'
import { useCellEditor } from './use-cell-editor.ts'
import { useCheckColumns } from './use-check-columns.tsx'

const none: readonly ListRow[] = []

/** Step 4: every row, judged; the bad ones mended in place. The order stays while a person mends, so that no row runs away. */
export function CheckStep() {
  const { t } = useText()
  const preview = useFrom('list', s => s.preview)
  const reading = useFrom('list', s => s.reading)
  const [filter, setFilter] = useState<RowFilter>('all')
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search)
  const [cursor, setCursor] = useState(-1)
  const tellRange = useRef<TellRange>(null)
  const onRange = useCallback<TellRange>((first, last) => tellRange.current?.(first, last), [])
  const grid = useRef<HTMLDivElement>(null)
  const { ref: sized, width } = useElementSize()
  const editor = useCellEditor()
  const rows = preview?.rows ?? none
  const counts = useMemo(() => countRows(rows), [rows])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a mended row must not jump; the order is made anew when the list is
  const order = useMemo(() => orderRows(rows, filter, wanted), [reading, filter, wanted])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a column must not vanish under the cell being mended
  const troubled = useMemo(() => troubledColumns(rows), [reading])
  const shown = useMemo(() => {
    const byNumber = new Map(rows.map(row => [row.row, row]))
    return order.flatMap(number => byNumber.get(number) ?? [])
  }, [rows, order])

  const focusGrid = () => grid.current?.querySelector<HTMLElement>('[role=grid]')?.focus()
  const onLeave = (row: ListRow, field: ListField, to: 'next' | 'previous' | 'grid') => {
    const next = to === 'grid' ? null : nextField(field, to === 'next' ? 1 : -1, fields)
    if (next) editor.open(row, next)
    else focusGrid()
  }
  const { columns, fields } = useCheckColumns({ preview: preview as never, width, troubled, editor, onLeave })
  const toProblem = () => {
    const here = editor.cell ? shown.findIndex(row => row.row === editor.cell?.row) : cursor
    void editor.accept(true)
    const index = nextProblem(shown, here)
    const row = shown[index]
    if (!row) return focusGrid()
    setCursor(index)
    editor.open(row, fieldToMend(row))
  }
  useKey(chords.nextProblem, toProblem)
  const choose = (next: RowFilter) => {
    setFilter(next)
    setCursor(-1)
  }

  return (
    <div className={styles.step}>
      <section className={styles.main} ref={sized}>
        <CheckFilters counts={counts} filter={filter} onFilter={choose} search={search} onSearch={setSearch} />
        <ListFault />
        <div className={styles.grid} ref={grid} data-testid="check-grid">
          {shown.length === 0 ? (
            <EmptyScreen>{t('import.nothing here')}</EmptyScreen>
          ) : (
            <VirtualTable
              label={t('import.rows')}
              rows={shown}
              rowKey={row => row.row}
              columns={columns}
              cursor={cursor}
              onCursor={setCursor}
              onEnter={row => editor.open(row, fieldToMend(row))}
              onRange={onRange}
            />
          )}
        </div>
        <CheckKeys tell={tellRange} total={shown.length} />
      </section>
      <ResultPanel />
    </div>
  )
}
