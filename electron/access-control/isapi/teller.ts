import type { Passage } from '../../../shared/model/passage.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { type DeviceEvent, passageOf } from './alert-event.ts'
import type { Missed } from './catch-up.ts'
import type { DeviceFeedOptions } from './device-feed.ts'
import { type DeviceClock, instantOf, readTime } from './event-time.ts'
import { pictureIdOf } from './picture-shelf.ts'
import { advance, type createMemory, hasGap, judge, keyOf, type Mark } from './watermark.ts'

/** The most events held back while the log is read; what is beyond, the next reading finds. */
const MOST_HELD = 5000
/** How long the log's word that it was not cleared holds for what lies in its past. */
const TRUST_MS = 60_000
const PAST_MS = 120_000
/** A gap in the numbers that the log does not fill is the device's way of counting: for so long, twice as long each time, none is looked into. */
const FIRST_GAP_MS = 60_000
const LONGEST_GAP_MS = 3_600_000

/** What a memory of events told lately is kept in, over all connections of a device. */
export type Memory = ReturnType<typeof createMemory>

export type Teller = ReturnType<typeof createTeller>

/** Turns one device's events into passages, each once and with the mark moved: from the stream as they come, or held back while the log is read, and from the log. */
export function createTeller(
  options: Pick<DeviceFeedOptions, 'device' | 'clock' | 'pictures' | 'emit' | 'note'>,
  deviceClock: () => DeviceClock,
  begin: Mark,
  memory: Memory,
) {
  const { device, clock, pictures, emit, note } = options
  let mark = begin
  /** The furthest told while the log is read; the mark follows when nothing before it can be missing any more. */
  let reached = begin
  let inOrder = true
  /** Null: not even where it begins. */
  let told: Mark | null = null
  let holding = true
  let held: { event: DeviceEvent; heardAt: Instant }[] = []
  let trustedUntil = Number.NEGATIVE_INFINITY
  let gapsFrom = Number.NEGATIVE_INFINITY
  let gapMs = FIRST_GAP_MS
  let inGap = false

  function instant(event: DeviceEvent, heardAt: Instant): Instant {
    const time = readTime(event.written)
    return time ? instantOf(time, deviceClock(), heardAt, event.current) : heardAt
  }

  function passage(event: DeviceEvent, heardAt: Instant): Passage | null {
    const made = passageOf(event, {
      device: device.id,
      key: keyOf(reached, event),
      at: instant(event, heardAt),
      heardAt,
      doorName: doorNo => device.doorName(doorNo),
      picture: pictureIdOf(device.id, event),
    })
    note(made ? 'passage' : event.meaning.kind === 'log' ? 'log' : 'door')
    memory.add(event)
    pass(event, heardAt)
    return made
  }

  function pass(event: DeviceEvent, heardAt = clock.now()): void {
    reached = advance(reached, event, instant(event, heardAt))
  }

  function say(passages: Passage[], live: boolean): void {
    told = mark
    emit({ type: 'passages', passages, cursor: JSON.stringify(mark), live })
  }

  function tell(event: DeviceEvent, heardAt: Instant): void {
    const made = passage(event, heardAt)
    mark = reached
    // What is no passage moves the mark alone: it is told with the next one.
    if (made) say([made], event.current)
  }

  const verdict = (event: DeviceEvent, heardAt: Instant) => judge(mark, event, instant(event, heardAt), memory.has(event))

  return {
    mark: () => mark,

    /** An event of the stream. `look`: the log must be read, because something was missed, or before this can be told. */
    hear(event: DeviceEvent): 'told' | 'held' | 'look' {
      const heardAt = clock.now()
      const what = verdict(event, heardAt)
      const past = !event.isMarked && clock.monotonic() < trustedUntil && instant(event, heardAt) < mark.at - PAST_MS
      if (what === 'old' || (what === 'suspect' && past)) {
        note('again')
        return 'told'
      }
      if (!holding && what === 'new') {
        inGap = hasGap(mark, event) && clock.monotonic() >= gapsFrom
        if (!inGap) {
          tell(event, heardAt)
          return 'told'
        }
        // It is told at once; the mark stays where it is until what lies before it has been told too.
        reached = mark
        const made = passage(event, heardAt)
        if (made) say([made], true)
      }
      const isLook = !holding || what === 'suspect'
      holding = true
      if (held.length < MOST_HELD) held.push({ event, heardAt })
      return isLook ? 'look' : 'held'
    },

    picture(event: DeviceEvent, picture: Uint8Array): void {
      if (event.current && event.meaning.kind === 'passage') pictures.put(device.id, event, picture)
    },

    /** The log is about to be read. */
    hold(): void {
      holding = true
      reached = mark
      inOrder = true
    },

    /** A page of what was missed; answers how many records were new. `live`: the log is read all the time, and this has just happened. */
    page(missed: Missed, live: boolean): number {
      if (missed.mark.epoch !== reached.epoch) {
        memory.clear()
        note('cleared')
        reached = mark = missed.mark
      }
      const fresh = missed.events.filter(event => !memory.has(event)).sort((a, b) => (a.serialNo ?? 0) - (b.serialNo ?? 0))
      const base = reached.last
      inOrder &&= base !== null && fresh.every((event, i) => event.serialNo === base + 1 + i)
      const passages = fresh.flatMap(event => passage(event, clock.now()) ?? [])
      // Where a number is missing the log may be told newest first: the mark waits for the last page.
      if (inOrder) mark = reached
      if (passages.length > 0) say(passages, live)
      return fresh.length
    },

    /** The log has been read, and had so many records that were new: what was held back is told, unless the log told it. */
    release(fresh: number): void {
      if (inGap) {
        gapMs = fresh > 0 ? FIRST_GAP_MS : Math.min(2 * gapMs, LONGEST_GAP_MS)
        gapsFrom = fresh > 0 ? Number.NEGATIVE_INFINITY : clock.monotonic() + gapMs
        inGap = false
      }
      mark = reached
      const number = ({ event }: { event: DeviceEvent }) => event.serialNo ?? Number.MAX_SAFE_INTEGER
      const waiting = held.sort((a, b) => number(a) - number(b))
      held = []
      holding = false
      trustedUntil = clock.monotonic() + TRUST_MS
      for (const { event, heardAt } of waiting) {
        const isNew = verdict(event, heardAt) === 'new'
        if (isNew && !memory.has(event)) tell(event, heardAt)
        else if (isNew) {
          pass(event, heardAt)
          mark = reached
        } else note('again')
      }
      if (told !== mark) say([], false)
    },
  }
}
