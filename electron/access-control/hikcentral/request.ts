import type { Failure } from '../../../shared/model/failure.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { HttpClient, HttpReply } from '../http-client.ts'
import { type CallContext, type CallHeard, SiteError } from '../port.ts'
import type { RateLimiter } from '../rate-limiter.ts'
import { compareEcho, type Keys, signedHeaders } from './auth.ts'
import { type Fields, readEnvelope } from './envelope.ts'
import { verdictOf } from './verdict.ts'

/** With no word from the site about how long: its whole counting window (protocol A3 knows none). */
const SLOW_DOWN_MS = 1000
/** The clocks may be apart by so much before a signature suffers, in milliseconds (protocol A1: the window is in no document; similar gateways use 15 min). */
export const SKEW_MS = 60_000

export type Body = Fields | (() => Promise<Fields>)

export interface Gateway {
  /**
   * One signed POST of `body` to `/artemis/api/<path>`, under the limiter; answers `data`. A body that is a function is made when its turn has come.
   * @throws SiteError whatever the trouble: `failure.site` is there when the gateway itself refused
   */
  post(path: string, body: Body, call: CallContext): Promise<unknown>
  /** The same, with how long the answer took. */
  measure(path: string, body: Body, call: CallContext): Promise<{ data: unknown; latencyMs: number }>
  /** How far the site's clock was ahead of ours at its last answer, in milliseconds; null while it has told none. */
  skew(): number | null
}

/** The gateway of one HikCentral (protocol A0 to A2): signs, sends, and reads what comes back. */
export function createGateway(options: {
  keys: Keys
  http: HttpClient
  limiter: RateLimiter
  clock: Clock
  random: Random
  onCall?: CallHeard
}): Gateway {
  const { keys, http, limiter, clock, random } = options
  let skew: number | null = null
  /** What is added to our time in a signature: nothing, until the site refuses it and its own clock says why. */
  let shift = 0

  /** An ended call, to whoever pays for it and to whoever counts them all. */
  function ended(path: string, call: CallContext, tookMs: number, failure: Failure | null): void {
    call.onEnd?.(tookMs, failure)
    const slowed = failure?.retryAt !== undefined || failure?.cause === 'quota' || failure?.cause === 'rate-limited'
    options.onCall?.(path, tookMs / 1000, failure?.kind ?? 'ok', slowed)
  }

  async function once(path: string, body: Body, call: CallContext): Promise<{ data: unknown; latencyMs: number }> {
    const fullPath = `/artemis/api/${path}`
    const secrets = [keys.appKey, keys.appSecret]
    const askedAt = clock.monotonic()
    let sentAt = 0
    let signed = ''
    const send = async (sent: () => void): Promise<HttpReply> => {
      const made = typeof body === 'function' ? await body() : body
      secrets.push(...personalWords(made))
      // Signed when it goes, not when it queues: the timestamp ages.
      const { headers, text } = signedHeaders(fullPath, keys, { now: clock.now() + shift, nonce: nonce(random) })
      signed = text
      const onSent = () => {
        sentAt = clock.monotonic()
        sent()
        call.onCall?.(sentAt - askedAt)
      }
      return http.post({ path: fullPath, headers, body: JSON.stringify(made), signal: call.signal, onSent })
    }
    const reply = await limiter.run(call.rank, call.signal, send).catch(error => {
      if (sentAt > 0 && error instanceof SiteError) ended(path, call, clock.monotonic() - sentAt, error.failure)
      if (error instanceof SiteError || !call.signal?.aborted) throw error
      throw new SiteError({ kind: 'busy', cause: 'cancelled' }, { cause: error })
    })
    const latencyMs = clock.monotonic() - sentAt
    const date = Date.parse(String(reply.headers.date ?? ''))
    if (!Number.isNaN(date)) skew = date - clock.now()
    const envelope = readEnvelope(reply.body)
    const failure = verdictOf(reply, envelope, { path, secrets, now: clock.now() })
    ended(path, call, latencyMs, failure)
    if (!failure) return { data: envelope?.data, latencyMs }
    if (failure.cause === 'signature' && compareEcho(signed, envelope?.text ?? '') === 'differs')
      failure.cause = 'signature-rewritten'
    if (failure.retryAt !== undefined) limiter.pause(failure.retryAt - clock.now())
    else if (failure.cause === 'quota' || failure.cause === 'rate-limited') limiter.pause(SLOW_DOWN_MS)
    throw new SiteError(failure)
  }

  async function measure(path: string, body: Body, call: CallContext) {
    const shiftThen = shift
    try {
      return await once(path, body, call)
    } catch (error) {
      // Refused for its time, so nothing was done: the site's own clock is taken, once. A laptop with a flat battery still lets people in.
      const isForTime = error instanceof SiteError && (error.failure.cause === 'clock' || error.failure.cause === 'signature')
      if (!isForTime || skew === null || Math.abs(skew - shiftThen) < SKEW_MS) throw error
      shift = Math.abs(skew) < SKEW_MS ? 0 : skew
      return await once(path, body, call)
    }
  }

  return { measure, post: async (path, body, call) => (await measure(path, body, call)).data, skew: () => skew }
}

/** The person in a request, so that a site's answer that repeats it can be kept. */
function personalWords(body: Fields): string[] {
  return ['personFamilyName', 'personGivenName', 'phoneNo', 'email']
    .map(key => body[key])
    .filter(word => typeof word === 'string')
}

/** A UUID (protocol A1). */
function nonce(random: Random): string {
  return random.hex(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}
