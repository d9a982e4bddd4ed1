import { createHash } from 'node:crypto'
import { DoorId, PersonCode, PersonRef } from '../../../shared/model/ids.ts'
import type { Passage } from '../../../shared/model/passage.ts'
import { type Instant, instantOf } from '../../../shared/model/time.ts'
import { isFields, listOf, member, textOf } from '../fields.ts'
import { meaningOf } from './event-types.ts'

// One event as the two roads tell it (protocol A4): `door/events` knows the reader and the names, a pushed one the person's code. Neither is trusted to be whole.

/** Where the reader stands: what a time without an offset means, and when it was heard. */
export interface Hearing {
  zone: string
  heardAt: Instant
}

const word = (of: unknown, longest: number, ...names: string[]): string => (textOf(member(of, ...names)) ?? '').slice(0, longest)

/**
 * An instant out of the site's text. Spaces stray into it (`2020-05-17T 15:53:47.000+08:00`), milliseconds come and go, and an offset may be missing: then it is the
 * desk's own wall clock. Null where it is no time.
 */
export function readEventTime(text: string, zone: string): Instant | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)[T\s]+(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(text.trim())
  if (!found) return null
  const [, year, month, day, hour, minute, second, part = '', offset] = found
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  }
  const ms = Number(part.slice(0, 3).padEnd(3, '0'))
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second)
  if (Number.isNaN(asUtc) || wall.month > 12 || wall.day > 31 || wall.hour > 24) return null
  const base = offset ? asUtc - offsetMs(offset) : instantOf(wall, zone)
  return base + ms >= 0 ? base + ms : null
}

/** Nobody passes a door tomorrow: a clock farther ahead than this, in milliseconds, is wrong. */
const AHEAD_MS = 600_000

/** When it happened; as it was heard where its time cannot be read, or has not come yet. */
function happenedAt(text: string, { zone, heardAt }: Hearing): Instant {
  const at = readEventTime(text, zone)
  return at === null || at > heardAt + AHEAD_MS ? heardAt : at
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0
  const digits = offset.slice(1).replace(':', '')
  return (offset.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
}

/** An event without an id is told apart by all that it says. */
function keyOf(item: unknown, id: string): string {
  return id || `no-id ${createHash('sha256').update(JSON.stringify(item)).digest('hex').slice(0, 32)}`
}

const parsed = <T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  text: string,
): T | null => {
  const read = schema.safeParse(text)
  return read.success ? read.data : null
}

/** One item of `door/events`; null only for what is no object. A time that cannot be, is the time it was heard. */
export function readListed(item: unknown, hearing: Hearing): Passage | null {
  if (!isFields(item)) return null
  const type = word(item, 40, 'eventType')
  const time = word(item, 60, 'eventTime') || word(item, 60, 'deviceTime')
  const names = [word(item, 150, 'personFamilyName'), word(item, 150, 'personGivenName')].filter(Boolean).join(' ')
  return {
    key: keyOf(item, word(item, 120, 'eventId')),
    at: happenedAt(time, hearing),
    heardAt: hearing.heardAt,
    doorId: parsed(DoorId, word(item, 64, 'doorIndexCode')),
    doorName: word(item, 120, 'doorName'),
    reader: word(item, 120, 'readerName') || word(item, 120, 'readerIndexCode'),
    code: parsed(PersonCode, word(item, 16, 'personCode')),
    ref: parsed(PersonRef, word(item, 64, 'personId')),
    name: names || word(item, 300, 'personName'),
    type: type || 'none',
    ...meaningOf(type),
    picture: word(item, 1000, 'picUri') || null,
  }
}

/** One event of a push. `data` may be null, and any of its members absent. */
export function readPushed(item: unknown, hearing: Hearing): Passage | null {
  if (!isFields(item)) return null
  const data = member(item, 'data')
  const type = word(item, 40, 'eventType')
  return {
    key: keyOf(item, word(item, 120, 'eventId')),
    at: happenedAt(word(item, 60, 'happenTime'), hearing),
    heardAt: hearing.heardAt,
    doorId: parsed(DoorId, word(item, 64, 'srcIndex')),
    doorName: word(item, 120, 'srcName'),
    reader: '',
    code: parsed(PersonCode, word(data, 16, 'personCode')),
    ref: parsed(PersonRef, word(data, 64, 'personId')),
    name: '',
    type: type || 'none',
    ...meaningOf(type),
    picture: word(data, 1000, 'picUri') || null,
  }
}

/** The events of a pushed body, whatever stands in it. */
export function readNotification(body: unknown, hearing: Hearing): Passage[] {
  return listOf(member(member(body, 'params') ?? body, 'events')).flatMap(item => readPushed(item, hearing) ?? [])
}
