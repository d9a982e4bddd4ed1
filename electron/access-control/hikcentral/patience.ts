import { SiteError } from '../port.ts'
import type { Gateway } from './request.ts'

const TRIES = 4
/** Somebody is looking on: longer than this is not waited for, in milliseconds. */
const LONGEST_MS = 5000

/**
 * For what somebody asks the site and waits for. "Too many calls" answers nothing: another process of ours, or another client, has used up the second, and a right that
 * is there must not be told as missing. The limiter waits before the next try. Jobs have a table for that (queue/outcome) and do not come here.
 */
export async function patiently<T>(ask: () => Promise<T>, now: () => number): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await ask()
    } catch (error) {
      if (tried >= TRIES || !(error instanceof SiteError)) throw error
      const { cause, retryAt } = error.failure
      if (cause !== 'rate-limited' && cause !== 'quota') throw error
      if (retryAt !== undefined && retryAt - now() > LONGEST_MS) throw error
    }
  }
}

/** A gateway that asks patiently. */
export function patient(gateway: Gateway, now: () => number): Gateway {
  return {
    measure: (...call) => patiently(() => gateway.measure(...call), now),
    post: (...call) => patiently(() => gateway.post(...call), now),
    take: (...call) => patiently(() => gateway.take(...call), now),
    fetch: (...call) => patiently(() => gateway.fetch(...call), now),
    skew: gateway.skew,
  }
}
