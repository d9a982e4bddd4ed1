import { areKeysRefused, type Failure } from '../../../shared/model/failure.ts'
import type { Clock, Timer } from '../../base/clock.ts'
import { failureOf } from '../failure-of.ts'
import { type CallContext, SiteError } from '../port.ts'
import { createLaneTally, type LaneTally } from './lane-tally.ts'

/** Requests at once to one device (protocol B6). */
const CONNECTIONS = 2
/** Milliseconds to the next try of a device that did not answer, by tries; the last one repeated. */
const BACK_OFF_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]
/** Lost connections in a row that make a device away: one may be a kept connection that it had given up. */
const LOST_IN_A_ROW = 2

export type Kind = 'read' | 'write'

/** Given to a request that has its turn. */
export interface Turn {
  /** A request goes out; it may take `lateMs` before nobody waits for it any more. */
  sent(lateMs: number): void
  /** It came back, or was lost. */
  back(): void
  /** The device asked for a pause. Not for the first time: nobody else waits for this one. */
  slowed(again: boolean): void
}

/**
 * The way to one device: one write at a time with a pause after each, two requests at most, whoever is in a hurry first. A device that does not answer is left alone for a
 * while, and whoever asks meanwhile is told so at once; then one request alone tries again.
 */
export interface Lane {
  /** @throws SiteError `offline` untried where the device is away; the request's own failure else */
  run<T>(kind: Kind, call: Pick<CallContext, 'rank' | 'signal'>, work: (turn: Turn) => Promise<T>): Promise<T>
  /** A connection is taken for something that does not end; whoever took it gives it back by what is answered. */
  occupy(): () => void
  /** The device refused our password too often: nothing goes out any more. */
  stop(failure: Failure): void
  readonly stopped: Failure | null
  /** Why nobody is let through now: stopped, locked, or away; null: the way is free. */
  readonly closed: Failure | null
  readonly waiting: number
  readonly tally: LaneTally
  /** How often the device came back after it was away, or was first seen. */
  readonly returns: number
  readonly lastSeenAt: number | null
}

interface Waiter {
  kind: Kind
  rank: number
  start(): void
  fail(failure: Failure): void
}

