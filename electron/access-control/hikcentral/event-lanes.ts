import type { DoorId } from '../../../shared/model/ids.ts'
import type { Passage } from '../../../shared/model/passage.ts'
import { type Instant, isoWithOffset } from '../../../shared/model/time.ts'
import { type CallContext, SiteError } from '../port.ts'
import { readListed } from './event-reader.ts'
import { readPage } from './paging.ts'
import type { Gateway } from './request.ts'

/** The most a query may span is 31 days (protocol A4). */
const LONGEST_SPAN_MS = 30 * 86_400_000
/** Doors whose clocks are wrong, by no more than summer time and some: they are heard at once, and not when our time gets there, or never. */
const WRONG_CLOCK_MS = 7_200_000
/** The most that a lag is believed, in milliseconds: what comes later still is no lag but a controller that was cut off. */
export const LONGEST_LAG_MS = 300_000
/** What a controller brings that was cut off is looked for so far back, in milliseconds. */
const SWEEP_MS = 86_400_000
const PAGE_SIZE = 500
/** As much of what is known already is read again each time: on a page that is asked for anyway it costs nothing. */
const OVERLAP = 100

/** A window that is being read, page by page. */
interface Reading {
  /** The beginning of the next page's window: as pages come in order of time, it follows them. */
  from: Instant
  to: Instant
  pageNo: number
  pageSize: number
  /** No page of it has been read yet: its total is that of the whole window. */
  isNew: boolean
  /** What the mark will be when all is read. */
  then: Instant
  /** The site lists in another order than that of its times: pages are counted. */
  byNumber: boolean
  /** A sweep looks on one page for what came very late, and moves no mark. */
  sweep: boolean
  /** When the newest of what has been read happened, oldest first; as many as overlap. */
  newest: Instant[]
}

/** One kind of event at one set of doors: what one query can ask. */
export interface Lane {
  key: string
  type: number
  doors: readonly DoorId[]
  rare: boolean
  /** Everything up to then, by the site's clock, has been told. */
  mark: Instant
  /** Nothing before it is told: the feed began then. */
  since: Instant
  reading: Reading | null
  busy: boolean
  /** Monotonic: when it was last asked, when it last told something new, and until when it is left alone. */
  askedAt: number
  toldAt: number
  restUntil: number
  sweptAt: number
  /** Where the next sweep goes on; null: at its beginning. */
  sweepFrom: Instant | null
  /** When the oldest of those happened that are read again for nothing; null: there are not so many. */
  overlapFrom: Instant | null
  /** Asked for out of turn, at that time. */
  hurryAt: number | null
  /** It has been read to its end since the feed began, or since the site came back. */
  caughtUp: boolean
  /** It has answered since then. */
  asked: boolean
}

export interface LanePage {
  passages: Passage[]
  /** Where the lane's mark stood before: what happened earlier and is heard only now came late. */
  markBefore: Instant
  /** What the site says there is in the whole window; null where it does not say, or where this was not the first page. */
  total: number | null
  /** The lane had been read to its end before: most of what the page holds is known. */
  again: boolean
  /** Moves the lane on behind this page. Called when its passages are told, and not before: a cursor that is written in between must not speak for them. */
  settle(): void
}

/**
 * Opens the next window of a lane, from its mark to a little after now. It begins before the mark by what may still come late, farther where that costs no further page (a site that
 * tells late, a door whose clock is behind), and by the longest lag where nothing is known yet of how late this site is. `sweep`: one page of the day before.
 */
export function openWindow(lane: Lane, about: { siteNow: Instant; allowanceMs: number; sweep?: boolean }): Reading {
  const { siteNow, allowanceMs, sweep = false } = about
  const edge = Math.min(lane.mark, siteNow)
  const cheap = Math.max(lane.overlapFrom ?? 0, edge - WRONG_CLOCK_MS)
  const back = sweep
    ? Math.max(lane.sweepFrom ?? 0, edge - SWEEP_MS)
    : lane.caughtUp
      ? Math.min(cheap, edge - allowanceMs)
      : edge - Math.max(allowanceMs, LONGEST_LAG_MS)
  const from = Math.max(lane.since, back)
  const last = siteNow + WRONG_CLOCK_MS
  const to = Math.min(Math.max(last, from + 1000), from + LONGEST_SPAN_MS)
  const then = to < last ? to : siteNow
  return { from, to, pageNo: 1, pageSize: PAGE_SIZE, isNew: true, then, byNumber: false, sweep, newest: [] }
}

