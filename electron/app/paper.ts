import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { Printer } from '../../shared/contract/page-calls.ts'
import { Refusal } from './dispatcher.ts'

/** What a host with a window of its own can make of the page; a browser prints by itself. Null where no window is there. */
export interface Paper {
  /** What the page would print, at the size its style sheet names. */
  pdf(): Promise<Uint8Array | null>
  printers(): Promise<Printer[] | null>
  /** Without asking, without margins; sizes in micrometres. False: the printer did not take it. */
  print(sheet: { printer: string; width: number; height: number }): Promise<boolean | null>
}

function must<T>(made: T | null | undefined): T {
  if (made === null || made === undefined) throw new Refusal({ kind: 'unsupported', cause: 'no-window' })
  return made
}

/** The calls about paper: done by the host, refused where it has none. */
export function createPaperCalls(paper: Paper | undefined) {
  return {
    'page.pdf': async (): Promise<CallOutput<'page.pdf'>> => {
      const bytes = must(await paper?.pdf())
      return { pdf: Buffer.from(bytes).toString('base64') }
    },
    'page.printers': async () => must(await paper?.printers()),
    'page.print': async (sheet: CallParsed<'page.print'>) => {
      if (!must(await paper?.print(sheet))) throw new Refusal({ kind: 'offline', cause: 'print-failed' })
      return {}
    },
  }
}