/** `spacingMs`: between the end of one write and the beginning of the next. */
export function createLane(options: { spacingMs: number; clock: Clock; onStop?: (failure: Failure) => void }): Lane {
  const { clock, spacingMs } = options
  const waiting: Waiter[] = []
  const tally = createLaneTally(clock)
  let running = 0
  let occupied = 0
  let writing = false
  let writeFrom = Number.NEGATIVE_INFINITY
  let timer: Timer | null = null
  let proven = false
  let returns = 0
  let lastSeenAt: number | null = null
  let stopped: Failure | null = null
  let locked: Failure | null = null
  let late = 0
  let lost = 0
  let silences = 0
  let away: { failure: Failure; until: number } | null = null

  function closed(): Failure | null {
    if (stopped) return stopped
    if (locked && clock.now() < (locked.retryAt ?? 0)) return locked
    if (late > 0) return { kind: 'offline', cause: 'device-late' }
    if (!away) return null
    // When its time is over one goes, and whoever comes meanwhile is not held up by it.
    return clock.monotonic() < away.until || running > 0 ? away.failure : null
  }

  function pump(): void {
    if (timer) clock.clearTimeout(timer)
    timer = null
    while (waiting.length > 0) {
      const failure = closed()
      if (failure) {
        for (const one of waiting.splice(0)) one.fail(failure)
        return
      }
      if (running >= (proven && !away ? Math.max(1, CONNECTIONS - occupied) : 1)) return
      const now = clock.monotonic()
      const at = waiting.findIndex(({ kind }) => kind === 'read' || (!writing && now >= writeFrom))
      if (at < 0) {
        if (!writing) timer = clock.setTimeout(pump, Math.ceil(writeFrom - now))
        return
      }
      waiting.splice(at, 1)[0]?.start()
    }
  }

  function judge(failure: Failure | null): void {
    const isLost = failure?.cause === 'connection-lost'
    if (failure?.cause === 'cancelled') return
    if (failure && (isSilence(failure) || isLost)) {
      if (isLost && ++lost < LOST_IN_A_ROW) return
      const wait = BACK_OFF_MS[Math.min(silences++, BACK_OFF_MS.length - 1)] as number
      proven = false
      const told: Failure = failure.kind === 'timeout' ? { kind: 'offline', cause: 'unreachable' } : failure
      away = { failure: told, until: clock.monotonic() + wait }
      return
    }
    if (failure && areKeysRefused(failure)) {
      proven = false
      return
    }
    if (failure?.cause === 'locked') {
      locked = failure
      proven = false
      return
    }
    if (!proven) returns++
    lastSeenAt = clock.now()
    proven = true
    away = null
    lost = 0
    silences = 0
  }

  async function runNow<T>(kind: Kind, work: (turn: Turn) => Promise<T>, tooLate: (failure: Failure) => void): Promise<T> {
    running++
    if (kind === 'write') writing = true
    const began = clock.monotonic()
    let isLate = false
    let isPausing = false
    let watch: Timer | null = null
    const back = () => {
      if (watch) clock.clearTimeout(watch)
      watch = null
      if (isLate) late--
      isLate = false
    }
    const slowed = (again: boolean) => {
      tally.slowed()
      if (!again || isPausing) return
      isPausing = true
      late++
      pump()
    }
    const sent = (lateMs: number) => {
      back()
      tally.sent()
      watch = clock.setTimeout(() => {
        isLate = true
        late++
        tooLate({ kind: 'timeout', cause: 'device-late' })
        pump()
      }, lateMs)
    }
    try {
      const value = await work({ sent, back, slowed })
      if (kind === 'write') tally.wrote(clock.monotonic() - began)
      judge(null)
      return value
    } catch (error) {
      const failure = failureOf(error)
      // What is no word of a device says nothing of it: a photo that cannot be read, a mistake of ours.
      if (failure) judge(failure)
      throw error
    } finally {
      back()
      if (isPausing) late--
      running--
      if (kind === 'write') {
        writing = false
        writeFrom = clock.monotonic() + spacingMs
      }
      pump()
    }
  }

  return {
    run(kind, call, work) {
      return new Promise((resolve, reject) => {
        const cancelled = () => new SiteError({ kind: 'busy', cause: 'cancelled' })
        if (call.signal?.aborted) return reject(cancelled())
        const giveUp = () => {
          waiting.splice(waiting.indexOf(waiter), 1)
          reject(cancelled())
        }
        const waiter: Waiter = {
          kind,
          rank: call.rank,
          start() {
            call.signal?.removeEventListener('abort', giveUp)
            runNow(kind, work, failure => reject(new SiteError(failure))).then(resolve, reject)
          },
          fail(failure) {
            call.signal?.removeEventListener('abort', giveUp)
            reject(new SiteError(failure))
          },
        }
        call.signal?.addEventListener('abort', giveUp, { once: true })
        waiting.splice(waiting.findLastIndex(other => other.rank <= call.rank) + 1, 0, waiter)
        pump()
      })
    },
    occupy() {
      occupied++
      let isMine = true
      return () => {
        if (isMine) occupied--
        isMine = false
        pump()
      }
    },
    stop(failure) {
      if (!stopped) options.onStop?.(failure)
      stopped ??= failure
      pump()
    },
    get stopped() {
      return stopped
    },
    get closed() {
      return closed()
    },
    get waiting() {
      return waiting.length
    },
    tally,
    get returns() {
      return returns
    },
    get lastSeenAt() {
      return lastSeenAt
    },
  }
}

/** Nobody there: nothing was sent, or nothing came back within the deadline. (A device of another certificate is somebody else.) */
const isSilence = ({ kind, cause }: Failure) =>
  kind === 'offline' ||
  (kind === 'timeout' && (cause === 'deadline' || cause === 'device-late')) ||
  (kind === 'credentials' && cause?.startsWith('certificate') === true)
