import Pool from 'undici/lib/dispatcher/pool.js'
import type { Clock } from '../base/clock.ts'
import { openSocket } from './connector.ts'
import { type HttpStream, openOver } from './http-stream.ts'
import { SiteError } from './port.ts'

/** The longest a whole call may take: a face is modelled while we wait (protocol A3: clients use 10 to 60 s). */
export const DEADLINE_MS = 30_000
/** How long connections that are given up are waited for, in milliseconds; one may have a request on it. */
const HANG_UP_MS = 250
/** The largest reply taken, in bytes: a picture is the largest there is. */
export const MAX_REPLY_BYTES = 8 * 1024 * 1024

export interface HttpReply {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  headers: Record<string, string>
  /** Sent with its length, never in chunks; null: none. */
  body: string | Buffer | null
  /** On a new connection: those that were kept open are given up. */
  fresh?: boolean
  signal?: AbortSignal
  /** Told when the first byte is about to be written. Before it, the site has heard nothing. */
  onSent?: () => void
}

export interface HttpClient {
  /**
   * One request, its reply whole or not at all. Redirects are answers like any other; nothing is ever repeated.
   * @throws SiteError `offline` or `credentials` when nothing was sent, `busy` (cancelled) when it was aborted before; `timeout` when it was sent and the
   * outcome is not known
   */
  send(call: HttpCall): Promise<HttpReply>
  /**
   * One request whose reply may go on without end, on one of the connections: resolves with its headers.
   * @throws SiteError as `send` does
   */
  open(call: HttpCall): Promise<HttpStream>
  close(): Promise<void>
}

/** Kept-alive connections to one origin, at most `connections`, each to the pinned certificate (see `openSocket`). */
export function createHttpClient(options: {
  url: string
  pin: string | null
  connections: number
  clock: Clock
  deadlineMs?: number
  /** See `openSocket`. */
  legacyTls?: boolean
}): HttpClient {
  const { clock, pin, legacyTls } = options
  const origin = new URL(options.url)
  const open = (connections: number) =>
    new Pool(origin.origin, {
      connections,
      pipelining: 1,
      allowH2: false,
      // Ours is the deadline of the whole call: undici's two are idle timers, which a dripping reply never trips.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_, ready) => {
        openSocket(origin, pin, clock, ready as Parameters<typeof openSocket>[3], { legacyTls })
      },
    })
  let pool = open(options.connections)
  /** Given up: what runs on them ends, and nothing new begins. */
  const retired = new Set<typeof pool>()

  /** From here on every connection is a new one. The others are waited for, as long as they only have to hang up: at no time are there more than may be. */
  async function renew(): Promise<void> {
    const old = pool
    pool = open(options.connections)
    retired.add(old)
    const closing = old.close().finally(() => retired.delete(old))
    await Promise.race([closing, clock.sleep(HANG_UP_MS)])
  }

  async function send(call: HttpCall): Promise<HttpReply> {
    if (call.fresh) await renew()
    return sendOver(pool, call)
  }

  function sendOver(over: ReturnType<typeof open>, call: HttpCall): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      let sent = false
      let settled = false
      let abort: ((reason: Error) => void) | null = null
      let reply: Omit<HttpReply, 'body'> | null = null
      const chunks: Buffer[] = []
      let size = 0

      const settle = (finish: () => void) => {
        if (settled) return
        settled = true
        clock.clearTimeout(timer)
        call.signal?.removeEventListener('abort', onAbort)
        finish()
      }
      const fail = (error: SiteError) => {
        settle(() => reject(error))
        abort?.(error)
      }
      const onAbort = () => fail(new SiteError({ kind: sent ? 'timeout' : 'busy', cause: 'cancelled' }))
      const timer = clock.setTimeout(
        () => fail(new SiteError({ kind: sent ? 'timeout' : 'offline', cause: 'deadline' })),
        options.deadlineMs ?? DEADLINE_MS,
      )
      if (call.signal?.aborted) return onAbort()
      call.signal?.addEventListener('abort', onAbort, { once: true })

      over.dispatch(
        { path: call.path, method: call.method, headers: call.headers, body: call.body },
        {
          onRequestStart(controller) {
            // An aborted request that is still in undici's queue is stopped here, before it is written.
            if (settled) return controller.abort(new Error('given up before it was sent'))
            abort = reason => controller.abort(reason)
            sent = true
            call.onSent?.()
          },
          onResponseStart(_, status, headers) {
            // 1xx are no answer.
            if (status >= 200) reply = { status, headers }
          },
          onResponseData(_, chunk) {
            size += chunk.byteLength
            chunks.push(chunk)
            if (size > MAX_REPLY_BYTES) fail(new SiteError({ kind: 'timeout', cause: 'reply-too-long' }))
          },
          onResponseEnd() {
            const whole = reply
            settle(() => (whole ? resolve({ ...whole, body: Buffer.concat(chunks) }) : reject(lost(new Error('no reply'), true))))
          },
          onResponseError(_, error) {
            settle(() => reject(lost(error, sent)))
          },
        },
      )
    })
  }

  return {
    send,
    open: call => openOver(pool, call, clock, options.deadlineMs ?? DEADLINE_MS, lost),
    close: async () => void (await Promise.all([pool, ...retired].map(one => one.destroy()))),
  }
}

/** A call that ended without a whole reply. Sent or not is the whole difference: a kept-alive connection that dies under a request counts as sent. */
function lost(error: Error & { code?: string }, sent: boolean): SiteError {
  if (error instanceof SiteError) return error
  if (!sent) return new SiteError({ kind: 'offline', cause: 'connection-closed' }, { cause: error })
  const cause =
    error.code?.startsWith('HPE_') || error.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ? 'not-http' : 'connection-lost'
  return new SiteError({ kind: 'timeout', cause }, { cause: error })
}
