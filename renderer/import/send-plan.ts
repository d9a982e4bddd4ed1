import { boundSeconds } from '../../shared/model/batch.ts'
import type { ListRow } from '../../shared/model/visitor-list.ts'
import type { Span } from '../text/span.ts'
import { isBad } from './row-order.ts'

/** Guests that one set-based call carries (protocol A4 names no cap; this is our own default). */
const SET = 100
/** What devices take to load a set, s; guessed until the site answers. */
const APPLY = 2
/** A range is honest upwards: busy answers and other people's calls come on top. */
const SLACK = { times: 1.25, plus: 2 }

/** What sending the good rows will cost the site, and how long at its present limit. Seconds are null while the limit is not known. */
export interface SendPlan {
  guests: number
  faceless: number
  calls: number
  parts: { kind: 'people' | 'levels' | 'apply' | 'doors'; calls: number }[]
  seconds: Span | null
}

/** The pace of the moment: calls a second (0: not known yet), calls at once, and what one takes, s. */
export interface SitePace {
  rate: number
  concurrency: number
  latency: number
}

export function planOf(rows: readonly ListRow[], pace: SitePace): SendPlan {
  const good = rows.filter(row => !isBad(row))
  const perLevel = new Map<string, number>()
  for (const row of good) perLevel.set(row.levelId ?? '', (perLevel.get(row.levelId ?? '') ?? 0) + 1)
  const sets = [...perLevel.values()].reduce((sum, guests) => sum + Math.ceil(guests / SET), 0)
  const parts: SendPlan['parts'] = [
    { kind: 'people', calls: good.length },
    { kind: 'levels', calls: sets },
    { kind: 'apply', calls: sets },
    { kind: 'doors', calls: sets },
  ]
  return {
    guests: good.length,
    faceless: good.filter(row => !row.hasPhoto).length,
    calls: parts.reduce((sum, part) => sum + part.calls, 0),
    parts: parts.filter(part => part.calls > 0),
    seconds: pace.rate > 0 ? secondsOf(good.length, sets, pace) : null,
  }
}

function secondsOf(admits: number, sets: number, { rate, concurrency, latency }: SitePace): Span {
  const bound = boundSeconds({ admits, rate, concurrency: Math.max(1, concurrency), latency, apply: APPLY })
  const low = Math.max(bound, (admits + 3 * sets) / rate)
  return { low, high: low * SLACK.times + SLACK.plus }
}
