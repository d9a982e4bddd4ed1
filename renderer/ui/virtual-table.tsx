// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which takes a native table's roles away; they are given back by name
// biome-ignore-all lint/a11y/useFocusableInteractive: one stop for the keyboard; the cursor moves by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { trackOf, VirtualRow } from './virtual-row.tsx'
import styles from './virtual-table.module.css'

export interface Column<Row> {
  key: string
  head: ReactNode
  /** What a head that shows nothing is called. */
  called?: string
  /** A grid track: `132px`, `minmax(160px, 1fr)`. */
  width: string
  align?: 'start' | 'center' | 'end'
  /** There is no room for it now; a copy takes it all the same. */
  hidden?: boolean
  cell: (row: Row, index: number) => ReactNode
  /** What a copy as TSV takes; left out: nothing. */
  text?: (row: Row) => string
  /** This cell is at fault, or being typed into: tinted, and it alone. */
  mark?: (row: Row) => 'bad' | 'edited' | undefined
}

interface Props<Row> {
  label: string
  /** A hole is a row that is still on its way: it has its place, and nothing in it. */
  rows: readonly (Row | undefined)[]
  rowKey: (row: Row) => string | number
  columns: readonly Column<Row>[]
  /** The row the keyboard stands on; -1: none. */
  cursor: number
  /** `extend`: Shift was held, so the rows between are meant too. */
  onCursor: (index: number, extend: boolean) => void
  /** The whole row is tinted: somebody was turned away. */
  rowTone?: (row: Row) => 'no' | 'wait' | undefined
  /** Rows that make room for a new one above them do it in 120 ms. */
  eased?: boolean
  /** Chosen beside the cursor's row. */
  isMarked?: (row: Row) => boolean
  /** Enter on the cursor's row. */
  onEnter?: (row: Row) => void
  /** Rows on the other end, when not all are here. */
  total?: number
  /** How high a row is, in pixels; 32 unless its cells have two lines. */
  row?: number
  /** Called when the last rows come into view. */
  onEnd?: () => void
  /** The first and the last row on the screen, when they change. */
  onRange?: (first: number, last: number) => void
}

const HEAD = 32

/** A table of any length: fixed head, 32 px rows, native cells, a keyboard cursor, copy as TSV. */
export function VirtualTable<Row>(props: Props<Row>) {
  const {
    label,
    rows,
    rowKey,
    columns: all,
    cursor,
    onCursor,
    onEnter,
    total,
    row = HEAD,
    onEnd,
    onRange,
    isMarked,
    rowTone,
    eased,
  } = props
  const columns = useMemo(() => (all.some(column => column.hidden) ? all.filter(column => !column.hidden) : all), [all])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => row,
    overscan: 12,
    scrollPaddingStart: HEAD,
    // The head takes its row in the scrolled content too: without it the cursor's row ends below the edge.
    scrollMargin: HEAD,
  })
  const items = virtual.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (lastShown >= rows.length - 1 && rows.length > 0) onEnd?.()
  }, [lastShown, rows.length, onEnd])

  const first = virtual.range?.startIndex ?? 0
  const last = virtual.range?.endIndex ?? -1
  useEffect(() => onRange?.(first, last), [first, last, onRange])
  // A cursor moved from outside (the next problem) is brought into view, and stays there when a bar takes room below; one that was scrolled away from is left alone.
  const height = virtual.scrollRect?.height ?? 0
  const seen = useRef({ cursor: -1, inView: false })
  useEffect(() => {
    if (cursor >= 0 && height > 0 && (seen.current.cursor !== cursor || seen.current.inView)) virtual.scrollToIndex(cursor)
  }, [cursor, virtual, height])
  useEffect(() => {
    seen.current = { cursor, inView: cursor >= first && cursor <= last }
  }, [cursor, first, last])

  const move = (to: number, extend: boolean) => {
    onCursor(Math.max(0, Math.min(rows.length - 1, to)), extend)
  }
  /** The rows marked, else the cursor's, as a spreadsheet takes them. */
  const textOf = (row: Row) => {
    const marked = rows.filter(one => one !== undefined && isMarked?.(one)) as Row[]
    const taken = all.filter(column => column.text)
    return (marked.length > 0 ? marked : [row]).map(one => taken.map(column => column.text?.(one) ?? '').join('\t')).join('\n')
  }
  // Where nothing has the focus, or from the box that searches these rows.
  useKey(chords.intoList, ({ target }) => {
    if (rows.length === 0 || !(target === document.body || (target instanceof Element && target.matches('[data-finds]'))))
      return false
    scroller.current?.focus()
    if (cursor < 0 || target !== document.body) move(0, false)
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || rows.length === 0) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? row) / row) - 2)
    const steps: Record<string, number> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + page,
      PageUp: cursor - page,
      Home: 0,
      End: rows.length - 1,
    }
    const here = rows[cursor]
    if (event.code in steps) move(steps[event.code] ?? 0, event.shiftKey)
    else if (event.code === 'Enter' && here && !event.ctrlKey) onEnter?.(here)
    else if (event.code === 'KeyC' && (event.ctrlKey || event.metaKey) && here) void navigator.clipboard.writeText(textOf(here))
    else return
    event.preventDefault()
  }

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      data-eased={eased}
      tabIndex={0}
      onKeyDown={onKeyDown}
      role="grid"
      aria-label={label}
      aria-rowcount={(total ?? rows.length) + 1}
      aria-activedescendant={cursor >= 0 ? `${label}-row-${cursor}` : undefined}
    >
      <div className={styles.head} style={{ gridTemplateColumns: trackOf(columns) }} role="row" aria-rowindex={1}>
        {columns.map(column => (
          <div key={column.key} className={styles.cell} data-align={column.align} role="columnheader">
            {column.head}
            {column.called && <span className="visually-hidden">{column.called}</span>}
          </div>
        ))}
      </div>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="rowgroup">
        {items.map(item => {
          const one = rows[item.index]
          if (one === undefined) return null
          return (
            <VirtualRow
              key={rowKey(one)}
              id={`${label}-row-${item.index}`}
              row={one}
              height={row}
              index={item.index}
              start={item.start - HEAD}
              columns={columns}
              selected={item.index === cursor}
              marked={isMarked?.(one)}
              tone={rowTone?.(one)}
              onCursor={onCursor}
              onEnter={onEnter}
            />
          )
        })}
      </div>
    </div>
  )
}
