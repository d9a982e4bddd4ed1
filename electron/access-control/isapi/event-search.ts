import { SiteError } from '../port.ts'
import { type DeviceEvent, readRecord } from './alert-event.ts'
import type { DeviceExchange } from './device-exchange.ts'
import { readPage } from './wire.ts'

const PATH = '/ISAPI/AccessControl/AcsEvent?format=json'
/** The most a device gives in one page; many give 20 (protocol B7). */
const PAGE = 30
/** A search goes no further than the smallest limit seen. */
const LAST_POSITION = 150_000

export interface EventPage {
  events: DeviceEvent[]
  /** Records so far, those that cannot be read too, and how many there are in all; null where the device does not say. */
  done: number
  total: number | null
}

/** What is searched: times as the device writes its own (`deviceTime`), serial numbers where it can. */
export interface EventRange {
  startTime: string
  endTime: string
  beginSerialNo?: number
  endSerialNo?: number
}

/**
 * The device's log, page by page, in its own order. Pages may be shorter than asked for: the next begins after `numOfMatches` (protocol B5, B7). Ends with OK, NO MATCH, or a page that brings
 * nothing. `id` names the search, 1 to 64 characters.
 * @throws SiteError as `exchange.ask` does
 */
export async function* searchEvents(
  exchange: DeviceExchange,
  range: EventRange,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<EventPage> {
  for (let position = 0; position <= LAST_POSITION; ) {
    const cond = { searchID: id, searchResultPosition: position, maxResults: PAGE, major: 0, minor: 0, ...range }
    const page = readPage(await exchange.ask('POST', PATH, { AcsEventCond: cond }, signal), 'AcsEvent', 'InfoList', position)
    position += page?.matches ?? 0
    yield {
      events: page?.items.flatMap(record => readRecord(record, null, false) ?? []) ?? [],
      done: position,
      total: page?.total ?? null,
    }
    if (!page?.goesOn || page.matches === 0) return
  }
}

/** The device says that it has no such thing. */
export const isLacking = (error: unknown): boolean =>
  error instanceof SiteError && ['unsupported', 'not-found', 'invalid'].includes(error.failure.kind)

/** Whether the device searches by serial number: its capability names the condition. Unknown is no. */
export async function searchesBySerial(exchange: DeviceExchange, signal: AbortSignal): Promise<boolean> {
  try {
    const told = await exchange.ask('GET', '/ISAPI/AccessControl/AcsEvent/capabilities?format=json', null, signal)
    return JSON.stringify(told).includes('"beginSerialNo"')
  } catch (error) {
    if (isLacking(error)) return false
    throw error
  }
}
