import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { Printer } from '../../shared/contract/page-calls.ts'
import type { Answer } from '../../shared/model/failure.ts'

/** A badge of 90 by 55 mm, in micrometres (`ui/print-sheet.module.css` has it in millimetres). */
const BADGE = { width: 90_000, height: 55_000 }

export interface PaperState {
  /** Null: not asked, or a browser that keeps its printers to itself. */
  printers: readonly Printer[] | null
  readPrinters(): Promise<void>
  /** What the page would print, as a PDF. Only a host with a window of its own can make one. */
  pdf(): Promise<Answer<Blob>>
  /** The badge on the print sheet, to that printer, without asking. */
  printBadge(printer: string): Promise<Answer<object>>
}

/** What leaves the desk on paper. */
export function createPaper(link: Link) {
  return createStore<PaperState>()(set => ({
    printers: null,
    async readPrinters() {
      const answer = await link.invoke('page.printers', {})
      set({ printers: answer.ok ? answer.value : null })
    },
    async pdf() {
      const answer = await link.invoke('page.pdf', {})
      if (!answer.ok) return answer
      const bytes = Uint8Array.from(atob(answer.value.pdf), character => character.charCodeAt(0))
      return { ok: true, value: new Blob([bytes], { type: 'application/pdf' }) }
    },
    printBadge: printer => link.invoke('page.print', { printer, ...BADGE }),
  }))
}
