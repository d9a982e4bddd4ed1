import { z } from 'zod'
import type { DeviceId } from '../../../shared/model/device.ts'
import type { FeedState } from '../../../shared/model/passage.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { createEventQueue } from '../event-queue.ts'
import type { Feed, FeedEvent } from '../feed.ts'
import { type CallContext, SiteError } from '../port.ts'
import { findPicture } from './catch-up.ts'
import { type FeedDevice, type FeedNote, runDeviceFeed } from './device-feed.ts'
import { stateOfAll } from './feed-state.ts'
import { createPictureShelf, readPictureId } from './picture-shelf.ts'
import { markAt, readMark } from './watermark.ts'

/** Events told and not yet read, after which the devices are read no further. */
const MOST_UNREAD = 256

/** The cursor of all devices: each one's own, by its id. One that is not there begins now; one that is gone keeps its place. */
const Cursors = z.record(z.string(), z.string())

function readCursors(text: string | null): Record<string, string> {
  if (text === null) return {}
  try {
    return Cursors.safeParse(JSON.parse(text)).data ?? {}
  } catch {
    return {}
  }
}

export interface IsapiFeedOptions {
  devices: readonly FeedDevice[]
  clock: Clock
  random: Random
  onNote?: (device: DeviceId, note: FeedNote) => void
  /** How each device's own feed stands. */
  onState?: (device: DeviceId, state: FeedState) => void
}

/** `cursorAt`: a cursor that stands at an instant; everything since then that the devices' logs still have is told again. */
export type IsapiFeed = Feed & { cursorAt(at: Instant): string }

/** The passages of many devices as one: side by side, each at its own pace, with one cursor and one state. */
export function createIsapiFeed(options: IsapiFeedOptions): IsapiFeed {
  const { devices, clock, random, onNote = () => {}, onState = () => {} } = options
  const pictures = createPictureShelf()
  /** How far each device was told last: its log keeps its epoch, and its events their keys, when it is read again. */
  const known = new Map<DeviceId, string>()

  async function* passages(after: string | null, signal: AbortSignal): AsyncGenerator<FeedEvent> {
    const cursors = readCursors(after)
    for (const { id } of devices) if (cursors[id] !== undefined) known.set(id, cursors[id])
    const states = new Map<DeviceId, FeedState>()
    const queue = createEventQueue<FeedEvent>(MOST_UNREAD)
    let shown = ''
    const show = () => {
      const state = stateOfAll([...states.values()])
      const text = JSON.stringify(state)
      if (text !== shown) queue.push({ type: 'state', state })
      shown = text
    }
    const reading = new AbortController()
    const stop = () => {
      reading.abort(signal.reason)
      queue.close()
    }
    if (signal.aborted) return
    signal.addEventListener('abort', stop, { once: true })
    for (const { id } of devices) states.set(id, { state: 'starting' })
    show()
    const running = devices.map(device =>
      runDeviceFeed(
        {
          device,
          clock,
          random,
          pictures,
          ready: () => queue.ready(),
          note: note => onNote(device.id, note),
          emit(event) {
            if (event.type === 'state') {
              states.set(device.id, event.state)
              onState(device.id, event.state)
              show()
              return
            }
            cursors[device.id] = event.cursor
            known.set(device.id, event.cursor)
            // The queue keeps the order: whoever reads this has been told everything that the other devices' cursors stand for.
            queue.push({ ...event, cursor: JSON.stringify(cursors) })
          },
        },
        cursors[device.id] ?? null,
        reading.signal,
      ),
    )
    try {
      for await (const event of queue) {
        if (signal.aborted) return
        yield event
      }
    } finally {
      signal.removeEventListener('abort', stop)
      stop()
      await Promise.all(running)
    }
  }

  async function picture(id: string, call: CallContext): Promise<Uint8Array> {
    const where = readPictureId(id)
    const device = devices.find(one => one.id === where?.device)
    const shelved = pictures.get(id)
    if (shelved) return shelved
    if (!where || !device) throw new SiteError({ kind: 'not-found', cause: 'not-found' })
    const signal = call.signal ?? new AbortController().signal
    const path = where.kind === 'url' ? where.path : await findPicture(device.exchange, random.hex(16), where, signal)
    if (path === null) throw new SiteError({ kind: 'not-found', cause: 'not-found' })
    return device.exchange.bytes(path, signal)
  }

  const cursorAt = (at: Instant) =>
    JSON.stringify(Object.fromEntries(devices.map(({ id }) => [id, JSON.stringify(markAt(readMark(known.get(id) ?? null), at))])))

  return { passages, picture, cursorAt }
}
