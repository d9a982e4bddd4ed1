import { useMemo } from 'react'
import { wallTime } from '../../shared/model/time.ts'
import type { ListField, ListPreview, ListRow } from '../../shared/model/visitor-list.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Portrait } from '../ui/portrait.tsx'
import type { Column } from '../ui/virtual-table.tsx'
import { CellInput } from './cell-input.tsx'
import { cellText } from './cell-text.ts'
import styles from './check-step.module.css'
import { type CheckColumn, columnOf, fitColumns, STATE_WIDTH, type troubledColumns } from './fit-columns.ts'
import { isDouble } from './row-order.ts'
import { RowState } from './row-state.tsx'
import type { CellEditor } from './use-cell-editor.ts'

/** The grid's columns for this list and this width. */
export function useCheckColumns(of: {
  preview: ListPreview
  width: number
  troubled: ReturnType<typeof troubledColumns>
  editor: CellEditor
  onLeave: (row: ListRow, field: ListField, to: 'next' | 'previous' | 'grid') => void
}): { columns: Column<ListRow>[]; fields: ReadonlySet<ListField> } {
  const { preview, width, troubled, editor, onLeave } = of
  const { t } = useText()
  const format = useFormat()
  const nameOf = useName()
  const typed = useFrom('list', s => s.typed)
  const photos = useFrom('list', s => s.photos)
  const photoOf = useMemo(() => new Map(photos.map(photo => [photo.row, photo])), [photos])
  const shown = useMemo(() => fitColumns(width, preview.columns, troubled), [width, preview.columns, troubled])
  const thisYear = wallTime(Date.now(), format.zone).year

  const dated = (row: ListRow, field: 'from' | 'until') => {
    const at = row[field]
    if (at === null) return cellText(row, field, preview.columns, typed)
    return wallTime(at, format.zone).year === thisYear ? format.shortDayTime(at) : `${format.date(at)}, ${format.time(at)}`
  }
  const textOf = (row: ListRow, column: CheckColumn): string => {
    if (column === 'guest') return nameOf(row)
    if (column === 'from' || column === 'until') return dated(row, column)
    return column === 'level' ? row.levelName : row[column]
  }
  const isBad = (row: ListRow, column: CheckColumn) =>
    row.problems.some(problem => problem.blocking && columnOf(problem.field) === column && problem.field !== 'row') ||
    (column === 'guest' && isDouble(row))
  const isEdited = (row: ListRow, column: CheckColumn) => editor.cell?.row === row.row && columnOf(editor.cell.field) === column
  const fieldIn = (row: ListRow, column: CheckColumn): ListField => {
    if (column !== 'guest') return column
    const bad = row.problems.find(problem => problem.blocking && columnOf(problem.field) === 'guest')?.field
    return bad === undefined || bad === 'row' || bad === 'name' ? 'family' : bad
  }

  const columns: Column<ListRow>[] = [
    {
      key: 'row',
      head: t('import.row number'),
      width: `${Math.max(48, 18 + 9 * String(preview.rows.at(-1)?.row ?? 0).length)}px`,
      align: 'end',
      cell: row => <span className={styles.number}>{row.row}</span>,
      text: row => String(row.row),
    },
    {
      key: 'face',
      head: '',
      called: t('frame.face'),
      width: '36px',
      align: 'center',
      cell: row => {
        const photo = photoOf.get(row.row)
        return <Portrait of={row} {...(photo ? { url: photo.url } : {})} size="row" />
      },
    },
    ...shown.map(
      ({ column, width: least }): Column<ListRow> => ({
        key: column,
        head: column === 'guest' ? t('import.guest') : t(`import.field ${column}`),
        width: column === 'guest' || column === 'company' ? `minmax(${least}px, 1.4fr)` : `minmax(${least}px, 1fr)`,
        mark: row => (isEdited(row, column) ? 'edited' : isBad(row, column) ? 'bad' : undefined),
        text: row => textOf(row, column),
        cell: row => {
          const field = editor.cell?.field
          if (field && isEdited(row, column))
            return <CellInput key={field} row={row} field={field} editor={editor} onLeave={to => onLeave(row, field, to)} />
          const words = textOf(row, column)
          const edit = () => editor.open(row, fieldIn(row, column))
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the row does the same
            // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the row does the same
            <span
              className={styles.cell}
              title={words}
              onClick={isBad(row, column) ? edit : undefined}
              onDoubleClick={event => {
                event.stopPropagation()
                edit()
              }}
            >
              {words}
            </span>
          )
        },
      }),
    ),
    {
      key: 'state',
      head: t('import.row state'),
      width: `minmax(${STATE_WIDTH}px, 1.2fr)`,
      cell: row => (
        <span className={styles.state}>
          <RowState row={row} columns={preview.columns} typed={typed} photo={photoOf.get(row.row)} />
        </span>
      ),
    },
  ]
  const fields = new Set<ListField>(
    shown.flatMap(({ column }): ListField[] => (column === 'guest' ? ['family', 'given', 'patronymic'] : [column])),
  )
  return { columns, fields }
}
