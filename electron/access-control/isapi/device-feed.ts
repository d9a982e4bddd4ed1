import type { DeviceId } from '../../../shared/model/device.ts'
import type { FeedState, Passage } from '../../../shared/model/passage.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { SiteError } from '../port.ts'
import type { DeviceExchange } from './device-exchange.ts'
import { type LinkState, runLink, STALL_MS } from './device-link.ts'
import type { Heard } from './live-stream.ts'
import type { PictureShelf } from './picture-shelf.ts'
import { createMemory, markAt, readMark } from './watermark.ts'

/** Between two attempts: at first, and at most. */
export const FIRST_WAIT_MS = 1000
export const LONGEST_WAIT_MS = 60_000

/** What happened on the way, for the counters. `door` and `log`: told by the device, and no passages. `again`: told before. `no-search`: its log cannot be read. */
export type FeedNote = Heard | 'passage' | 'door' | 'log' | 'again' | 'cleared' | 'no-search'

export interface FeedDevice {
  id: DeviceId
  exchange: DeviceExchange
  doorName(doorNo: number): string
}

export type DeviceFeedEvent =
  | { type: 'passages'; passages: Passage[]; cursor: string; live: boolean }
  | { type: 'state'; state: FeedState }

export interface DeviceFeedOptions {
  device: FeedDevice
  clock: Clock
  random: Random
  pictures: PictureShelf
  emit(event: DeviceFeedEvent): void
  /** A promise while whoever listens has enough: nothing more is read before it resolves. */
  ready(): Promise<void> | undefined
  note(note: FeedNote): void
}

/**
 * Tells one device's passages from `after` on (null: from now), until `signal` is aborted. Never throws: a device that is away is a state and is tried again, after 1 s at first and a minute at most.
 */
export async function runDeviceFeed(options: DeviceFeedOptions, after: string | null, signal: AbortSignal): Promise<void> {
  const { clock, emit } = options
  // From now on: what happens before the device has answered for the first time is after now too.
  const state: LinkState = { mark: readMark(after) ?? markAt(null, clock.now()), memory: createMemory(), bySerial: null }
  let failures = 0
  let offlineSince: number | null = null
  emit({ type: 'state', state: { state: 'starting' } })
  while (!signal.aborted) {
    const link = new AbortController()
    const onAbort = () => link.abort(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    let liveAt: number | null = null
    const watched: DeviceFeedOptions = {
      ...options,
      emit(event) {
        if (event.type === 'state' && event.state.state === 'live') {
          liveAt ??= clock.monotonic()
          offlineSince = null
        }
        emit(event)
      },
    }
    const error: unknown = await runLink(watched, state, link.signal).catch(error => error)
    link.abort(error)
    signal.removeEventListener('abort', onAbort)
    if (signal.aborted) return
    // A device that takes the connection and drops it again is asked ever more slowly too.
    failures = liveAt !== null && clock.monotonic() - liveAt >= STALL_MS ? 1 : failures + 1
    offlineSince ??= clock.now()
    const away = { state: 'offline' as const, since: offlineSince, failure: error instanceof SiteError ? error.failure : null }
    emit({ type: 'state', state: away })
    // Refused keys are not tried again in a hurry: accounts are locked (protocol B1).
    const refused = error instanceof SiteError && error.failure.kind === 'credentials'
    const wait = refused ? LONGEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10))
    await clock.sleep(wait, signal).catch(() => {})
  }
}
