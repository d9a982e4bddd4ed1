/** How long all five must be green before the shutter fires by itself, ms. */
export const STEADY_MS = 600
/** A verdict older than this says nothing about the picture now, ms. */
const STALE_MS = 500

/** Fires once when the verdict has been good for `STEADY_MS`; then waits until it was bad again. Times are of one monotonic clock, ms. */
export interface Shutter {
  /** The verdict on the frame taken at `at`. */
  judged(ok: boolean, at: number): void
  /** Asked at every frame: ms left, or null while not all is well; `fire` is true once. */
  at(now: number): { left: number | null; fire: boolean }
  /** As if nothing had been seen yet. */
  reset(): void
}

export function createShutter(): Shutter {
  let since: number | null = null
  let last = 0
  let fired = false
  return {
    judged(ok, at) {
      last = at
      if (!ok) fired = false
      since = ok ? (since ?? at) : null
    },
    at(now) {
      if (since === null || fired || now - last > STALE_MS) return { left: null, fire: false }
      const left = Math.max(0, since + STEADY_MS - now)
      // The good time must be seen, not hoped for: a verdict on a frame near its end is needed.
      const fire = left === 0 && last - since >= STEADY_MS / 2
      if (fire) fired = true
      return { left, fire }
    },
    reset() {
      since = null
      fired = false
    },
  }
}
