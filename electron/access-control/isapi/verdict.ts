import type { Failure } from '../../../shared/model/failure.ts'
import type { Fields } from '../fields.ts'
import type { HttpReply } from '../http-client.ts'
import { redact } from '../redact.ts'
import { retryTime } from '../retry-after.ts'
import { type Family, rowOf } from './error-table.ts'
import { statusOf } from './wire.ts'

/** A refusal with what it comes down to; `family` is null where only HTTP speaks. */
export interface Refusal {
  failure: Failure
  family: Family | null
}

/** Where only HTTP speaks (protocol B2). */
const httpStatuses: readonly [from: number, to: number, Failure][] = [
  [300, 399, { kind: 'unsupported', cause: 'redirected' }],
  [401, 401, { kind: 'busy', cause: 'device-busy' }],
  [403, 403, { kind: 'credentials', cause: 'no-permission' }],
  [404, 405, { kind: 'unsupported', cause: 'not-supported' }],
  [413, 413, { kind: 'invalid', cause: 'too-large' }],
  [429, 429, { kind: 'busy', cause: 'device-busy' }],
  [400, 499, { kind: 'invalid', cause: 'bad-request' }],
  [501, 501, { kind: 'unsupported', cause: 'not-supported' }],
  [503, 503, { kind: 'busy', cause: 'device-busy' }],
]

/**
 * What a reply says; null when it is a success. The status object is judged before the HTTP status, which is not reliable (protocol B2). `data`: the body as read;
 * `secrets`: words that must not stay in the device's text.
 */
export function verdictOf(
  reply: Pick<HttpReply, 'status' | 'headers'>,
  data: Fields | null,
  about: { path: string; secrets: readonly string[]; now: number },
): Refusal | null {
  const retryAt = retryTime(reply.headers['retry-after'], about.now)
  const status = statusOf(data)
  const path = about.path.slice(0, 200)
  if (status && status.statusCode !== null && status.statusCode < 100) {
    if (status.statusCode === 1 || status.statusCode === 0) return null
    const site = {
      code: `${status.statusCode} ${status.subStatusCode}`.trim().slice(0, 40),
      text: redact(status.text, about.secrets),
      path,
    }
    // A photo that is too large comes back as a format error that names faceURL (protocol B3).
    if (/faceURL/i.test(status.text)) return { failure: { kind: 'photo-refused', cause: 'too-large', site }, family: 'photo' }
    const { family, kind, cause } = rowOf(status)
    return { failure: { kind, cause, site, ...(kind === 'busy' && retryAt !== undefined ? { retryAt } : {}) }, family }
  }
  const rule = httpStatuses.find(([from, to]) => reply.status >= from && reply.status <= to)
  const site = { code: `HTTP ${reply.status}`, text: '', path }
  if (rule)
    return {
      failure: { ...rule[2], site, ...(retryAt === undefined ? {} : { retryAt }) },
      family: reply.status === 403 ? 'rights' : null,
    }
  if (reply.status >= 500) return { failure: { kind: 'timeout', cause: 'device-error', site }, family: 'device' }
  // A page for people, or half a reply: whoever wrote it, the device may have done what was asked.
  return data ? null : { failure: { kind: 'timeout', cause: 'not-json' }, family: null }
}
