import type { Failure } from '../../../shared/model/failure.ts'
import type { Fields } from '../fields.ts'
import type { HttpReply } from '../http-client.ts'
import { redact } from '../redact.ts'
import { retryTime } from '../retry-after.ts'
import { type Family, isSubCode, rowOf, type SubCodeRow } from './error-table.ts'
import { statusOf } from './wire.ts'

/** A refusal with what it comes down to. `isStatus`: the device said so itself, in a status object; else only HTTP speaks, and whoever wrote that may be another. */
export interface Refusal {
  failure: Failure
  family: Family | null
  isStatus: boolean
}

/** Where only HTTP speaks (protocol B2): a page for people says that a firmware has no such call as well as a status object does. */
const httpStatuses: readonly [from: number, to: number, Failure, Family | null][] = [
  [300, 399, { kind: 'unsupported', cause: 'redirected' }, null],
  [401, 401, { kind: 'busy', cause: 'device-busy' }, null],
  [403, 403, { kind: 'credentials', cause: 'no-permission' }, 'rights'],
  [404, 405, { kind: 'unsupported', cause: 'not-supported' }, 'not-supported'],
  [413, 413, { kind: 'invalid', cause: 'too-large' }, null],
  [429, 429, { kind: 'busy', cause: 'device-busy' }, null],
  [400, 499, { kind: 'invalid', cause: 'bad-request' }, null],
  [501, 501, { kind: 'unsupported', cause: 'not-supported' }, 'not-supported'],
  [503, 503, { kind: 'busy', cause: 'device-busy' }, null],
]

const tooLarge: SubCodeRow = { family: 'photo', kind: 'photo-refused', cause: 'too-large' }

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
  // Some firmware leaves the number out.
  if (status && (status.statusCode === null ? isSubCode(status.subStatusCode) : status.statusCode < 100)) {
    if (status.statusCode === 1 || status.statusCode === 0) return null
    const site = {
      code: `${status.statusCode ?? ''} ${status.subStatusCode}`.trim().slice(0, 40),
      text: redact(status.text, about.secrets),
      path,
    }
    // A photo that is too large comes back as a format error that names faceURL (protocol B3).
    const isTooLarge = /faceURL/i.test(status.text)
    const { family, kind, cause } = isTooLarge ? tooLarge : rowOf(status)
    const failure = { kind, cause, site, ...(kind === 'busy' && retryAt !== undefined ? { retryAt } : {}) }
    return { failure, family, isStatus: true }
  }
  const rule = httpStatuses.find(([from, to]) => reply.status >= from && reply.status <= to)
  const site = { code: `HTTP ${reply.status}`, text: '', path }
  if (rule) {
    const failure = { ...rule[2], site, ...(retryAt === undefined ? {} : { retryAt }) }
    return { failure, family: rule[3], isStatus: false }
  }
  if (reply.status >= 500) return { failure: { kind: 'timeout', cause: 'device-error', site }, family: 'device', isStatus: false }
  // A page for people, or half a reply: whoever wrote it, the device may have done what was asked.
  return data ? null : { failure: { kind: 'timeout', cause: 'not-json' }, family: null, isStatus: false }
}

/** Whether a reply that is no 401 proves that the login was taken: a device that is busy may not have looked at it. */
export const isLoginTaken = (refusal: Refusal | null): boolean =>
  refusal === null || (refusal.isStatus && refusal.family !== 'engine-busy')
