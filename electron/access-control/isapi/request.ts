import { areKeysRefused, type Failure } from '../../../shared/model/failure.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { failureOf } from '../failure-of.ts'
import type { Fields } from '../fields.ts'
import type { HttpClient, HttpReply } from '../http-client.ts'
import { type HttpStream, wholeOf } from '../http-stream.ts'
import { type CallContext, type CallHeard, SiteError } from '../port.ts'
import { createAuth, type Login, type RefusalCount, type Signed } from './auth.ts'
import type { Kind, Lane, Turn } from './lane.ts'
import { createSessionKeeper } from './session-keeper.ts'
import { isLoginTaken, type Refusal, verdictOf } from './verdict.ts'
import { lockOf, readReply } from './wire.ts'

/** Nobody waits longer for an answer, in milliseconds; the answer may still come. Making a model of a face takes a while (protocol B6). */
const LATE_MS = { plain: 5_000, face: 20_000 }
/** Pauses before a busy device is asked again, in milliseconds (protocol B3, ENGINE_BUSY). */
const BUSY_MS = [1000, 2000, 4000, 8000]
/** Pauses before an upload whose connection was dropped goes out on a fresh one, in milliseconds (protocol B6). */
const DROPPED_MS = [1500, 3000, 4500]

/** Nobody waits for a sign of life. */
const UPKEEP = 30

export interface DeviceRequest {
  method: 'GET' | 'POST' | 'PUT'
  /** The target with its query: `?format=json` selects JSON. */
  path: string
  body?: { type: string; content: string | Buffer }
  kind: Kind
  /** An upload of a face: slow, and safe to repeat. */
  face?: boolean
  /** Words of the request that must not stay in what the device answers. */
  personal?: readonly string[]
  /** Asked once, busy or not. */
  once?: boolean
  /** The reply's body is not to be read here, unless it is a status of the device's. */
  stream?: boolean
}

/** A refusal of a device, with what it comes down to. */
export class DeviceRefusal extends SiteError {
  readonly family: Refusal['family']
  constructor({ failure, family }: Refusal) {
    super(failure)
    this.family = family
  }
}

export const familyOf = (error: unknown): Refusal['family'] => (error instanceof DeviceRefusal ? error.family : null)

export interface Exchange {
  /**
   * One request in its turn, signed; answers the reply's body. A busy device is asked again after a pause.
   * @throws DeviceRefusal where the device itself refused; SiteError whatever else went wrong
   */
  send(request: DeviceRequest, call: CallContext): Promise<Fields>
  /**
   * A GET whose body is no status of the device's, and may go on without end: it has its turn until the headers are there, then a connection of its own until `chunks` is left or `call.signal` aborted. Asked
   * once, busy or not.
   * @throws as `send` does
   */
  open(path: string, call: CallContext): Promise<HttpStream>
  /** Says goodbye, where the device keeps a session for us. */
  close(): Promise<void>
}

