/** A pending timer; opaque to its owner. */
export type Timer = { readonly id: unknown }

/**
 * Time as a parameter, so that a bad night can be replayed at noon in a test. The only place that may say `Date.now` or `setTimeout`.
 * `now` is milliseconds since the epoch (it may jump); `monotonic` is milliseconds from an arbitrary start (it never goes back).
 */
export interface Clock {
  now(): number
  monotonic(): number
  setTimeout(fn: () => void, ms: number): Timer
  clearTimeout(timer: Timer): void
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

// Node fires a longer timer at once, with a warning: cap it instead.
const LONGEST_TIMER_MS = 2_147_483_647

/** Builds `sleep` from the two timer functions of a clock. */
export function sleepWith(clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = () => {
      clock.clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (fn, ms) => ({ id: setTimeout(fn, Math.min(Math.max(0, ms), LONGEST_TIMER_MS)) }),
  clearTimeout: timer => clearTimeout(timer.id as NodeJS.Timeout),
  sleep: (ms, signal) => sleepWith(systemClock, ms, signal),
}
