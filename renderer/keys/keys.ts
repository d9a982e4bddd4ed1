/** A physical key: `code` is where it sits, not what it prints, so the Russian layout finds it too. */
export interface Chord {
  readonly code: string
  readonly ctrl?: true
  readonly shift?: true
  readonly alt?: true
}

/** Every key the console answers to. The key list (F1) is this table with its words from `text/keys.*`. */
export const chords = {
  newGuest: { code: 'F2' },
  command: { code: 'KeyK', ctrl: true },
  search: { code: 'Slash' },
  nextField: { code: 'Enter' },
  send: { code: 'Enter', ctrl: true },
  sendPrint: { code: 'Enter', ctrl: true, shift: true },
  shutter: { code: 'Space' },
  close: { code: 'Escape' },
  keys: { code: 'F1' },
  undo: { code: 'KeyZ', ctrl: true },
  desk: { code: 'Digit1', alt: true },
  import: { code: 'Digit2', alt: true },
  batches: { code: 'Digit3', alt: true },
  passages: { code: 'Digit4', alt: true },
  guests: { code: 'Digit5', alt: true },
  nextProblem: { code: 'F8' },
  muster: { code: 'F9' },
  pause: { code: 'KeyP' },
  retryFailed: { code: 'KeyR' },
  intoList: { code: 'ArrowDown' },
  chooseMore: { code: 'ArrowDown', shift: true },
  copy: { code: 'KeyC', ctrl: true },
} as const satisfies Record<string, Chord>
export type KeyName = keyof typeof chords

type Pressed = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** Whether the event is that chord exactly: a modifier too many is another chord. Both Enters are one key; so are Ctrl and Command. */
export function matches(event: Pressed, chord: Chord): boolean {
  const code = event.code === 'NumpadEnter' ? 'Enter' : event.code
  return (
    code === chord.code &&
    (event.ctrlKey || event.metaKey) === Boolean(chord.ctrl) &&
    event.shiftKey === Boolean(chord.shift) &&
    event.altKey === Boolean(chord.alt)
  )
}

/** Whether the chord would type something into a text field, and so belongs to the field while one has the focus. */
export function typesText(chord: Chord): boolean {
  return !chord.ctrl && !chord.alt && (/^(Key|Digit|Numpad)/.test(chord.code) || ['Space', 'Slash'].includes(chord.code))
}

const TEXT_INPUTS = ['text', 'search', 'tel', 'email', 'url', 'password', 'number', 'date', 'time', 'datetime-local']

/** Whether typing goes into this element. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.includes(target.type)
  return target instanceof HTMLTextAreaElement || target.isContentEditable
}

/** What stands on the caps, one each: `Ctrl`, `⇧`, `K`. `enter` is drawn as an arrow, so it is told apart from text. */
export function caps(chord: Chord): string[] {
  const name = chord.code.replace(/^(Key|Digit)/, '')
  const printed: Record<string, string> = { Slash: '/', Enter: '↵', Escape: 'Esc', ArrowDown: '↓' }
  return [...(chord.ctrl ? ['Ctrl'] : []), ...(chord.alt ? ['Alt'] : []), ...(chord.shift ? ['⇧'] : []), printed[name] ?? name]
}