/** The exchange of requests with one device (protocol B1, B2). */
export function createExchange(options: {
  login: Login
  http: HttpClient
  lane: Lane
  clock: Clock
  random: Random
  deadlineMs?: number
  onCall?: CallHeard
  refusals: RefusalCount
}): Exchange {
  const { login, http, lane, clock, random } = options
  const auth = createAuth(login, random, options.refusals)
  const put = (path: string, signal: AbortSignal) =>
    send({ method: 'PUT', path, kind: 'read', once: true }, { rank: UPKEEP, signal })
  const session = createSessionKeeper({ login, auth, lane, clock, random, put })
  const lateMs = (request: DeviceRequest) => {
    const most = request.face ? LATE_MS.face : LATE_MS.plain
    return options.deadlineMs === undefined ? most : Math.min(most, options.deadlineMs * 2)
  }

  /** What is sent with one turn: who pays, and since when it has waited. */
  interface Trip {
    turn: Turn
    call: CallContext
    askedAt: number
  }

  /** One HTTP request, told to whoever counts. */
  async function once(request: DeviceRequest, headers: Record<string, string>, fresh: boolean, trip: Trip) {
    const { turn, call } = trip
    let sentAt: number | null = null
    const ended = (failure: Failure | null) => {
      turn.back()
      if (sentAt === null) return
      const tookMs = clock.monotonic() - sentAt
      call.onEnd?.(tookMs, failure)
      options.onCall?.(request.path.replace(/\?.*$/, ''), tookMs / 1000, failure?.kind ?? 'ok', failure?.kind === 'busy')
    }
    const onSent = () => {
      sentAt = clock.monotonic()
      turn.sent(lateMs(request))
      call.onCall?.(sentAt - trip.askedAt)
    }
    const { method, path, body } = request
    const sent = { ...(body ? { 'content-type': body.type } : {}), accept: '*/*', ...headers }
    try {
      const asked = { method, path, headers: sent, body: body?.content ?? null, fresh, signal: call.signal, onSent }
      const stream = request.stream ? await http.open(asked) : null
      if (stream && isNoStatus(stream)) {
        ended(null)
        return { reply: { ...stream, body: NOTHING }, data: null, refusal: null, stream }
      }
      const reply = stream ? { ...stream, body: await wholeOf(stream.chunks) } : await http.send(asked)
      const data = readReply(reply.body)
      const secrets = [login.user, login.password, ...(request.personal ?? [])]
      const refusal = verdictOf(reply, data, { path: path.replace(/\?.*$/, ''), secrets, now: clock.now() })
      ended(refusal?.failure ?? null)
      return { reply, data, refusal, stream: null }
    } catch (error) {
      ended(failureOf(error))
      throw error
    }
  }

  /** Signed, and signed anew where the device asks for it: one time, whatever it says then. */
  async function signed(
    request: DeviceRequest,
    fresh: boolean,
    trip: Trip,
  ): Promise<{ data: Fields; stream: HttpStream | null }> {
    for (let isSecondTry = false; ; isSecondTry = true) {
      const used = auth.sign(request.method, request.path, request.body?.content ?? null)
      const { reply, data, refusal, stream } = await once(request, used.headers, fresh, trip)
      if (reply.status !== 401) {
        if (isLoginTaken(refusal)) auth.taken(used)
        if (refusal) throw new DeviceRefusal(refusal)
        return { data: data ?? {}, stream }
      }
      const next = judged401(reply, data, used, isSecondTry)
      if (next === 'session') await session.enter(asked => once(asked, {}, false, trip))
    }
  }

  function judged401(reply: HttpReply, data: Fields | null, used: Signed, isSecondTry: boolean): 'again' | 'session' {
    const lock = lockOf(data)
    if (lock.locked) {
      // Right passwords are refused as well while it lasts, and each try may make it longer.
      const retryAt = Math.round(clock.now() + (lock.seconds ?? 1800) * 1000)
      throw new SiteError({ kind: 'busy', cause: 'locked', retryAt })
    }
    const says = auth.challenged(reply.headers['www-authenticate'], used, isSecondTry)
    // How many tries are left is told to whoever will type the next one.
    const left = lock.left === null ? {} : { measure: lock.left }
    // Two in a row, or one where the device says that it was the last but one, and we are out: somebody must look.
    if (auth.refusals >= 2 || (auth.refusals > 0 && lock.left !== null && lock.left <= 1))
      lane.stop({ kind: 'credentials', cause: 'keys', ...left })
    if (says === 'busy') throw new SiteError({ kind: 'busy', cause: 'device-busy' })
    if (typeof says === 'object') throw new SiteError(areKeysRefused(says.refused) ? { ...says.refused, ...left } : says.refused)
    return says
  }

  /** This one drops uploads on connections that were used before (protocol B6): it was seen to. */
  let dropsKept = false

  async function patiently(request: DeviceRequest, trip: Trip): Promise<Fields> {
    let busy = 0
    let dropped = 0
    for (;;) {
      try {
        const fresh = dropped > 0 || (request.face === true && dropsKept)
        const { data } = await signed(request, fresh, trip)
        dropsKept ||= dropped > 0
        return data
      } catch (error) {
        const failure = failureOf(error)
        const pause = pauseAfter(request, failure, failure?.kind === 'busy' ? busy++ : dropped++)
        if (pause === null) throw error
        if (failure?.kind === 'busy') trip.turn.slowed(busy > 1)
        await clock.sleep(pause, trip.call.signal).catch(() => {
          throw new SiteError({ kind: 'busy', cause: 'cancelled' }, { cause: error })
        })
      }
    }
  }

  function send(request: DeviceRequest, call: CallContext): Promise<Fields> {
    const askedAt = clock.monotonic()
    return lane.run(request.kind, call, turn => patiently(request, { turn, call, askedAt }))
  }

  return {
    send,
    close: session.close,
    open(path, call) {
      const askedAt = clock.monotonic()
      const request: DeviceRequest = { method: 'GET', path, kind: 'read', stream: true }
      return lane.run('read', call, async turn => {
        const { stream } = await signed(request, false, { turn, call, askedAt })
        if (stream) {
          const over = lane.occupy()
          // One that is given up unread is over too.
          call.signal?.addEventListener('abort', over, { once: true })
          return { ...stream, chunks: until(stream.chunks, over) }
        }
        throw new SiteError({ kind: 'unsupported', cause: 'not-supported' })
      })
    },
  }
}

/** How long to wait before the same once more; null: it is not tried again. */
function pauseAfter(request: DeviceRequest, failure: Failure | null, tries: number): number | null {
  if (failure?.kind === 'busy' && failure.cause === 'device-busy' && !request.once) return BUSY_MS[tries] ?? null
  // An upload is an upsert: where its connection was dropped in the middle, it is safe to send it again.
  if (request.face && failure?.cause === 'connection-lost') return DROPPED_MS[tries] ?? null
  return null
}

const NOTHING = Buffer.alloc(0)

/** What a device says of itself is JSON or XML; whatever else it sends with 200 is what was asked for. */
const isNoStatus = ({ status, headers }: HttpStream) => status === 200 && !/json|xml/i.test(String(headers['content-type'] ?? ''))

/** The same, and `over` is called when they have ended or are left. */
async function* until(chunks: AsyncIterable<Uint8Array>, over: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } finally {
    over()
  }
}
