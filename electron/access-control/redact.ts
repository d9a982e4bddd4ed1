/** Secrets and personal words out of a text that is to be kept: `appKey:`, `secret:`, the values given, and anything as long as a face. */
export function redact(text: string, words: readonly string[]): string {
  let clean = text.replace(/\b(x-ca-key|app[-_ ]?key|app[-_ ]?secret|secret)(\s*[:=]\s*)[^\s,;"']+/gi, '$1$2…')
  for (const word of words) if (word.length > 1) clean = clean.replaceAll(word, '…')
  return clean.replace(/[A-Za-z0-9+/=]{60,}/g, '…').slice(0, 500)
}
