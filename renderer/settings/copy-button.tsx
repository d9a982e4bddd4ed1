import { useState } from 'react'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'

/** Copies a text; where the window may not touch the clipboard, it selects the text and says which keys do. */
export function CopyButton({ text, from, testId }: { text: string; from: () => HTMLElement | null; testId: string }) {
  const { t } = useText()
  const [done, setDone] = useState<{ text: string; how: 'copied' | 'copy by hand' } | null>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setDone({ text, how: 'copied' })
    } catch {
      const element = from()
      if (element) getSelection()?.selectAllChildren(element)
      setDone({ text, how: 'copy by hand' })
    }
  }
  // What was copied was another text than the one that stands there now.
  const how = done?.text === text ? done.how : null
  return (
    <Button
      look="repair"
      size={24}
      icon={how === 'copied' ? 'check' : 'copies'}
      onClick={() => void copy()}
      data-testid={testId}
      data-done={how === 'copied'}
    >
      <span aria-live="polite">{t(how ? `outside.${how}` : 'outside.copy')}</span>
    </Button>
  )
}
