import { Worker } from 'node:worker_threads'
import type { Pixels } from '../../shared/model/face-figures.ts'
import type { FaceMeasures } from '../../shared/model/photo-verdict.ts'
import type { Clock, Timer } from '../base/clock.ts'
import type { FaceReply, FaceRequest } from './face-worker.ts'

/** Looks for faces in pictures, in a thread of its own. */
export interface FaceCheck {
  /** Measures one picture; pictures wait for each other. Rejects with a `FaceCheckError`, or with the signal's reason. */
  check(pixels: Pixels, signal?: AbortSignal): Promise<FaceMeasures>
  /** Ends the thread; what still waits is rejected. */
  close(): Promise<void>
}

export interface FaceCheckOptions {
  readonly clock: Clock
  /** The thread's script; a bundle names its own. */
  readonly workerUrl?: URL
  /** Longest time for one picture once it is its turn, the model's loading included. */
  readonly deadlineMs?: number
}

export class FaceCheckError extends Error {
  override readonly name = 'FaceCheckError'
  readonly reason: 'closed' | 'crashed' | 'deadline' | 'failed'
  constructor(reason: FaceCheckError['reason'], detail = '') {
    super(detail ? `face check ${reason}: ${detail}` : `face check ${reason}`)
    this.reason = reason
  }
}

interface Ask {
  readonly pixels: Pixels
  readonly done: (measures: FaceMeasures) => void
  readonly fail: (error: unknown) => void
}

/** A face check whose thread starts with the first picture, and again with the next one after a crash or a missed deadline. */
export function createFaceCheck({ clock, workerUrl, deadlineMs = 20_000 }: FaceCheckOptions): FaceCheck {
  const url = workerUrl ?? new URL('./face-worker.ts', import.meta.url)
  const waiting: Ask[] = []
  let worker: Worker | null = null
  let current: { ask: Ask; id: number; timer: Timer } | null = null
  let lastId = 0
  let closed = false

  function start(): Worker {
    const fresh = new Worker(url)
    fresh.on('message', (reply: FaceReply) => {
      if (reply.id !== current?.id) return
      if ('measures' in reply) finish(ask => ask.done(reply.measures))
      else finish(ask => ask.fail(new FaceCheckError('failed', reply.error)))
    })
    const lost = (detail: string) => {
      if (worker !== fresh) return
      worker = null
      finish(ask => ask.fail(new FaceCheckError('crashed', detail)))
    }
    fresh.on('error', error => lost(error.message))
    fresh.on('exit', code => lost(`exit ${code}`))
    return fresh
  }

  function stop(): Promise<unknown> {
    const old = worker
    worker = null
    return old ? old.terminate() : Promise.resolve()
  }

  function finish(tell: (ask: Ask) => void) {
    const over = current
    if (!over) return
    current = null
    clock.clearTimeout(over.timer)
    // An idle thread must not keep a command line alive.
    worker?.unref()
    tell(over.ask)
    next()
  }

  function next() {
    if (current || closed) return
    const ask = waiting.shift()
    if (!ask) return
    const id = ++lastId
    const timer = clock.setTimeout(() => {
      if (current?.id !== id) return
      void stop()
      finish(late => late.fail(new FaceCheckError('deadline')))
    }, deadlineMs)
    current = { ask, id, timer }
    worker ??= start()
    worker.ref()
    // Copied, so that the caller's picture stays theirs and only the copy moves to the thread.
    const data = new Uint8Array(ask.pixels.data)
    const request: FaceRequest = { id, pixels: { ...ask.pixels, data } }
    worker.postMessage(request, [data.buffer])
  }

  return {
    check(pixels, signal) {
      return new Promise<FaceMeasures>((resolve, reject) => {
        if (closed) return reject(new FaceCheckError('closed'))
        if (signal?.aborted) return reject(signal.reason)
        const settle = () => signal?.removeEventListener('abort', onAbort)
        const ask: Ask = {
          pixels,
          done: measures => {
            settle()
            resolve(measures)
          },
          fail: error => {
            settle()
            reject(error)
          },
        }
        // A picture under way is let run out: its answer then finds nobody.
        const onAbort = () => {
          const place = waiting.indexOf(ask)
          if (place >= 0) waiting.splice(place, 1)
          ask.fail(signal?.reason)
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        waiting.push(ask)
        next()
      })
    },
    async close() {
      closed = true
      const ended = stop()
      finish(ask => ask.fail(new FaceCheckError('closed')))
      for (const ask of waiting.splice(0)) ask.fail(new FaceCheckError('closed'))
      await ended
    },
  }
}
