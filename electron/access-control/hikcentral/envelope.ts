/** A reply as the gateway wraps it (protocol A2). `data` may be anything: an object, `""`, a plain string, or not there at all. */
export interface Envelope {
  code: string
  text: string
  data: unknown
  /** The code that some visitor calls add as `ResponseStatus` (protocol A2). */
  subCode?: string
}

export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads a reply's body; null when it is not an envelope (an HTML page of the web server in front, a cut reply, nothing). */
export function readEnvelope(body: Buffer | string): Envelope | null {
  let json: unknown
  try {
    json = JSON.parse(body.toString().replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
  if (!isFields(json)) return null
  const { code, msg, data } = json
  const status = member(json, 'ResponseStatus') ?? member(data, 'ResponseStatus')
  const subCode = textOf(member(status, 'ErrorCode')) ?? ''
  // A reply that carries nothing but a ResponseStatus is an answer all the same.
  const own = typeof code === 'string' || typeof code === 'number' ? String(code).trim() : subCode
  if (own === '') return null
  const text = [typeof msg === 'string' ? msg : '', textOf(member(status, 'ErrorDescription')) ?? ''].filter(Boolean).join(' ')
  return { code: own, text, data, ...(subCode === '' ? {} : { subCode }) }
}

/** A member by name in any spelling of its case (protocol A4: it differs by version). */
export function member(of: unknown, ...names: string[]): unknown {
  if (!isFields(of)) return undefined
  for (const name of names) {
    const wanted = name.toLowerCase()
    const key = Object.keys(of).find(k => k.toLowerCase() === wanted)
    if (key !== undefined && of[key] !== undefined && of[key] !== null) return of[key]
  }
  return undefined
}

/** A string that stands for an id or a word: numbers are taken too, "" is not. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** XML turned into JSON gives one thing as itself and several as an array (protocol A4). */
export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null || value === '' ? [] : [value]

/** Secrets and personal words out of a text that is to be kept: `appKey:`, `secret:`, the values given, and anything as long as a face. */
export function redact(text: string, words: readonly string[]): string {
  let clean = text.replace(/\b(x-ca-key|app[-_ ]?key|app[-_ ]?secret|secret)(\s*[:=]\s*)[^\s,;"']+/gi, '$1$2…')
  for (const word of words) if (word.length > 1) clean = clean.replaceAll(word, '…')
  return clean.replace(/[A-Za-z0-9+/=]{60,}/g, '…').slice(0, 500)
}
