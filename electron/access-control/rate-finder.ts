// What a site bears, found out from its answers alone: additive increase, multiplicative decrease, and wherever the site's own counting shows through, its limit
// read off the count. Pure but for the times it is given; the limiter beside it does the waiting. Figures: docs/decisions/007.

/** After a refusal nothing goes out for this long, in milliseconds, unless the site asks for longer; doubled while it lets nobody in. */
const HOLD_MS = 300
const LONGEST_HOLD_MS = 5000
/** A refusal that tells nothing more leaves this share of the rate. */
const DECREASE = 0.85
/** A site that refuses everybody says nothing of its rate: no more than so many decreases in a row, then only longer waits. */
const BLIND_DECREASES = 4
/** Calls a second that each second of a crowd adds while no limit was ever met: so many, or this share of the rate, whichever is more. */
const CLIMB = { least: 50, share: 1.5 }
/** Below a limit that was met: so much of the way to it in a second, or this share of it. */
const RETURN = { way: 0.5, share: 0.02 }
/** A count at least this share of our own rate is our own pace come back, not the site's limit. */
const ECHO = 0.95
/** The site may have given a place back since: after so many milliseconds of a crowd at the limit, one try above it. Doubled each time in vain. */
const TRY_ABOVE_MS = 60_000
/** And so many after the limit fell, as what has fallen may rise again soon. */
const TRY_SOON_MS = 10_000
const LONGEST_TRY_MS = 600_000
/** A first refusal at what went well, with a count above this share of it, is taken for a slip: calls of ours that were held up on the way and came together. */
const SLIP = 0.75
/** A second one within so many milliseconds is not. */
const SLIP_ONCE_MS = 10_000
/** Sites that take fewer than a call in ten seconds are no use. */
const SLOWEST = 0.1
const FASTEST = 1000
const SECOND = 1000
const KEEP_MS = 5000

/** What is worth keeping of a site: the rate it bears, and whether its limit was met there or nobody ever asked for more. */
export interface KnownPace {
  rate: number
  isCeiling: boolean
}

/** A call as it went out. Times in milliseconds of the monotonic clock. */
export interface Departure {
  at: number
  /** The finder's rate at that moment. */
  rate: number
  /** It had waited for its slot: there was a crowd, and the rate was what held it back. */
  pressed: boolean
}

export interface RateFinder {
  /** Calls a second, now. */
  readonly rate: number
  /** The site took a call. */
  taken(call: Departure, now: number): void
  /**
   * The site refused a call because there were too many. `before`: calls of the second before it that were not refused, at least and at most (the edges of the site's second are a
   * few milliseconds wide for us). `asked`: the milliseconds of its Retry-After, 0 for none. Answers how long to hold everything, in milliseconds; 0 for a straggler of a
   * refusal already judged.
   */
  refused(call: Departure, before: { least: number; most: number }, asked: number, now: number): number
}

