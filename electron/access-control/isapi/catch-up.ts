import type { Random } from '../../base/random.ts'
import type { DeviceEvent } from './alert-event.ts'
import type { DeviceExchange } from './device-exchange.ts'
import { type EventPage, type EventRange, searchEvents } from './event-search.ts'
import { type DeviceClock, deviceTime, FIRST, instantOf, LAST, readTime, writeTime, zoneOf } from './event-time.ts'
import { picturePath } from './picture-shelf.ts'
import { afterClearing, type Mark } from './watermark.ts'

const MINUTE = 60_000
/** How much earlier than the last event told is looked, and how much later than now: clocks are set. */
const MARGIN_MS = 2 * MINUTE
const AHEAD_MS = 24 * 60 * MINUTE
const LARGEST_SERIAL = 3_000_000_000

export interface LogReader {
  exchange: DeviceExchange
  random: Random
  clock: DeviceClock
  now: () => number
  /** The device finds records by their serial number: its clock may have jumped. */
  bySerial: boolean
  signal: AbortSignal
}

/** What was missed, in part: `mark` is the log it belongs to, of a later epoch than the one asked with if the log was cleared. */
export interface Missed extends EventPage {
  mark: Mark
}

const pages = (reader: LogReader, range: EventRange) => searchEvents(reader.exchange, range, reader.random.hex(16), reader.signal)

/** A time of the device's own, moved; in its own words, so that it compares it with what it wrote itself. Null where it is none. */
function moved(written: string, ms: number, zone: number): string | null {
  const time = readTime(written)
  return time && writeTime(time.wallMs + ms, time.offset ?? zone)
}

const shifted = (reader: LogReader, mark: Mark, ms: number) =>
  moved(mark.written, ms, zoneOf(reader.clock)) ?? deviceTime(mark.at + ms, reader.clock)

/** All there can be. */
const wholeLog = ({ clock }: LogReader): EventRange => ({
  startTime: writeTime(FIRST, zoneOf(clock)),
  endTime: writeTime(LAST, zoneOf(clock)),
})

const fromMark = (reader: LogReader, mark: Mark): EventRange => ({
  startTime: shifted(reader, mark, mark.last === null ? -1000 : -MARGIN_MS),
  endTime: deviceTime(reader.now() + AHEAD_MS, reader.clock),
})

/** The mark if the log still holds what was told last; the mark of a new epoch where it begins again from 1: a record with a smaller number is later than the last one told. */
async function checkLog(reader: LogReader, mark: Mark): Promise<Mark> {
  const around = { startTime: shifted(reader, mark, -MARGIN_MS), endTime: shifted(reader, mark, MARGIN_MS) }
  for await (const { events } of pages(reader, around))
    if (events.some(event => event.serialNo === mark.last && event.written === mark.written)) return mark
  const told = readTime(mark.written)?.wallMs ?? mark.at + reader.clock.aheadMs
  for await (const { events } of pages(reader, fromMark(reader, mark)))
    for (const { serialNo, written } of events)
      if (serialNo !== null && serialNo <= (mark.last ?? 0) && (readTime(written)?.wallMs ?? 0) > told) return afterClearing(mark)
  return mark
}

function rangeOf(reader: LogReader, mark: Mark): EventRange {
  if (mark.last === 0) return wholeLog(reader)
  if (mark.last === null || !reader.bySerial) return fromMark(reader, mark)
  return { ...wholeLog(reader), beginSerialNo: mark.last + 1, endSerialNo: LARGEST_SERIAL }
}

function isMissed(reader: LogReader, mark: Mark, event: DeviceEvent): boolean {
  if (mark.last !== null && event.serialNo !== null) return event.serialNo > mark.last
  const time = readTime(event.written)
  const at = time ? instantOf(time, reader.clock, reader.now(), false) : 0
  return at >= Math.floor(mark.at / 1000) * 1000
}

/**
 * What the device's log has after `mark`, page by page, as it keeps it: not always oldest first. First it is asked whether it still is the log that was read.
 * @throws SiteError as the exchange does
 */
export async function* readMissed(reader: LogReader, mark: Mark): AsyncGenerator<Missed> {
  const current = mark.last ? await checkLog(reader, mark) : mark
  for await (const page of pages(reader, rangeOf(reader, current)))
    yield { ...page, mark: current, events: page.events.filter(event => isMissed(reader, current, event)) }
}

/** The path of the picture beside a record that the stream told: only the log knows its address. Null where it knows none (any more). */
export async function findPicture(
  exchange: DeviceExchange,
  searchId: string,
  record: { serialNo: number; written: string },
  signal: AbortSignal,
): Promise<string | null> {
  const zone = zoneOf(await exchange.clock(signal))
  const [startTime, endTime] = [moved(record.written, -1000, zone), moved(record.written, 1000, zone)]
  if (startTime === null || endTime === null) return null
  for await (const { events } of searchEvents(exchange, { startTime, endTime }, searchId, signal)) {
    const found = events.find(event => event.serialNo === record.serialNo)
    if (found) return picturePath(found)
  }
  return null
}