/**
 * Reads one page and moves the lane on. The next page begins at the second of the last event, and not at a page's number: what is put in or dropped before it in the
 * meantime shifts nothing. Only a second with more than a page in it is paged by number.
 */
export async function readLane(
  gateway: Gateway,
  lane: Lane & { reading: Reading },
  about: { zone: string; now: () => Instant; siteNow: () => Instant; call: CallContext },
): Promise<LanePage> {
  const { reading } = lane
  const { zone } = about
  const body = {
    eventType: lane.type,
    doorIndexCodes: lane.doors,
    startTime: isoWithOffset(reading.from, zone),
    endTime: isoWithOffset(reading.to, zone),
    pageNo: reading.pageNo,
    pageSize: reading.pageSize,
    sortField: 'SwipeTime',
    orderType: 0,
  }
  let data: unknown
  try {
    data = await gateway.post('acs/v1/door/events', body, about.call)
  } catch (error) {
    const tooLong = error instanceof SiteError && error.failure.cause === 'page-too-long'
    if (!tooLong || reading.pageSize < 10) throw error
    Object.assign(reading, { pageSize: Math.floor(reading.pageSize / 2), pageNo: 1 })
    return { passages: [], markBefore: lane.mark, total: null, again: lane.caughtUp, settle() {} }
  }
  const { items, total } = readPage(data)
  const passages = items.flatMap(item => readListed(item, { zone, heardAt: about.now() }) ?? [])
  const isFirst = reading.isNew
  reading.isNew = false
  const isLast = items.length < reading.pageSize
  return {
    passages: inOrder(passages),
    markBefore: lane.mark,
    total: isFirst ? total : null,
    again: lane.caughtUp,
    settle() {
      const times = timesOf(passages)
      if (reading.sweep) return endSweep(lane, isLast, times)
      reading.newest = [...reading.newest, ...times].sort((a, b) => a - b).slice(-OVERLAP)
      if (isLast) end(lane, about.siteNow())
      else turn(reading, times)
    },
  }
}

const inOrder = (passages: readonly Passage[]) => [...passages].sort((a, b) => a.at - b.at)

/** One whose time could not be read says nothing of the order. */
const timesOf = (passages: readonly Passage[]) => passages.flatMap(({ at, heardAt }) => (at === heardAt ? [] : [at]))

function turn(reading: Reading, times: readonly Instant[]): void {
  reading.byNumber ||= times.some((at, i) => at < (times[i - 1] ?? 0))
  const second = Math.floor((times.at(-1) ?? 0) / 1000) * 1000
  // By another order than that of the times, or nothing but one second: by number, in a window that stays as it is.
  if (reading.byNumber || second <= reading.from || second >= reading.to) reading.pageNo++
  else Object.assign(reading, { from: second, pageNo: 1 })
}

function end(lane: Lane & { reading: Reading }, siteNow: Instant): void {
  const { then, newest } = lane.reading
  lane.overlapFrom = newest.length < OVERLAP ? null : (newest[0] ?? null)
  // A clock that was set in the meantime must not carry the mark into a future that then is never asked about.
  lane.mark = Math.max(lane.mark, Math.min(then, siteNow))
  ;(lane as Lane).reading = null
}

/** The next sweep goes on behind this one's page, and at the beginning where that was the last. */
function endSweep(lane: Lane & { reading: Reading }, isLast: boolean, times: readonly Instant[]): void {
  const second = Math.floor((times.at(-1) ?? 0) / 1000) * 1000
  // Nothing but one second on the page: whatever else is in it was read page by page when it happened.
  lane.sweepFrom = isLast || times.length === 0 ? null : second > lane.reading.from ? second : second + 1000
  ;(lane as Lane).reading = null
}

/** The mark of a lane as a cursor keeps it: in the middle of a window, what has been read of it. */
export function markNow({ mark, reading }: Lane): Instant {
  return reading && !reading.sweep && !reading.byNumber ? Math.max(mark, Math.min(reading.from, reading.then)) : mark
}
