// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which takes a native table's roles away; they are given back by name
// biome-ignore-all lint/a11y/useFocusableInteractive: one stop for the keyboard, at the table; the cursor moves by aria-activedescendant
import { memo } from 'react'
import styles from './virtual-table.module.css'
import type { Column } from './virtual-table.tsx'

/** The grid tracks of head and rows alike. */
export const trackOf = (columns: readonly { width: string }[]) => columns.map(column => column.width).join(' ')

interface Props<Row> {
  id: string
  row: Row
  /** Pixels. */
  height: number
  index: number
  /** Pixels from the top of the body. */
  start: number
  columns: readonly Column<Row>[]
  selected: boolean
  marked: boolean | undefined
  tone: 'no' | 'wait' | undefined
  onCursor: (index: number, extend: boolean) => void
  onEnter: ((row: Row) => void) | undefined
}

function PlainRow<Row>({ id, row, height, index, start, columns, selected, marked, tone, onCursor, onEnter }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has its cursor in the grid above
    <div
      id={id}
      className={styles.row}
      style={{ height, gridTemplateColumns: trackOf(columns), transform: `translateY(${start}px)` }}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-marked={marked}
      data-tone={tone}
      onClick={event => onCursor(index, event.shiftKey)}
      onDoubleClick={() => onEnter?.(row)}
    >
      {columns.map(column => (
        <div key={column.key} className={styles.cell} data-align={column.align} data-mark={column.mark?.(row)} role="gridcell">
          {column.cell(row, index)}
        </div>
      ))}
    </div>
  )
}

/** One row. Scrolling alone draws only those that come into view: the others were given the very same things. */
export const VirtualRow = memo(PlainRow) as typeof PlainRow
