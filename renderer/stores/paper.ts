import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { Answer } from '../../shared/model/failure.ts'

export interface PaperState {
  /** What the page would print, as a PDF. Only a host with a window of its own can make one. */
  pdf(): Promise<Answer<Blob>>
}

/** What leaves the desk on paper. */
export function createPaper(link: Link) {
  return createStore<PaperState>()(() => ({
    async pdf() {
      const answer = await link.invoke('page.pdf', {})
      if (!answer.ok) return answer
      const bytes = Uint8Array.from(atob(answer.value.pdf), character => character.charCodeAt(0))
      return { ok: true, value: new Blob([bytes], { type: 'application/pdf' }) }
    },
  }))
}
