import type { Fields } from '../fields.ts'
import type { DeviceClock } from './event-time.ts'

/** A body that goes on arriving. */
export interface OpenStream {
  /** The reply's Content-Type. */
  contentType: string
  /** Ends, or throws, when the connection does; ends the connection when it is left. */
  chunks: AsyncIterable<Uint8Array>
}

/** What the feed asks of one device, whatever it takes to be let in. Every method throws `SiteError` and nothing else, `busy` (cancelled) when `signal` is aborted. */
export interface DeviceExchange {
  /** `System/deviceInfo`: the cheapest sign of life. `serial` is the device's own serial number. */
  info(signal: AbortSignal): Promise<{ serial: string }>
  /** `System/time`, measured now (protocol B8). */
  clock(signal: AbortSignal): Promise<DeviceClock>
  /** One call whose reply is JSON, or XML read alike. */
  ask(method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal): Promise<Fields>
  /** A GET that does not end. Resolves with its headers. */
  stream(path: string, signal: AbortSignal): Promise<OpenStream>
  /** A file of the device: a picture. @throws SiteError `not-found` */
  bytes(path: string, signal: AbortSignal): Promise<Uint8Array>
}
