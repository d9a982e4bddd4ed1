import type { Clock } from '../../base/clock.ts'
import { SiteError } from '../port.ts'
import { type DeviceEvent, readAlert } from './alert-event.ts'
import type { DeviceExchange } from './device-exchange.ts'
import { readEventText } from './event-text.ts'
import { createMultipartParser, type Part, type StreamTrouble } from './multipart-stream.ts'
import { boundaryOf } from './part-headers.ts'

const PATH = '/ISAPI/Event/notification/alertStream'

/** What was heard that is no event, for the counters. */
export type Heard = 'heartbeat' | 'other' | 'unreadable' | StreamTrouble

export interface LiveStream {
  /** Milliseconds since the last byte. */
  quietMs(): number
  /** The silence so far has been looked into: it is counted from now. */
  touch(): void
  /** Heartbeats have come on this connection: their absence means something. */
  beats(): boolean
  /** Resolves when the connection has ended, with what ended it. Never rejects. */
  ended: Promise<SiteError>
}

export interface StreamEars {
  /** At once, in the order they came. */
  onEvent(event: DeviceEvent): void
  /** A picture belongs to the event before it. */
  onPicture(event: DeviceEvent, picture: Uint8Array): void
  onHeard(heard: Heard): void
  /** Resolves when more may come: whoever listens sets the pace. */
  ready(): Promise<void> | undefined
}

/**
 * Opens a device's alertStream and reads it until it ends or `signal` is aborted.
 * @throws SiteError where it cannot be opened
 */
export async function openLiveStream(
  exchange: DeviceExchange,
  ears: StreamEars,
  clock: Clock,
  signal: AbortSignal,
): Promise<LiveStream> {
  const { stream, boundary } = await open(exchange, signal)
  let heardAt = clock.monotonic()
  let waiting = false
  let beats = false
  let last: DeviceEvent | null = null

  function onPart({ headers, body }: Part): void {
    const type = headers.get('content-type') ?? ''
    if (/^image\//i.test(type) || (body[0] === 0xff && body[1] === 0xd8)) {
      if (last) ears.onPicture(last, body)
      return
    }
    if (body.length === 0) return
    const reading = readAlert(readEventText(body))
    if (reading.kind === 'event') {
      last = reading.event
      ears.onEvent(reading.event)
      return
    }
    if (reading.kind === 'heartbeat') beats = true
    ears.onHeard(reading.kind)
  }

  async function read(): Promise<SiteError> {
    const parser = createMultipartParser({ boundary, onPart, onTrouble: ears.onHeard })
    try {
      for await (const chunk of stream.chunks) {
        // What came before a connection was given up is read from the log, like all that it would have told.
        if (signal.aborted) break
        heardAt = clock.monotonic()
        parser.push(chunk)
        const ready = ears.ready()
        if (!ready) continue
        waiting = true
        await ready
        waiting = false
        heardAt = clock.monotonic()
      }
      if (!signal.aborted) parser.end()
    } catch (error) {
      if (!signal.aborted) parser.end()
      if (error instanceof SiteError) return error
      return new SiteError({ kind: 'offline', cause: 'connection-lost' }, { cause: error })
    }
    return new SiteError({ kind: 'offline', cause: 'connection-closed' })
  }

  return {
    quietMs: () => (waiting ? 0 : clock.monotonic() - heardAt),
    touch: () => {
      heardAt = clock.monotonic()
    },
    beats: () => beats,
    ended: read(),
  }
}

async function open(exchange: DeviceExchange, signal: AbortSignal) {
  const stream = await exchange.stream(PATH, signal)
  const boundary = boundaryOf(stream.contentType)
  if (boundary === null) throw new SiteError({ kind: 'unsupported', cause: 'not-supported' })
  return { stream, boundary }
}

/** Opens the stream and leaves it. @throws SiteError as `openLiveStream` does */
export async function tryStream(exchange: DeviceExchange, signal?: AbortSignal): Promise<void> {
  const leaving = new AbortController()
  try {
    await open(exchange, signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal)
  } finally {
    leaving.abort(new Error('seen'))
  }
}
