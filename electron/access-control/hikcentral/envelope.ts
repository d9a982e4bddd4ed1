import { isFields, member, textOf } from '../fields.ts'

/** A reply as the gateway wraps it (protocol A2). `data` may be anything: an object, `""`, a plain string, or not there at all. */
export interface Envelope {
  code: string
  text: string
  data: unknown
  /** The code that some visitor calls add as `ResponseStatus` (protocol A2). */
  subCode?: string
}

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
