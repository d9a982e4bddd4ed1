import type { Failure } from '../../../shared/model/failure.ts'
import type { Passage } from '../../../shared/model/passage.ts'
import type { FeedSettings } from '../../../shared/model/settings.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { Clock } from '../../base/clock.ts'
import { failureOf } from '../failure-of.ts'
import type { LimiterState } from '../port.ts'
import { createEventBudget } from './event-budget.ts'
import { type Lane, type LanePage, LONGEST_LAG_MS, openWindow, readLane } from './event-lanes.ts'
import { nextLane, roundMs } from './event-round.ts'
import type { Gateway } from './request.ts'

/** A person at the desk goes before the feed, a list after it: the feed's share is small, and somebody stands at a door. */
export const FEED_RANK = 5
/** Pages asked for at once. */
const WIDTH = 4
/** What came very late is looked for so often, in milliseconds: a controller that was cut off brings its events when it is back. */
const SWEEP_EVERY_MS = 300_000
/** A day with more than a page in it is gone through a page at a time, with so much in between. */
const SWEEP_ON_MS = 30_000
/** A kind of event, or a door, that the site does not know. */
const REST_MS = 600_000
/** A site that is away is asked at least so often, in milliseconds. */
const LONGEST_HOLD_MS = 10_000
/** Where a site's clock is as good as ours: it is told in whole seconds. */
const SKEW_MS = 2000
/** While pushes arrive, polling only makes sure, so often at most. */
const SAFETY_EVERY_MS = 30_000

export interface PollingOptions {
  gateway: Gateway
  settings: FeedSettings
  clock: Clock
  zone: string
  limiter: () => Pick<LimiterState, 'rate' | 'waiting'>
  lanes: readonly Lane[]
  signal: AbortSignal
  /** Are pushes coming in, so that polling may be slow? */
  trusted(): boolean
  /** A page has been read. Resolves when there is room for more. */
  onPage(lane: Lane, page: LanePage): Promise<void>
  onTrouble(failure: Failure): void
  /** The site answered. */
  onAnswer(): void
}

export interface Polling {
  /** Polls until the signal aborts. */
  run(): Promise<void>
  /** The site's clock. */
  siteNow(): Instant
  /** Everything has been told up to now, but for what comes late. */
  isCaughtUp(): boolean
  /** How long until a kind of event is asked for again, in milliseconds. */
  everyMs(): number
  /** An event is heard for the first time, on a page of a lane that had been read up to `mark`. */
  noteLag(passage: Passage, mark: Instant): void
}

/** Asks for one kind of event at one set of doors after the other, within the feed's share of the limiter. Never throws: trouble is told, and waited out. */
export function createPolling(options: PollingOptions): Polling {
  const { gateway, settings, clock, lanes, signal } = options
  let waiting = 0
  let lagMs = 0
  /** Monotonic: nobody asks before. */
  let holdUntil = Number.NEGATIVE_INFINITY
  let failures = 0
  const isCaughtUp = () => lanes.every(lane => lane.caughtUp || lane.restUntil > clock.monotonic())
  const budget = createEventBudget({
    clock,
    limiter: options.limiter,
    share: () => (isCaughtUp() ? settings.share : Math.max(settings.share, settings.catchUpShare)),
    ours: () => waiting,
  })
  const siteNow = () => {
    const skew = gateway.skew() ?? 0
    return clock.now() + (Math.abs(skew) > SKEW_MS ? skew : 0)
  }
  const allowance = () => Math.min(LONGEST_LAG_MS, Math.max(settings.lagMs, lagMs * 2))
  const everyMs = () => (options.trusted() ? Math.max(SAFETY_EVERY_MS, settings.everyMs) : settings.everyMs)
  const round = () => ({ now: clock.monotonic(), everyMs: everyMs() })

  function open(lane: Lane): Lane & { reading: NonNullable<Lane['reading']> } {
    if (lane.reading) return lane as Lane & { reading: NonNullable<Lane['reading']> }
    const now = clock.monotonic()
    const sweep = lane.caughtUp && now - lane.sweptAt > (lane.sweepFrom === null ? SWEEP_EVERY_MS : SWEEP_ON_MS)
    if (sweep) lane.sweptAt = now
    return Object.assign(lane, { reading: openWindow(lane, { siteNow: siteNow(), allowanceMs: allowance(), sweep }) })
  }

  async function read(lane: Lane): Promise<void> {
    const opened = open(lane)
    const { sweep } = opened.reading
    let out = false
    const leave = () => {
      if (!out) waiting--
      out = true
    }
    waiting++
    try {
      const call = { rank: FEED_RANK, signal, onCall: leave }
      const page = await readLane(gateway, opened, { zone: options.zone, now: clock.now, siteNow, call })
      failures = 0
      options.onAnswer()
      Object.assign(lane, { askedAt: clock.monotonic(), asked: true, hurryAt: null })
      const settle = () => {
        page.settle()
        if (!lane.reading && !sweep && lane.mark >= siteNow() - LONGEST_LAG_MS) lane.caughtUp = true
      }
      await options.onPage(lane, { ...page, settle })
    } finally {
      leave()
    }
  }

  function trouble(lane: Lane, error: unknown): void {
    const failure = failureOf(error) ?? { kind: 'bug' as const }
    const now = clock.monotonic()
    if (failure.cause === 'cancelled') return
    // The limiter holds all calls by itself; nobody is away.
    if (failure.cause === 'rate-limited' || failure.cause === 'quota') return
    if (failure.site && (failure.kind === 'invalid' || failure.kind === 'not-found')) {
      Object.assign(lane, { reading: null, restUntil: now + REST_MS, askedAt: now, asked: true })
      if (lanes.every(one => one.restUntil > now)) options.onTrouble(failure)
      return
    }
    // Those that were under way together are one failure.
    if (now >= holdUntil) holdUntil = now + Math.min(LONGEST_HOLD_MS, 1000 * 2 ** failures++)
    options.onTrouble(failure)
  }

  async function hand(): Promise<void> {
    while (!signal.aborted) {
      const now = clock.monotonic()
      const next = holdUntil > now ? { waitMs: holdUntil - now } : nextLane(lanes, round())
      if ('waitMs' in next) {
        await clock.sleep(Math.min(next.waitMs, 1000), signal)
        continue
      }
      const { lane } = next
      lane.busy = true
      try {
        await budget.turn(signal)
        await read(lane)
      } catch (error) {
        if (signal.aborted) return
        trouble(lane, error)
      } finally {
        lane.busy = false
      }
    }
  }

  return {
    siteNow,
    isCaughtUp,
    everyMs: () => roundMs(lanes, { ...round(), rate: budget.rate() }),
    noteLag({ at }, mark) {
      // Already over when its kind was last read to the end: the site told it only afterwards. Hours are no lag but a controller that was cut off.
      if (at < mark && mark - at <= LONGEST_LAG_MS) lagMs = Math.max(lagMs * 0.99, mark - at)
    },
    async run() {
      await Promise.all(Array.from({ length: WIDTH }, () => hand().catch(() => {})))
    },
  }
}
