/** A sentence that goes on after a colon: `Лифты: лицо мелкое`. Abbreviations stay as they are. */
export function lowerFirst(sentence: string): string {
  const second = sentence.charAt(1)
  return second === second.toLowerCase() ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence
}