/** @param keep told when what is worth remembering has changed by more than a fiftieth */
export function createRateFinder(start: KnownPace, keep: (pace: KnownPace) => void = () => {}): RateFinder {
  let rate = clamp(start.rate)
  /** The rate at which the site last said no, as well as we know; null: it never did. */
  let ceiling: number | null = start.isCeiling ? rate : null
  /** The most that went well for a whole second since the last refusal. */
  let sure = start.isCeiling ? rate : 0
  /** When the last refusal was judged, and when the hold after it ends. */
  let judgedAt = Number.NEGATIVE_INFINITY
  let resumedAt = Number.NEGATIVE_INFINITY
  let takenSince = true
  let blind = 0
  /** The last refusal told nothing of the limit: the site took nobody, or it may have been a slip. */
  let wasVague = false
  /** A try above the ceiling is under way, in steps of so many calls a second; 0: none. */
  let above = 0
  let tryAfter = TRY_ABOVE_MS
  let crowdedMs = 0
  let lastPressed = Number.NEGATIVE_INFINITY
  let kept: KnownPace = start
  let keptAt = Number.NEGATIVE_INFINITY

  function remember(found: number, now: number): void {
    const pace = { rate: found, isCeiling: ceiling !== null }
    if (found === 0 || (pace.isCeiling === kept.isCeiling && Math.abs(found - kept.rate) <= kept.rate / 50)) return
    // While it climbs it changes with every call.
    if (!pace.isCeiling && now - keptAt < KEEP_MS) return
    kept = pace
    keptAt = now
    keep(pace)
  }

  /** Calls a second to add for each second of a crowd. */
  function climb(): number {
    if (ceiling === null) return Math.max(CLIMB.least, rate * CLIMB.share)
    return Math.max((ceiling - rate) * RETURN.way, ceiling * RETURN.share)
  }

  function tryAbove(now: number): void {
    crowdedMs += Math.min(now - lastPressed, SECOND)
    lastPressed = now
    const wait = above > 0 ? 2 * SECOND : tryAfter
    if (ceiling === null || rate < ceiling || crowdedMs < wait) return
    // Two seconds well above: the limit has been raised, and each next step may be larger.
    if (above > 0) tryAfter = TRY_ABOVE_MS
    above = above > 0 ? above * 2 : Math.max(1, ceiling * 0.03)
    ceiling = clamp(ceiling + above)
    crowdedMs = 0
  }

  function limitAt(next: number, top: number | null): void {
    rate = clamp(next)
    ceiling = top === null ? null : clamp(Math.max(top, next))
    sure = Math.min(sure, rate)
  }

  /** The count tells the limit, give or take the call at its edge: on from the lower reading, up to the higher one. */
  function readOff(before: { least: number; most: number }, now: number): void {
    limitAt(before.least, before.most)
    remember(before.most, now)
  }

  return {
    get rate() {
      return rate
    },
    taken(call, now) {
      if (call.at < resumedAt) return
      takenSince = true
      blind = 0
      if (!call.pressed) return
      if (call.at >= resumedAt + SECOND && call.rate > sure) sure = call.rate
      tryAbove(now)
      const next = clamp(rate + climb() / rate)
      rate = ceiling === null ? next : Math.min(next, Math.max(ceiling, rate))
      if (ceiling === null || rate >= ceiling * 0.98) remember(sure, now)
    },
    refused(call, before, asked, now) {
      const isExact = before.least >= 1 && before.least < rate * ECHO
      if (call.at < judgedAt) {
        // Sent before we knew. What it saw may be the more exact count, now that others of its second are known to be refused.
        if (!wasVague && ceiling !== null && before.most >= 1 && before.most < ceiling)
          readOff({ least: Math.min(rate, before.least), most: before.most }, now)
        return 0
      }
      const wentWell = sure > 0 && rate <= sure
      const isSlip = takenSince && wentWell && before.most >= sure * SLIP && now - judgedAt > SLIP_ONCE_MS
      const hasFallen = wentWell || !takenSince
      wasVague = !takenSince || isSlip
      if (!takenSince) {
        // Nobody was let in since the last refusal: the site is full of older calls or shut, and its count says nothing.
        if (++blind <= BLIND_DECREASES) limitAt(rate * DECREASE, ceiling)
      } else if (isSlip) limitAt(rate * DECREASE, ceiling)
      else if (isExact) readOff(before, now)
      else if (sure > 0 && !wentWell) {
        // A try above what went well: back to that, and half-way up the next time, if the count does not say more.
        const back = Math.max(sure, rate * DECREASE)
        limitAt(back, Math.min((back + rate) / 2, Math.max(before.most, back)))
      } else {
        // What went well goes well no longer: the limit has fallen, and nobody knows how far.
        limitAt(rate * DECREASE, Math.min(ceiling ?? rate, rate, Math.max(before.most, 1)))
        sure = 0
      }
      if (above > 0) tryAfter = Math.min(tryAfter * 2, LONGEST_TRY_MS)
      else if (hasFallen) tryAfter = TRY_SOON_MS
      above = 0
      crowdedMs = 0
      judgedAt = now
      takenSince = false
      const hold = Math.max(asked, Math.min(HOLD_MS * 2 ** Math.max(0, blind - 1), LONGEST_HOLD_MS))
      resumedAt = now + hold
      return hold
    },
  }
}

const clamp = (rate: number) => Math.min(Math.max(rate, SLOWEST), FASTEST)
