import { useState } from 'react'
import { useFrom, useStores } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { saveBlob } from '../ui/save-text.ts'

/** What is on the print sheet as a PDF: made by the Electron host; a browser has it in its own print dialog, and says so. */
export function usePdf(): { save(fileName: string): Promise<void>; note: string | null } {
  const { t } = useText()
  const say = useFailure()
  const host = useFrom('session', s => s.hello?.host)
  const { paper } = useStores()
  const [note, setNote] = useState<string | null>(null)
  return {
    note,
    async save(fileName) {
      if (host !== 'electron') {
        setNote(t('muster.pdf in browser'))
        return window.print()
      }
      const answer = await paper.getState().pdf()
      setNote(answer.ok ? null : say(answer.failure))
      if (answer.ok) saveBlob(fileName, answer.value)
    },
  }
}
