/** `'` becomes `’` while it is typed, as the site refuses the straight one; the caret stays where it was. */
export function curlApostrophes(input: HTMLInputElement): void {
  if (!input.value.includes("'")) return
  const caret = input.selectionStart
  input.value = input.value.replaceAll("'", '’')
  input.setSelectionRange(caret, caret)
}
