import type { Clock } from '../../base/clock.ts'
import type { LimiterState } from '../port.ts'

/** While others wait for the limiter the feed takes this part of its share, and no more. */
const CROWDED = 0.2

export interface EventBudget {
  /** Waits until the feed may make its next call. */
  turn(signal: AbortSignal): Promise<void>
  /** Calls a second it may make now. */
  rate(): number
}

/** Keeps the feed's calls to a share of what the limiter allows: paced, without a burst, whatever the others leave unused. */
export function createEventBudget(about: {
  clock: Clock
  limiter: () => Pick<LimiterState, 'rate' | 'waiting'>
  share: () => number
  /** Calls of ours that wait in the limiter's queue behind somebody in a hurry: they are no crowd. */
  ours: () => number
}): EventBudget {
  const { clock } = about
  let slot = Number.NEGATIVE_INFINITY

  function rate(): number {
    const { rate, waiting } = about.limiter()
    const share = waiting > about.ours() ? about.share() * CROWDED : about.share()
    return Math.max(rate * share, 0.01)
  }
  return {
    rate,
    async turn(signal) {
      const now = clock.monotonic()
      const at = Math.max(slot, now)
      slot = at + 1000 / rate()
      if (at > now) await clock.sleep(at - now, signal)
    },
  }
}
