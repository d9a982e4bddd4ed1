import type { Clock, Timer } from '../base/clock.ts'
import type { LimiterState } from './port.ts'

/** The site counts arrivals and we know departures: a window is kept this much longer than the site's, in milliseconds (docs/decisions/004). */
const GUARD_MS = 15
const WINDOW_MS = 1000
/** A late timer's slots are made up for, up to this many milliseconds of them: more would come as a lump. */
const LATE_MS = 250

export interface RateLimiter {
  /**
   * Waits for a slot and runs `fn`: lower ranks first, first come first served inside a rank. `fn` calls `sent` when its request really goes out: a new
   * connection's handshake may lie between. A call that never calls it has cost nothing. Rejects with the signal's reason when it aborts before `fn` has begun.
   */
  run<T>(rank: number, signal: AbortSignal | undefined, fn: (sent: () => void) => Promise<T>): Promise<T>
  /** The site asked us to slow down: nothing goes out for `ms` milliseconds. */
  pause(ms: number): void
  state(): LimiterState
}

interface Waiter {
  rank: number
  start: () => void
}

/**
 * Keeps one site's two limits: calls a second (`rate`, may be a fraction; up to 1000) and calls at once (`concurrency`).
 * Paced, GCRA (ITU-T I.371): a slot every 1/rate from the first call on, no opening burst. Beside it a sliding log of real departures, which holds whatever the timers do:
 * never more than `rate` (rounded up) of them within a window of 1 s and the guard.
 */
export function createRateLimiter(options: { rate: number; concurrency: number; clock: Clock; guardMs?: number }): RateLimiter {
  const { rate, concurrency, clock } = options
  const window = WINDOW_MS + (options.guardMs ?? GUARD_MS)
  const spacing = 1000 / rate
  const most = Math.ceil(rate)
  const waiting: Waiter[] = []
  /** Departures of the last window, oldest first. */
  const departures: number[] = []
  /** Slots given whose request has not gone out yet. */
  let leaving = 0
  let running = 0
  let slot = clock.monotonic()
  let slowed = 0
  let timer: Timer | null = null

  /** When the next call may start: a time, or null while only the end or the departure of another can tell. */
  function nextStart(now: number): number | null {
    if (running >= concurrency) return null
    while (departures.length > 0 && departures[0]! + window <= now) departures.shift()
    const over = departures.length + leaving - most
    if (over < 0) return slot
    const inTheWay = departures[over]
    return inTheWay === undefined ? null : Math.max(slot, inTheWay + window)
  }

  function startDue(): void {
    if (timer) clock.clearTimeout(timer)
    timer = null
    // Each start may come back in here (a request that goes out at once), hence the fresh look in every turn.
    while (waiting.length > 0 && timer === null) {
      const now = clock.monotonic()
      const at = nextStart(now)
      if (at === null) return
      if (at > now) {
        timer = clock.setTimeout(startDue, Math.ceil(at - now))
        return
      }
      slot = Math.max(slot, now - LATE_MS) + spacing
      waiting.shift()?.start()
    }
  }

  async function runNow<T>(fn: (sent: () => void) => Promise<T>): Promise<T> {
    running++
    leaving++
    let gone = false
    const leave = (out: boolean) => {
      if (gone) return
      gone = true
      leaving--
      if (out) departures.push(clock.monotonic())
      startDue()
    }
    try {
      return await fn(() => leave(true))
    } finally {
      leave(false)
      running--
      startDue()
    }
  }

  return {
    run(rank, signal, fn) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const waiter: Waiter = {
          rank,
          start() {
            signal?.removeEventListener('abort', giveUp)
            runNow(fn).then(resolve, reject)
          },
        }
        const giveUp = () => {
          waiting.splice(waiting.indexOf(waiter), 1)
          reject(signal?.reason)
          startDue()
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        // Idle time earns no slots: only a late timer's are made up for.
        if (waiting.length === 0) slot = Math.max(slot, clock.monotonic())
        waiting.splice(waiting.findLastIndex(other => other.rank <= rank) + 1, 0, waiter)
        startDue()
      })
    },
    pause(ms) {
      slowed++
      slot = Math.max(slot, clock.monotonic() + ms)
    },
    state() {
      const since = clock.monotonic() - WINDOW_MS
      const used = departures.filter(at => at > since).length + leaving
      return { rate, concurrency, used, waiting: waiting.length, slowed }
    },
  }
}
