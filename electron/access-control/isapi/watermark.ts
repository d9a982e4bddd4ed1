import { z } from 'zod'
import { Instant } from '../../../shared/model/time.ts'
import { textOf } from '../fields.ts'
import type { DeviceEvent } from './alert-event.ts'
import { readTime } from './event-time.ts'

/**
 * How far one device's log has been told. `last` is the highest serial number told, `written` the time as the device wrote it there: together they tell whether the log still is the one that was read.
 * Its numbers begin again when it is cleared: then `epoch` grows (protocol B7). `last: null`: nothing yet, everything from `at` on.
 */
export const Mark = z.object({
  serial: z.string().max(80),
  epoch: z.number().int().nonnegative(),
  last: z.number().int().nonnegative().nullable(),
  written: z.string().max(64),
  at: Instant,
})
export type Mark = z.infer<typeof Mark>

/** The cursor of one device, read; null where it is none of ours. */
export function readMark(text: string | null): Mark | null {
  if (text === null) return null
  try {
    return Mark.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** An event's identity (`Passage.key`): the device's serial number, the log's epoch once there was more than one, the event's serial number. Without one: its time, kind and door. */
export function keyOf(mark: Mark, event: DeviceEvent): string {
  const log = mark.epoch === 0 ? mark.serial : `${mark.serial}.${mark.epoch}`
  if (event.serialNo !== null) return `${log}:${event.serialNo}`
  const { doorNo, cardReaderNo } = event.fields
  const place = `${textOf(doorNo)?.slice(0, 4) ?? ''}-${textOf(cardReaderNo)?.slice(0, 4) ?? ''}`
  return `${log}:@${readTime(event.written)?.wallMs ?? ''}-${event.major}-${event.minor}-${place}`
}

/** The mark after `event`; the same where it lies further already. */
export function advance(mark: Mark, event: DeviceEvent, at: Instant): Mark {
  if (event.serialNo === null || (mark.last !== null && event.serialNo <= mark.last)) return mark
  return { ...mark, last: event.serialNo, written: event.written.slice(0, 64), at }
}

/** Everything from `at` on, of the log that is known or of whatever log there is. */
export const markAt = (known: Mark | null, at: Instant): Mark => ({
  serial: known?.serial ?? '',
  epoch: known?.epoch ?? 0,
  last: null,
  written: '',
  at,
})

/** The same mark for the device that has answered. Another device at the same address has another log. */
export const markFor = (serial: string, mark: Mark): Mark =>
  mark.serial === serial ? mark : { ...markAt(null, mark.at), serial }

/** Of a cleared log nothing has been told. */
export const afterClearing = (mark: Mark): Mark => ({ ...mark, epoch: mark.epoch + 1, last: 0, written: '' })

/** How many events told lately are remembered by their number. */
const MOST_REMEMBERED = 2000

/** What was told lately: the same number with another time is another log's. */
export function createMemory() {
  const written = new Map<number, string>()
  return {
    add(event: DeviceEvent) {
      if (event.serialNo === null) return
      written.delete(event.serialNo)
      written.set(event.serialNo, event.written)
      if (written.size > MOST_REMEMBERED) written.delete(written.keys().next().value as number)
    },
    has: (event: DeviceEvent) => event.serialNo !== null && written.get(event.serialNo) === event.written,
    clear: () => written.clear(),
  }
}

/** How far the clocks of a device and ours may differ within one connection. */
const SLACK_MS = 120_000

/** Something lies between what was told last and this: by the event's own word, or else by its number. */
export function hasGap(mark: Mark, event: DeviceEvent): boolean {
  if (mark.last === null || event.serialNo === null || !event.current) return false
  return (event.before ?? event.serialNo - 1) > mark.last
}

export type Judgement = 'new' | 'old' | 'suspect'

/**
 * What an event on the stream is. `old`: told before, or the log told again. `suspect`: it happens now and its number says that it has long been told, so the log may have been cleared; only the log itself can tell.
 * Before anything was told, a log told again without saying so is known by its times.
 */
export function judge(mark: Mark, event: DeviceEvent, at: Instant, remembered: boolean): Judgement {
  if (event.serialNo === null) return event.current ? 'new' : 'old'
  if (mark.last === null) return event.current && (event.isMarked || at >= mark.at - SLACK_MS) ? 'new' : 'old'
  if (event.serialNo > mark.last) return 'new'
  return event.current && !remembered ? 'suspect' : 'old'
}
