import type { Clock, Timer } from '../base/clock.ts'
import { createDepartureLog } from './departure-log.ts'
import type { LimiterState } from './port.ts'
import type { Departure, RateFinder } from './rate-finder.ts'

/** The site counts arrivals and we know departures: a window is kept this much longer than the site's, in milliseconds (docs/decisions/004). */
const GUARD_MS = 15
const WINDOW_MS = 1000
/** A late timer's slots are made up for, up to this many milliseconds of them: more would come as a lump. */
const LATE_MS = 250
/** So much of a known rate needs no pacing: a site that is slow, or asked little, is used as wide as it may. Ranks below this need none at all: a person waits. */
const FREE = 1 / 2
const URGENT = 5
/** How long a site that refused is paced from the first call on, in milliseconds. */
const WARY_MS = 60_000

/** With no word from the site about how long: its whole counting window (protocol A3 knows none). */
const SLOW_DOWN_MS = 1000
/** How far back times of slowing are told. */
const TOLD_MS = 10 * 60_000
/** Our departures against the site's arrivals: the edges of its second are so wide for us, in milliseconds. */
const EDGE_MS = 5

/** What a call tells the limiter of itself. */
export interface Turn {
  /** The request really goes out: a new connection's handshake may lie between. A call that never says so has cost nothing. */
  sent(): void
  /** The site answered that there were too many calls; `askedMs` is its Retry-After in milliseconds, null for none. */
  refused(askedMs: number | null): void
}

export interface RateLimiter {
  /**
   * Waits for a slot and runs `fn`: lower ranks first, first come first served inside a rank. A call that was sent, and neither threw nor was refused, was taken by the site.
   * Rejects with the signal's reason when it aborts before `fn` has begun.
   */
  run<T>(rank: number, signal: AbortSignal | undefined, fn: (turn: Turn) => Promise<T>): Promise<T>
  /** The site asked us to slow down for another reason than the rate: nothing goes out for `ms` milliseconds. */
  pause(ms: number): void
  state(): Omit<LimiterState, 'callsPerGuest'>
}

interface Waiter {
  rank: number
  /** `borrows`: it does not wait for its slot. */
  start: (pressed: boolean, borrows: boolean) => void
}

/** A call that went out; `answered` is null while nobody knows. */
interface Call extends Departure {
  answered: 'taken' | 'refused' | 'lost' | null
}

/**
 * Keeps one site's two limits: calls a second (`rate`: known, may be a fraction, up to 1000; or a finder of it) and calls at once (`concurrency`).
 * Paced, GCRA (ITU-T I.371): a slot every 1/rate. While a second has seen less than half of a known rate its calls need not wait for their slots: they borrow, and those after
 * them wait. Beside it a sliding log of real departures, which holds whatever the timers do: never more than `rate` (rounded up) of them within a window of 1 s and the guard.
 */
