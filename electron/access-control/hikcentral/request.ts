import type { Failure } from '../../../shared/model/failure.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { HttpClient, HttpReply } from '../http-client.ts'
import { type CallContext, SiteError } from '../port.ts'
import type { RateLimiter } from '../rate-limiter.ts'
import { compareEcho, type Keys, signedHeaders } from './auth.ts'
import { readEnvelope, redact } from './envelope.ts'
import { rowOf } from './error-table.ts'

/** With no word from the site about how long: its whole counting window (protocol A3 knows none). */
const SLOW_DOWN_MS = 1000
/** A site that asks for a day is not obeyed. */
const LONGEST_WAIT_MS = 3_600_000

export type Body = Readonly<Record<string, unknown>>

export interface Gateway {
  /**
   * One signed POST of `body` to `/artemis/api/<path>`, under the limiter; answers `data`. A body that is a function is made when its turn has come.
   * @throws SiteError whatever the trouble: `failure.site` is there when the gateway itself refused
   */
  post(path: string, body: Body | (() => Promise<Body>), call: CallContext): Promise<unknown>
  /** The same with what a self-test wants to know: how long it took, and the site's own clock (null: it did not say). */
  measure(path: string, body: Body | (() => Promise<Body>), call: CallContext): Promise<Measured>
}

export interface Measured {
  data: unknown
  latencyMs: number
  siteTime: number | null
}

export function createGateway(options: {
  keys: Keys
  http: HttpClient
  limiter: RateLimiter
  clock: Clock
  random: Random
}): Gateway {
  const { keys, http, limiter, clock, random } = options

  async function measure(path: string, body: Body | (() => Promise<Body>), call: CallContext): Promise<Measured> {
    const fullPath = `/artemis/api/${path}`
    let started = 0
    let signedText = ''
    let words: string[] = []
    const send = async (sent: () => void): Promise<HttpReply> => {
      const made = typeof body === 'function' ? await body() : body
      words = wordsOf(made)
      // Signed when it goes, not when it queues: the timestamp ages (protocol A1).
      const { headers, text } = signedHeaders(fullPath, keys, { now: clock.now(), nonce: nonce(random) })
      signedText = text
      const onSent = () => {
        started = clock.monotonic()
        sent()
        call.onCall?.()
      }
      return http.post({ path: fullPath, headers, body: JSON.stringify(made), signal: call.signal, onSent })
    }
    const reply = await limiter.run(call.rank, call.signal, send).catch(error => {
      throw error instanceof SiteError ? error : new SiteError({ kind: 'busy', cause: 'cancelled' }, { cause: error })
    })
    const envelope = readEnvelope(reply.body)
    const failure =
      envelope?.code === '0' && reply.status < 300 ? null : judge(reply, path, [keys.appKey, keys.appSecret, ...words])
    if (!failure) {
      const date = Date.parse(String(reply.headers.date ?? ''))
      return { data: envelope?.data, latencyMs: clock.monotonic() - started, siteTime: Number.isNaN(date) ? null : date }
    }
    if (failure.cause === 'signature' && compareEcho(signedText, envelope?.text ?? '') === 'differs')
      failure.cause = 'signature-rewritten'
    if (failure.cause === 'quota' || failure.cause === 'rate-limited' || failure.retryAt !== undefined)
      limiter.pause(failure.retryAt === undefined ? SLOW_DOWN_MS : Math.max(0, failure.retryAt - clock.now()))
    throw new SiteError(failure)
  }

  /** What a reply that is no success says. The envelope is judged first: the HTTP status says little here (protocol A2). */
  function judge(reply: HttpReply, path: string, secretWords: string[]): Failure {
    const retryAt = retryTime(reply.headers['retry-after'], clock.now())
    if (reply.status === 429) return { kind: 'busy', cause: 'rate-limited', retryAt }
    const envelope = readEnvelope(reply.body)
    if (envelope && envelope.code !== '0') {
      const { kind, cause } = rowOf(envelope.code)
      const field = /\[\s*(\w+)[^\]]*parameter error/i.exec(envelope.text)?.[1]
      const site = { code: envelope.code.slice(0, 40), text: redact(envelope.text, secretWords), path }
      return {
        kind,
        cause,
        site,
        ...(kind === 'invalid' && field ? { field: field.slice(0, 80) } : {}),
        ...(kind === 'busy' ? { retryAt } : {}),
      }
    }
    if (reply.status === 503) return { kind: 'busy', cause: 'site-busy', retryAt }
    const rule = httpStatuses.find(([from, to]) => reply.status >= from && reply.status <= to)
    // A 200 that is no envelope, a 502, a 504: whoever wrote it, the site behind may have done what was asked.
    return rule ? { ...rule[2] } : { kind: 'timeout', cause: reply.status < 300 ? 'not-json' : 'gateway-error' }
  }

  return { measure, post: async (path, body, call) => (await measure(path, body, call)).data }
}

/** Answers of the web server in front that mean nothing was done (protocol A2). */
const httpStatuses: [from: number, to: number, Failure][] = [
  [300, 399, { kind: 'unsupported', cause: 'redirected' }],
  [401, 401, { kind: 'credentials', cause: 'keys' }],
  [403, 403, { kind: 'credentials', cause: 'forbidden' }],
  [404, 405, { kind: 'unsupported', cause: 'not-a-gateway' }],
  [413, 413, { kind: 'invalid', cause: 'too-large' }],
  [400, 499, { kind: 'invalid', cause: 'bad-request' }],
]

/** `Retry-After` in either form (RFC 9110, 10.2.3), as an instant; never more than an hour away. */
export function retryTime(header: string | string[] | undefined, now: number): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  if (!text) return undefined
  const at = /^\s*\d+\s*$/.test(text) ? now + Number(text) * 1000 : Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.round(Math.min(Math.max(at, now), now + LONGEST_WAIT_MS))
}

/** The person in a request, so that a site's answer that repeats it can be kept. */
function wordsOf(body: Body): string[] {
  return ['personFamilyName', 'personGivenName', 'phoneNo', 'email']
    .map(key => body[key])
    .filter(word => typeof word === 'string')
}

/** A UUID (protocol A1). */
function nonce(random: Random): string {
  return random.hex(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}
