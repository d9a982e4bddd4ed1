import { useEffect, useEffectEvent } from 'react'
import { type Chord, matches, takesText, typesText } from './keys.ts'

/**
 * Calls `act` when the physical key is pressed anywhere in the window. Keys that type are left to a text field that has the focus, Space to a focused button,
 * and all of them to an open dialog. `act` may return false to leave the key to the browser.
 */
export function useKey(chord: Chord, act: (event: KeyboardEvent) => unknown, enabled = true): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    // A key held down is one wish, not many.
    if (event.defaultPrevented || event.repeat || !matches(event, chord)) return
    if (typesText(chord) && takesText(event.target)) return
    if (
      chord.code === 'Space' &&
      event.target instanceof HTMLElement &&
      event.target.closest('button, a, [role=button], [role=option]')
    )
      return
    if (document.querySelector('dialog[open]')) return
    if (act(event) !== false) event.preventDefault()
  })
  useEffect(() => {
    if (!enabled) return
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [enabled])
}
