import { createHmac } from 'node:crypto'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Passage } from '../../../shared/model/passage.ts'
import type { FeedSettings } from '../../../shared/model/settings.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { Clock } from '../../base/clock.ts'
import { failureOf } from '../failure-of.ts'
import { FEED_RANK } from './event-polling.ts'
import { readNotification } from './event-reader.ts'
import { listenFailure, openPushListener, type PushListener } from './push-listener.ts'
import type { Gateway } from './request.ts'

/** An event that the list has had for so long and that nobody pushed was not pushed. */
const PUSH_LATE_MS = 10_000
/** A subscription that brings nothing, or could not be made, is made anew so often at most. */
const AGAIN_MS = 300_000
/** The site has so long to take the subscription back while we close. */
const GOODBYE_MS = 3000

/** Asked for, and nothing has happened yet that could have been pushed. */
const NOTHING_YET: Failure = { kind: 'offline', cause: 'no-push-yet' }
/** The site lists what it does not push: most likely it cannot reach us. */
const NOT_PUSHED: Failure = { kind: 'offline', cause: 'not-pushed' }

export interface Subscription {
  /** Why the site does not tell by itself; null: something was pushed, and nothing was listed since that should have been. */
  trouble(): Failure | null
  /** Where the site pushes to, token and all; null while nobody listens. */
  destination(): string | null
  /** A passage was found by polling. */
  listed(passage: Passage): void
  close(): Promise<void>
}

export interface SubscriptionOptions {
  gateway: Gateway
  settings: FeedSettings
  clock: Clock
  zone: string
  appSecret: string
  types: readonly number[]
  siteNow(): Instant
  signal: AbortSignal
  onPassages(passages: Passage[]): void
}

/**
 * Has the site push its events to us (protocol A4, Subscription). Never throws: without a listener, or where the site refuses, polling goes on as it was, and `trouble` says
 * why. What stands in the path is made from the secret, so that a console that died finds its subscription again and does not leave one behind for each time it was started.
 */
export function openSubscription(options: SubscriptionOptions): Subscription {
  const { gateway, clock, types, settings, signal } = options
  const { address, port, reachedAs } = settings.subscription
  const token = createHmac('sha256', options.appSecret).update(`push listener ${address} ${port}`).digest('hex')
  const pushed = new Set<string>()
  let pushedAt: number | null = null
  let missedAt: number | null = null
  let subscribedAt: Instant | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  let listener: PushListener | null = null
  /** The site may have a subscription of ours: what it answered is another matter. */
  let isAsked = false
  let refused: Failure = NOTHING_YET

  function onBody(body: unknown): void {
    const passages = readNotification(body, { zone: options.zone, heardAt: clock.now() })
    if (passages.length === 0) return
    pushedAt = clock.monotonic()
    if (pushed.size > 20_000) pushed.clear()
    for (const { key } of passages) pushed.add(key)
    options.onPassages(passages)
  }

  function destination(): string | null {
    const host = reachedAs ?? address
    return listener && `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}/events/${token}`
  }

  async function subscribe(): Promise<void> {
    askedAt = clock.monotonic()
    try {
      listener ??= await openPushListener({ address, port, token, onBody })
    } catch (error) {
      refused = listenFailure(error)
      return
    }
    isAsked = true
    const body = { eventTypes: types, eventDest: destination(), passBack: 1 }
    try {
      await gateway.post('eventService/v1/eventSubscriptionByEventTypes', body, { rank: FEED_RANK, signal })
      subscribedAt = options.siteNow()
    } catch (error) {
      refused = failureOf(error) ?? { kind: 'bug' }
    }
  }
  let subscribing = subscribe()

  return {
    trouble() {
      if (pushedAt !== null && (missedAt === null || pushedAt > missedAt)) return null
      if (subscribedAt === null) return refused
      return missedAt === null ? NOTHING_YET : NOT_PUSHED
    },
    destination,
    listed({ key, at }) {
      const now = options.siteNow()
      const isMissing = subscribedAt === null || (at > subscribedAt + PUSH_LATE_MS && now - at > PUSH_LATE_MS && !pushed.has(key))
      if (!isMissing) return
      if (subscribedAt !== null) missedAt = clock.monotonic()
      if (clock.monotonic() - askedAt > AGAIN_MS) subscribing = subscribing.then(subscribe)
    },
    async close() {
      await subscribing
      await listener?.close()
      if (!isAsked) return
      const goodbye = new AbortController()
      const timer = clock.setTimeout(() => goodbye.abort(), GOODBYE_MS)
      const call = { rank: FEED_RANK, signal: goodbye.signal }
      await gateway.post('eventService/v1/eventUnSubscriptionByEventTypes', { eventTypes: types }, call).catch(() => {})
      clock.clearTimeout(timer)
    },
  }
}
