import { useRef, useState } from 'react'
import type { ListField, ListRow } from '../../shared/model/visitor-list.ts'
import { useStores } from '../stores/context.ts'
import { cellText } from './cell-text.ts'

export interface CellEditor {
  /** The one cell being typed into. */
  cell: { row: number; field: ListField; text: string } | null
  open(row: ListRow, field: ListField): void
  type(text: string): void
  /** Keeps what was typed. True when the cell is right now; a wrong one stays open with its fault, unless `close`. */
  accept(close?: boolean): Promise<boolean>
  /** Back to what was there. */
  putBack(): void
}

/** Typing over a cell of the list: one at a time, judged by the core when it is accepted. */
export function useCellEditor(): CellEditor {
  const { list } = useStores()
  const [cell, setCell] = useState<CellEditor['cell']>(null)
  const began = useRef('')
  // What is open as of now, for answers that come later.
  const latest = useRef(cell)
  const put = (next: CellEditor['cell']) => {
    latest.current = next
    setCell(next)
  }
  return {
    cell,
    open(row, field) {
      const { preview, typed } = list.getState()
      const text = preview ? cellText(row, field, preview.columns, typed) : ''
      began.current = text
      put({ row: row.row, field, text })
    },
    type: text => latest.current && put({ ...latest.current, text }),
    async accept(close = false) {
      const now = latest.current
      if (!now) return true
      if (close || now.text === began.current) put(close ? null : now)
      if (now.text !== began.current) {
        began.current = now.text
        await list.getState().edit(now.row, [[now.field, now.text]])
      }
      const row = list.getState().preview?.rows.find(one => one.row === now.row)
      const wrong = row?.problems.some(problem => problem.field === now.field && problem.blocking) ?? false
      const same = latest.current?.row === now.row && latest.current.field === now.field
      if (same && !wrong) put(null)
      return !wrong
    },
    putBack: () => put(null),
  }
}
