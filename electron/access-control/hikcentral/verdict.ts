import type { Failure } from '../../../shared/model/failure.ts'
import type { HttpReply } from '../http-client.ts'
import { redact } from '../redact.ts'
import { retryTime } from '../retry-after.ts'
import type { Envelope } from './envelope.ts'
import { rowOf } from './error-table.ts'

/** Answers of the web server in front that mean nothing was done (protocol A2). */
const httpStatuses: readonly [from: number, to: number, Failure][] = [
  [300, 399, { kind: 'unsupported', cause: 'redirected' }],
  [401, 401, { kind: 'credentials', cause: 'keys' }],
  [403, 403, { kind: 'credentials', cause: 'forbidden' }],
  [404, 405, { kind: 'unsupported', cause: 'not-a-gateway' }],
  [413, 413, { kind: 'invalid', cause: 'too-large' }],
  [400, 499, { kind: 'invalid', cause: 'bad-request' }],
]

/**
 * What a reply says; null when it is a success. The envelope is judged before the HTTP status, which says little here (protocol A2).
 * `about.secrets` are the words that must not stay in the site's text.
 */
export function verdictOf(
  reply: HttpReply,
  envelope: Envelope | null,
  about: { path: string; secrets: readonly string[]; now: number },
): Failure | null {
  const retryAt = retryTime(reply.headers['retry-after'], about.now)
  if (reply.status === 429) return { kind: 'busy', cause: 'rate-limited', retryAt }
  if (envelope && envelope.code !== '0') return refusalOf(envelope, about, retryAt)
  if (envelope && reply.status < 300) return null
  if (reply.status === 503) return { kind: 'busy', cause: 'site-busy', retryAt }
  const rule = httpStatuses.find(([from, to]) => reply.status >= from && reply.status <= to)
  // A 200 that is no envelope, a 502, a 504: whoever wrote it, the site behind may have done what was asked.
  return rule ? { ...rule[2] } : { kind: 'timeout', cause: reply.status < 300 ? 'not-json' : 'gateway-error' }
}

function refusalOf(
  envelope: Envelope,
  about: { path: string; secrets: readonly string[] },
  retryAt: number | undefined,
): Failure {
  const row = isActiveVisit(envelope, about.path) ? activeVisit : rowOf(envelope.code)
  const site = { code: envelope.code.slice(0, 40), text: redact(envelope.text, about.secrets), path: about.path }
  // A timestamp the site finds too old has the code of a wrong secret, but no key need be changed (protocol A1).
  if (row.cause === 'signature' && /timestamp|expired/i.test(refusalWords(envelope.text)))
    return { kind: 'busy', cause: 'clock', site }
  const failure: Failure = { kind: row.kind, cause: row.cause, site }
  // `[email parameter error]`: the field can be read (protocol A2).
  const field = /\[\s*(\w+)[^\]]*parameter error/i.exec(envelope.text)?.[1]
  if (row.kind === 'invalid' && field) failure.field = field.slice(0, 80)
  if (row.kind === 'busy' && retryAt !== undefined) failure.retryAt = retryAt
  return failure
}

/** The visitor module's own refusal, inside another code (protocol A2): this document has an active reservation in the period. */
const activeVisit = { kind: 'conflict', cause: 'active-visit' } as const
const isActiveVisit = ({ subCode, code, text }: Envelope, path: string) =>
  path.startsWith('visitor/') && (subCode === '60051' || code === '60051' || /\b60051\b/.test(text))

/** A refused signature's text without the echo of what was signed, where our own header names stand. */
const refusalWords = (text: string) => text.replace(/StringToSign:[\s\S]*/i, '')
