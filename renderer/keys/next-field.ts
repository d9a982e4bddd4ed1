/** Moves the focus to the next stop of the form: each text field, each group of chips at its chosen one, the main button. */
export function focusNextField(form: HTMLElement, from: Element): void {
  const stops = [...form.querySelectorAll<HTMLElement>('input:not([type=hidden]):not(:disabled), [role=radiogroup], [data-stop]')]
  const here = stops.findIndex(stop => stop === from || stop.contains(from))
  const next = stops[here + 1]
  if (!next) return
  const group = next.getAttribute('role') === 'radiogroup'
  const stop = group
    ? (next.querySelector<HTMLElement>('[aria-checked=true]') ?? next.querySelector<HTMLElement>('button'))
    : next
  stop?.focus()
}
