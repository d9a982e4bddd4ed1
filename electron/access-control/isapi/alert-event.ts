import type { DeviceId } from '../../../shared/model/device.ts'
import { deviceDoor } from '../../../shared/model/device.ts'
import { DoorId, PersonCode, PersonRef } from '../../../shared/model/ids.ts'
import type { Passage } from '../../../shared/model/passage.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { type Fields, isFields, member, textOf } from '../fields.ts'
import { type EventMeaning, meaningOf } from './event-codes.ts'
import { isTrue } from './wire.ts'

/** One record of a device's log, as the stream or the search told it. */
export interface DeviceEvent {
  major: number
  minor: number
  meaning: EventMeaning
  /** Null where it has none, or none that can be. It may be larger than an INT32. */
  serialNo: number | null
  /** The number of the record before it, as it says itself; null where it does not. */
  before: number | null
  /** The time as the device wrote it; with the serial number it tells whether two records are one. */
  written: string
  /** False: told again out of the log. A search tells nothing else. */
  current: boolean
  /** It says itself which of the two it is. */
  isMarked: boolean
  fields: Fields
}

export type AlertReading =
  | { kind: 'event'; event: DeviceEvent }
  | { kind: 'heartbeat' }
  /** Something that concerns no access controller. */
  | { kind: 'other' }
  | { kind: 'unreadable' }

/** A whole number as devices write it: `5`, `"5"`, never `""`. */
function wholeNumber(value: unknown): number | null {
  const text = textOf(value)
  if (text === null || !/^[0-9]{1,16}$/.test(text)) return null
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : null
}

/** A record by the names of either: the stream says `majorEventType`, `subEventType`, `dateTime`, the search `major`, `minor`, `time` (protocol B7). */
export function readRecord(record: unknown, written: string | null, current: boolean | null): DeviceEvent | null {
  if (!isFields(record)) return null
  const major = wholeNumber(member(record, 'majorEventType', 'major'))
  const minor = wholeNumber(member(record, 'subEventType', 'minorEventType', 'minor'))
  if (major === null || minor === null) return null
  const serialNo = wholeNumber(member(record, 'serialNo'))
  return {
    major,
    minor,
    meaning: meaningOf(major, minor),
    serialNo: serialNo === 0 ? null : serialNo,
    before: wholeNumber(member(record, 'frontSerialNo')),
    written: written ?? textOf(member(record, 'time', 'dateTime')) ?? '',
    // Firmware that does not say whether it tells the log again may or may not do so.
    current: current ?? true,
    isMarked: current !== null,
    fields: record,
  }
}

/** One part of the alertStream, from JSON or XML. A camera's `videoloss` that is over is the heartbeat, and never an alarm. */
export function readAlert(fields: Fields | null): AlertReading {
  if (!fields) return { kind: 'unreadable' }
  const wrapped = member(fields, 'EventNotificationAlert')
  const alert = isFields(wrapped) ? wrapped : fields
  const type = (textOf(member(alert, 'eventType')) ?? '').toLowerCase()
  if (type === 'videoloss' || type === 'heartbeat') return { kind: 'heartbeat' }
  const record = member(alert, 'AccessControllerEvent')
  if (!isFields(record)) return { kind: type === '' || type === 'accesscontrollerevent' ? 'unreadable' : 'other' }
  const current = member(record, 'currentEvent') ?? member(alert, 'currentEvent')
  const event = readRecord(record, textOf(member(alert, 'dateTime')), current === undefined ? null : isTrue(current))
  return event ? { kind: 'event', event } : { kind: 'unreadable' }
}

/** Where an event was told, and what is known of the one who told it. */
export interface Teller {
  device: DeviceId
  key: string
  at: Instant
  heardAt: Instant
  doorName: (doorNo: number) => string
  /** What `Feed.picture` takes for this event, if it has one. */
  picture: string | null
}

/** A number that stands for "none" on some firmware: above 2^63, all of one kind in 64 bits (protocol B7). */
const isSentinel = (text: string) => /^[0-9]{18,20}$/.test(text) && BigInt(text) >= 2n ** 63n

/** An event as a passage; null where it is none (a door, the device's own log). */
export function passageOf(event: DeviceEvent, teller: Teller): Passage | null {
  if (event.meaning.kind !== 'passage') return null
  const { fields } = event
  const doorNo = wholeNumber(member(fields, 'doorNo'))
  const reader = textOf(member(fields, 'cardReaderNo'))
  const person = textOf(member(fields, 'employeeNoString', 'employeeNo'))
  const known = person === null || person === '0' || isSentinel(person) ? null : person
  const code = PersonCode.safeParse(known)
  const ref = PersonRef.safeParse(known)
  const door = doorNo === null ? null : DoorId.safeParse(deviceDoor(teller.device, doorNo))
  return {
    key: teller.key,
    at: teller.at,
    heardAt: teller.heardAt,
    doorId: door?.data ?? null,
    doorName: doorNo === null ? '' : teller.doorName(doorNo).slice(0, 120),
    reader: reader?.slice(0, 120) ?? '',
    code: code.data ?? null,
    ref: ref.data ?? null,
    name: (textOf(member(fields, 'name')) ?? '').slice(0, 300),
    type: `${event.major}/${event.minor}`,
    result: event.meaning.result,
    cause: event.meaning.cause,
    picture: teller.picture,
  }
}