export function createRateLimiter(options: {
  rate: number | RateFinder
  concurrency: number
  clock: Clock
  guardMs?: number
}): RateLimiter {
  const { concurrency, clock } = options
  const finder = typeof options.rate === 'number' ? null : options.rate
  const rateNow = typeof options.rate === 'number' ? () => options.rate as number : () => (options.rate as RateFinder).rate
  const window = WINDOW_MS + (options.guardMs ?? GUARD_MS)
  const waiting: Waiter[] = []
  const departures = createDepartureLog(window)
  /** For the finder: the calls of the second before the oldest unanswered one, and all since. */
  const calls: Call[] = []
  /** Slots given whose request has not gone out yet. */
  let leaving = 0
  let running = 0
  let slot = clock.monotonic()
  /** After a refusal one call goes alone: whether the site takes calls again is asked once, not by a crowd. */
  let alone = false
  /** Calls under way that were begun since then. */
  let scouts = 0
  let slowedAt: number[] = []
  let holdEnds = Number.NEGATIVE_INFINITY
  let timer: Timer | null = null

  /** When the next call may start: a time, or null while only the end or the departure of another can tell. */
  function nextStart(now: number): number | null {
    if (running >= concurrency || (alone && scouts > 0)) return null
    if (isFree(now)) return now
    const over = departures.count(now) + leaving - Math.ceil(rateNow())
    if (over < 0) return slot
    const end = departures.endOf(over)
    return end === null ? null : Math.max(slot, end)
  }

  /** Not for a while at a site that has refused: it bears less than we were told. */
  function isFree(now: number): boolean {
    if (finder || now <= holdEnds + WARY_MS) return false
    const share = waiting[0] && waiting[0].rank < URGENT ? 1 : FREE
    return departures.count(now) + leaving < Math.floor(rateNow() * share)
  }

  function startDue(onTime = false): void {
    if (timer) clock.clearTimeout(timer)
    timer = null
    // Each start may come back in here (a request that goes out at once), hence the fresh look in every turn.
    while (waiting.length > 0 && timer === null) {
      const now = clock.monotonic()
      const at = nextStart(now)
      if (at === null) return
      if (at > now) {
        timer = clock.setTimeout(() => startDue(true), Math.ceil(at - now))
        return
      }
      const borrows = slot > now
      slot = Math.max(slot, now - LATE_MS) + 1000 / rateNow()
      waiting.shift()?.start(onTime, borrows)
    }
  }

  async function runNow<T>(pressed: boolean, borrows: boolean, fn: (turn: Turn) => Promise<T>): Promise<T> {
    running++
    leaving++
    const isScout = alone
    if (isScout) scouts++
    let call: Call | null = null
    let departure: { back(now: number): void } | null = null
    let gone = false
    const leave = (out: boolean) => {
      if (gone) return
      gone = true
      leaving--
      if (out) {
        const at = clock.monotonic()
        departure = departures.add(at, !borrows)
        if (finder) {
          call = { at, rate: finder.rate, pressed, answered: null }
          calls.push(call)
        }
      }
      startDue()
    }
    const answered = (how: 'taken' | 'refused' | 'lost') => {
      if (!call || call.answered) return
      call.answered = how
      if (how === 'taken') finder?.taken(call, clock.monotonic())
    }
    try {
      const result = await fn({
        sent: () => leave(true),
        refused(askedMs) {
          answered('refused')
          slowDown(call, askedMs)
        },
      })
      answered('taken')
      return result
    } catch (error) {
      answered('lost')
      throw error
    } finally {
      leave(false)
      ;(departure as { back(now: number): void } | null)?.back(clock.monotonic())
      running--
      if (isScout) scouts--
      // Whoever went alone and was not refused has shown that there is room.
      if (isScout && (call as Call | null)?.answered !== 'refused') {
        alone = false
        // The time it took earns no slots either: no lump behind it.
        slot = Math.max(slot, clock.monotonic())
      }
      forget()
      startDue()
    }
  }

  /** The site counted too many: everything is held, and a finder learns from it. */
  function slowDown(call: Call | null, askedMs: number | null): void {
    if (!finder || !call) {
      hold(askedMs ?? SLOW_DOWN_MS)
      return
    }
    const others = calls.filter(c => c !== call && c.answered !== 'refused')
    const between = (from: number, to: number) => others.filter(c => c.at > call.at + from && c.at < call.at + to).length
    const before = { least: between(EDGE_MS - WINDOW_MS, 0), most: between(-EDGE_MS - WINDOW_MS, EDGE_MS) }
    const ms = finder.refused(call, before, askedMs ?? 0, clock.monotonic())
    if (ms > 0) {
      alone = true
      hold(ms)
    } else extend(askedMs ?? 0)
  }

  function extend(ms: number): void {
    slot = Math.max(slot, clock.monotonic() + ms)
  }

  /** Refusals that arrive while everything is held already are one slowing. */
  function hold(ms: number): void {
    const now = clock.monotonic()
    if (now >= holdEnds) slowedAt.push(now)
    slowedAt = slowedAt.filter(at => at > now - TOLD_MS)
    holdEnds = Math.max(holdEnds, now + ms)
    extend(ms)
  }

  function forget(): void {
    const oldest = calls.find(call => call.answered === null)?.at ?? clock.monotonic()
    while (calls.length > 0 && calls[0]!.at < oldest - WINDOW_MS - EDGE_MS) calls.shift()
  }

  return {
    run(rank, signal, fn) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const waiter: Waiter = {
          rank,
          start(pressed, borrows) {
            signal?.removeEventListener('abort', giveUp)
            runNow(pressed, borrows, fn).then(resolve, reject)
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
    pause: hold,
    state() {
      const now = clock.monotonic()
      const used = departures.since(now - WINDOW_MS) + leaving
      return {
        rate: finder ? Math.round(finder.rate * 10) / 10 : rateNow(),
        foundOut: finder !== null,
        concurrency,
        used,
        waiting: waiting.length,
        slowed: slowedAt.filter(at => at > now - TOLD_MS).length,
      }
    },
  }
}
