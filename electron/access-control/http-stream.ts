import type Pool from 'undici/lib/dispatcher/pool.js'
import type { Clock } from '../base/clock.ts'
import { createEventQueue } from './event-queue.ts'
import { type HttpCall, type HttpReply, MAX_REPLY_BYTES } from './http-client.ts'
import { SiteError } from './port.ts'

/** A reply whose body goes on arriving. `chunks` is to be read or left: that closes the connection. It throws `SiteError` where the connection is lost. */
export interface HttpStream extends Omit<HttpReply, 'body'> {
  chunks: AsyncIterable<Uint8Array>
}

/** Chunks that wait to be read; beyond, the connection is read no further. */
const MOST_WAITING = 32

/**
 * One request over one of the pool's connections, which it has to itself until its reply ends or is left: resolves with the headers. `call.signal` ends it at any time.
 * @throws SiteError as `HttpClient.send` does
 */
export function openOver(
  pool: InstanceType<typeof Pool>,
  call: HttpCall,
  clock: Clock,
  deadlineMs: number,
  lost: (error: Error & { code?: string }, sent: boolean) => SiteError,
): Promise<HttpStream> {
  return new Promise((resolve, reject) => {
    const queue = createEventQueue<Uint8Array>(MOST_WAITING)
    let sent = false
    let answered = false
    let failure: SiteError | null = null
    let over = false
    let abort = () => {}

    function end(error: SiteError | null): void {
      if (over) return
      over = true
      clock.clearTimeout(timer)
      call.signal?.removeEventListener('abort', onAbort)
      failure ??= error
      if (!answered) reject(failure ?? lost(new Error('no reply'), sent))
      queue.close()
      abort()
    }
    const onAbort = () => end(new SiteError({ kind: sent ? 'timeout' : 'busy', cause: 'cancelled' }))
    const timer = clock.setTimeout(
      () => end(new SiteError({ kind: sent ? 'timeout' : 'offline', cause: 'deadline' })),
      deadlineMs,
    )
    if (call.signal?.aborted) return onAbort()
    call.signal?.addEventListener('abort', onAbort, { once: true })

    async function* chunks(): AsyncGenerator<Uint8Array> {
      try {
        yield* queue
        if (failure) throw failure
      } finally {
        end(null)
      }
    }

    pool.dispatch(
      { path: call.path, method: call.method, headers: call.headers, body: call.body },
      {
        onRequestStart(controller) {
          if (over) return controller.abort(new Error('given up before it was sent'))
          abort = () => controller.abort(failure ?? new Error('left'))
          sent = true
          call.onSent?.()
        },
        onResponseStart(_, status, headers) {
          if (status < 200) return
          answered = true
          clock.clearTimeout(timer)
          resolve({ status, headers, chunks: chunks() })
        },
        onResponseData(controller, chunk) {
          // Resumed within a chunk, undici tells an empty one: to pause at it again would go on for ever.
          if (chunk.byteLength === 0) return
          if (over) return
          queue.push(chunk)
          const ready = queue.ready()
          if (!ready) return
          controller.pause()
          void ready.then(() => controller.resume())
        },
        onResponseEnd() {
          abort = () => {}
          end(null)
        },
        onResponseError(_, error) {
          abort = () => {}
          end(lost(error, sent))
        },
      },
    )
  })
}

/** A body that ends, whole. @throws SiteError `timeout` where it is longer than any reply may be */
export async function wholeOf(chunks: AsyncIterable<Uint8Array>, mostBytes = MAX_REPLY_BYTES): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > mostBytes) throw new SiteError({ kind: 'timeout', cause: 'reply-too-long' })
    pieces.push(chunk)
  }
  return Buffer.concat(pieces)
}
