import { areKeysRefused } from '../../../shared/model/failure.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { failureOf } from '../failure-of.ts'
import type { Auth, Login } from './auth.ts'
import type { Lane } from './lane.ts'
import { openSession } from './session.ts'

type Send = Parameters<typeof openSession>[0]['send']

/** A session that is not heard of ends by itself: this often it is said to be still wanted, in milliseconds (protocol B1, Session login). */
const BEAT_MS = 60_000
/** Nobody waits longer for a goodbye, in milliseconds. */
const GOODBYE_MS = 1000

/** The session of one device, where it lets us in by its login page alone. */
export interface SessionKeeper {
  /** Logs in; whoever asks meanwhile shares it. `send`: unsigned. @throws as `openSession` does */
  enter(send: Send): Promise<void>
  /** Ends it: a device has room for few. */
  close(): Promise<void>
}

/** `put`: a signed PUT without a body. */
export function createSessionKeeper(options: {
  login: Login
  auth: Auth
  lane: Lane
  clock: Clock
  random: Random
  put(path: string, signal: AbortSignal): Promise<unknown>
}): SessionKeeper {
  const { login, auth, lane, clock, random } = options
  const closing = new AbortController()
  let entering: Promise<void> | null = null
  let isBeating = false

  async function logIn(send: Send): Promise<void> {
    try {
      const digits = () => String(random.int(10_000_000, 99_999_999))
      auth.enter(await openSession({ login, random: { digits }, now: clock.now(), send }))
    } catch (error) {
      const failure = failureOf(error)
      if (failure && areKeysRefused(failure)) {
        auth.loginRefused()
        if (auth.refusals >= 2) lane.stop(failure)
      }
      throw error
    }
    void beat()
  }

  /** A stream may be all there is for hours, and it renews nothing. One that has ended all the same is entered anew by the call that finds it so. */
  async function beat(): Promise<void> {
    if (isBeating) return
    isBeating = true
    try {
      while (auth.inSession) {
        await clock.sleep(BEAT_MS, closing.signal)
        if (auth.inSession) await options.put('/ISAPI/Security/sessionHeartbeat', closing.signal).catch(() => undefined)
      }
    } catch {
      // Closed.
    }
    isBeating = false
  }

  return {
    enter(send) {
      entering ??= logIn(send).finally(() => {
        entering = null
      })
      return entering
    },
    async close() {
      closing.abort()
      if (!auth.inSession || lane.closed) return
      const patience = new AbortController()
      const timer = clock.setTimeout(() => patience.abort(), GOODBYE_MS)
      await options.put('/ISAPI/Security/sessionLogout', patience.signal).catch(() => undefined)
      clock.clearTimeout(timer)
    },
  }
}
