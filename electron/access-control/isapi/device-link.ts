import { SiteError } from '../port.ts'
import { readMissed } from './catch-up.ts'
import type { DeviceFeedOptions } from './device-feed.ts'
import { isLacking, searchesBySerial } from './event-search.ts'
import { openLiveStream, type StreamEars } from './live-stream.ts'
import { createTeller, type Memory } from './teller.ts'
import { type Mark, markFor } from './watermark.ts'

/** Silence after which the device is asked whether it is still there (clients wait 40 to 90 s, protocol B7). */
export const STALL_MS = 60_000
/** How often the log of a device without a stream is read. */
export const POLL_MS = 5000
/** The longest one question to the device may take. */
export const ASK_MS = 30_000
/** How long a device's clock is taken to go as it was measured: somebody sets it, summer begins. */
const CLOCK_MS = 30 * 60_000

/** What one device keeps from one connection to the next. */
export interface LinkState {
  mark: Mark
  memory: Memory
  /** Null: not asked yet. */
  bySerial: boolean | null
}

const stalled = () => new SiteError({ kind: 'offline', cause: 'connection-lost' })

/**
 * One connection to a device, until it ends: the stream is opened first and what it tells is held back while the log is searched for what was missed, so that nothing lies between the two. A device without a stream is
 * polled. Silence is looked into: a device
 * that is there and whose log has more than its stream told has a dead stream.
 * @throws SiteError always: what ended it
 */
export async function runLink(options: DeviceFeedOptions, state: LinkState, signal: AbortSignal): Promise<never> {
  const { clock, random, emit, note, device } = options
  const { exchange } = device

  /** A question with a limit of its own: whatever the exchange does, this ends. */
  async function ask<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = new AbortController()
    const timer = clock.setTimeout(() => limit.abort(new SiteError({ kind: 'timeout', cause: 'deadline' })), ASK_MS)
    const either = AbortSignal.any([signal, limit.signal])
    const over = new Promise<never>((_, reject) => {
      either.addEventListener('abort', () => reject(either.reason), { once: true })
      if (either.aborted) reject(either.reason)
    })
    try {
      return await Promise.race([work(either), over])
    } finally {
      clock.clearTimeout(timer)
    }
  }

  const { serial } = await ask(inner => exchange.info(inner))
  let deviceClock = await ask(inner => exchange.clock(inner))
  let measuredAt = clock.monotonic()
  async function measure(): Promise<void> {
    if (clock.monotonic() - measuredAt < CLOCK_MS) return
    deviceClock = await ask(inner => exchange.clock(inner))
    measuredAt = clock.monotonic()
  }
  const mark = markFor(serial, state.mark)
  if (mark !== state.mark) state.bySerial = null
  state.mark = mark
  state.bySerial ??= await ask(inner => searchesBySerial(exchange, inner))
  const teller = createTeller(options, () => deviceClock, state.mark, state.memory)

  let wake = () => {}
  let mustLook = false
  const ears: StreamEars = {
    onEvent(event) {
      const heard = teller.hear(event)
      state.mark = teller.mark()
      if (heard !== 'look') return
      mustLook = true
      wake()
    },
    onPicture: (event, picture) => teller.picture(event, picture),
    onHeard: note,
    ready: options.ready,
  }
  // The connection outlives the question that opened it: it ends with the link.
  // Firmware that lacks one of the two, stream and search, has the other.
  const stream = await ask(() => openLiveStream(exchange, ears, clock, signal)).catch(error => {
    if (isLacking(error)) return null
    throw error
  })

  /** Reads what the log has more, then lets go what the stream told meanwhile. Answers how many records were new. */
  async function catchUp(polled: boolean): Promise<number> {
    let fresh = 0
    teller.hold()
    const reader = { exchange, random, clock: deviceClock, now: () => clock.now(), bySerial: state.bySerial === true, signal }
    const pages = readMissed(reader, teller.mark())
    try {
      for (;;) {
        const page = await ask(() => pages.next())
        if (page.done) break
        fresh += teller.page(page.value, polled)
        state.mark = teller.mark()
        const { done, total } = page.value
        if (page.value.events.length > 0 && !polled) emit({ type: 'state', state: { state: 'catching-up', done, total } })
        await options.ready()
      }
    } catch (error) {
      if (!isLacking(error)) throw error
      if (state.bySerial) {
        // It said that it could, and cannot.
        state.bySerial = false
        return fresh + (await catchUp(polled))
      }
      if (!stream) throw error
      note('no-search')
    }
    mustLook = false
    teller.release(fresh)
    state.mark = teller.mark()
    return fresh
  }

  await catchUp(false)
  if (!stream) {
    emit({ type: 'state', state: { state: 'polling', everyMs: POLL_MS, since: clock.now() } })
    for (;;) {
      await clock.sleep(POLL_MS, signal)
      await measure()
      await catchUp(true)
    }
  }
  const live = { type: 'state', state: { state: 'live', since: clock.now() } } as const
  emit(live)
  for (;;) {
    if (signal.aborted) throw signal.reason
    await measure()
    const quiet = stream.quietMs()
    if (!mustLook && quiet < STALL_MS) {
      const pause = new AbortController()
      const woken = new Promise<null>(resolve => {
        wake = () => resolve(null)
      })
      const passed = clock.sleep(STALL_MS - quiet, AbortSignal.any([signal, pause.signal])).then(
        () => null,
        () => null,
      )
      const ended = await Promise.race([stream.ended, woken, passed])
      pause.abort()
      if (ended) throw ended
      continue
    }
    if (!mustLook && stream.beats()) throw stalled()
    if (!mustLook) await ask(inner => exchange.info(inner))
    const looked = mustLook
    const fresh = await catchUp(false)
    emit(live)
    // A stream that did not tell what the log has is dead, whatever its connection says.
    if (!looked && fresh > 0) throw stalled()
    stream.touch()
  }
}
