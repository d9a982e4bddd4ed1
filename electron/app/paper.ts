import type { CallOutput } from '../../shared/contract/calls.ts'
import { Refusal } from './dispatcher.ts'

/** What a host with a window of its own can make of the page; a browser prints by itself. */
export interface Paper {
  /** What the page would print, at the size its style sheet names. Null: no window is there. */
  pdf(): Promise<Uint8Array | null>
}

/** The calls about paper: done by the host, refused where it has none. */
export function createPaperCalls(paper: Paper | undefined) {
  return {
    async 'page.pdf'(): Promise<CallOutput<'page.pdf'>> {
      const bytes = await paper?.pdf()
      if (!bytes) throw new Refusal({ kind: 'unsupported', cause: 'no-window' })
      return { pdf: Buffer.from(bytes).toString('base64') }
    },
  }
}
