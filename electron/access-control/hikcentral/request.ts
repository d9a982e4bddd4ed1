import { areKeysRefused, type Failure } from '../../../shared/model/failure.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { type Fields, isFields } from '../fields.ts'
import type { Gate, Passing } from '../gate.ts'
import type { HttpClient, HttpReply } from '../http-client.ts'
import { type CallContext, type CallHeard, SiteError } from '../port.ts'
import type { RateLimiter, Turn } from '../rate-limiter.ts'
import { compareEcho, type Keys, signedHeaders } from './auth.ts'
import { readEnvelope } from './envelope.ts'
import { verdictOf } from './verdict.ts'

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
  /**
   * A signed POST whose success is no envelope: `take` looks at the reply first, and what it answers is the answer. Null: the reply is read as any other.
   * @throws SiteError like `post`; `timeout` (not-json) where it was neither
   */
  take<T>(path: string, body: Body, take: (reply: HttpReply) => T | null, call: CallContext): Promise<T>
  /** An unsigned GET on the site's own origin, under the limiter; null where it is not answered with 200. */
  fetch(path: string, call: CallContext): Promise<HttpReply | null>
  /** How far the site's clock was ahead of ours at its last answer, in milliseconds; null while it has told none. */
  skew(): number | null
}

/** The gateway of one HikCentral (protocol A0 to A2): signs, sends, and reads what comes back. */
export function createGateway(options: {
  keys: Keys
  http: HttpClient
  limiter: RateLimiter
  gate: Gate
  clock: Clock
  random: Random
  onCall?: CallHeard
}): Gateway {
  const { keys, http, limiter, gate, clock, random } = options
  let skew: number | null = null
  /** What is added to our time in a signature: nothing, until the site refuses it and its own clock says why. */
  let shift = 0

  /** An ended call, to whoever pays for it and to whoever counts them all. */
  function ended(path: string, call: CallContext, tookMs: number, failure: Failure | null): void {
    call.onEnd?.(tookMs, failure)
    const slowed = failure?.retryAt !== undefined || failure?.cause === 'quota' || failure?.cause === 'rate-limited'
    options.onCall?.(path, tookMs / 1000, failure?.kind ?? 'ok', slowed)
  }

  type Take = (reply: HttpReply) => unknown
  async function once(path: string, body: Body, call: CallContext, take?: Take): Promise<{ data: unknown; latencyMs: number }> {
    const fullPath = `/artemis/api/${path}`
    const secrets = [keys.appKey, keys.appSecret]
    const askedAt = clock.monotonic()
    const enter = gate.queue()
    let sentAt = 0
    const send = async (turn: Turn) => {
      const passed = await enter()
      let [how, failure]: [Passing, Failure | null] = ['unclear', null]
      try {
        const made = typeof body === 'function' ? await body() : body
        secrets.push(...personalWords(made))
        // Signed when it goes, not when it queues: the timestamp ages.
        const { headers, text } = signedHeaders(fullPath, keys, { now: clock.now() + shift, nonce: nonce(random) })
        const onSent = () => {
          sentAt = clock.monotonic()
          turn.sent()
          call.onCall?.(sentAt - askedAt)
        }
        const request = { method: 'POST', path: fullPath, headers, body: JSON.stringify(made) } as const
        const reply = await http.send({ ...request, signal: call.signal, onSent })
        const date = Date.parse(String(reply.headers.date ?? ''))
        if (!Number.isNaN(date)) skew = date - clock.now()
        const taken = take?.(reply) ?? null
        if (taken !== null) {
          how = 'answered'
          return { data: taken, failure: null }
        }
        const envelope = readEnvelope(reply.body)
        failure = verdictOf(reply, envelope, { path, secrets, now: clock.now() })
        if (failure?.cause === 'signature' && compareEcho(text, envelope?.text ?? '') === 'differs')
          failure.cause = 'signature-rewritten'
        how = passingOf(failure)
        slowDown(failure, turn)
        return { data: envelope?.data, failure }
      } catch (error) {
        // A photo that cannot be read, or somebody who gave up, says nothing of the site.
        if (error instanceof SiteError && isSilence(error.failure)) [how, failure] = ['silent', error.failure]
        throw error
      } finally {
        passed(how, failure)
      }
    }
    const { data, failure } = await limiter.run(call.rank, call.signal, send).catch(error => {
      if (sentAt > 0 && error instanceof SiteError) ended(path, call, clock.monotonic() - sentAt, error.failure)
      if (error instanceof SiteError || !call.signal?.aborted) throw error
      throw new SiteError({ kind: 'busy', cause: 'cancelled' }, { cause: error })
    })
    const latencyMs = clock.monotonic() - sentAt
    ended(path, call, latencyMs, failure)
    if (failure) throw new SiteError(failure)
    return { data, latencyMs }
  }

  function slowDown(failure: Failure | null, turn: Turn): void {
    const asked = failure?.retryAt === undefined ? null : failure.retryAt - clock.now()
    if (failure?.cause === 'quota' || failure?.cause === 'rate-limited') turn.refused(asked)
    else if (asked !== null) limiter.pause(asked)
  }

  async function measure(path: string, body: Body, call: CallContext, take?: Take) {
    const shiftThen = shift
    try {
      return await once(path, body, call, take)
    } catch (error) {
      // Refused for its time, so nothing was done: the site's own clock is taken, once. A laptop with a flat battery still lets people in.
      const isForTime = error instanceof SiteError && (error.failure.cause === 'clock' || error.failure.cause === 'signature')
      if (!isForTime || skew === null || Math.abs(skew - shiftThen) < SKEW_MS) throw error
      shift = Math.abs(skew) < SKEW_MS ? 0 : skew
      return await once(path, body, call, take)
    }
  }

  async function fetch(path: string, call: CallContext): Promise<HttpReply | null> {
    const reply = await limiter.run(call.rank, call.signal, turn =>
      http.send({ method: 'GET', path, headers: { Accept: '*/*' }, body: null, signal: call.signal, onSent: turn.sent }),
    )
    return reply.status === 200 ? reply : null
  }

  return {
    measure: (path, body, call) => measure(path, body, call),
    post: async (path, body, call) => (await measure(path, body, call)).data,
    async take<T>(path: string, body: Body, take: (reply: HttpReply) => T | null, call: CallContext) {
      let found: T | null = null
      const noted = (reply: HttpReply) => {
        found = take(reply)
        return found
      }
      await measure(path, body, call, noted)
      if (found === null) throw new SiteError({ kind: 'not-found', cause: 'no-picture' })
      return found
    },
    fetch,
    skew: () => skew,
  }
}

const isSilence = ({ kind, cause }: Failure) =>
  cause !== 'cancelled' && (kind === 'offline' || kind === 'timeout' || kind === 'credentials')

/** What an answer says of our keys. Codes are given after the signature was read (protocol A1), but for those of a site that has no time to look. */
function passingOf(failure: Failure | null): Passing {
  if (!failure) return 'answered'
  if (areKeysRefused(failure)) return 'keys'
  return failure.site && failure.kind !== 'busy' && failure.kind !== 'timeout' ? 'answered' : 'unclear'
}

/** The person in a request, so that a site's answer that repeats it can be kept. */
function personalWords(body: unknown): string[] {
  if (Array.isArray(body)) return body.flatMap(personalWords)
  if (!isFields(body)) return []
  return Object.entries(body).flatMap(([key, value]) =>
    typeof value === 'string' ? (PERSONAL.has(key) ? [value] : []) : personalWords(value),
  )
}
const PERSONAL = new Set(['personFamilyName', 'personGivenName', 'visitorFamilyName', 'visitorGivenName', 'phoneNo', 'email'])

/** A UUID (protocol A1). */
function nonce(random: Random): string {
  return random.hex(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}
