import type { Clock } from '../../base/clock.ts'
import { member, textOf } from '../fields.ts'
import { type CallContext, SiteError } from '../port.ts'
import { type Facts, readDevice, readFacts } from './capabilities.ts'
import { type DeviceClock, readClock } from './clock.ts'
import type { Lane } from './lane.ts'
import type { Exchange } from './request.ts'

/** A device's clock is looked at so often, in milliseconds. */
const CLOCK_MS = 10 * 60_000

export interface Acquaintance {
  /** Asks what has to be known before anything else, once, and the device's time again after each of its absences; whoever comes back as another is asked everything anew. */
  ready(call: CallContext): Promise<Facts>
  readonly facts: Facts | null
  readonly wall: DeviceClock | null
}

/** What a device can do and what its clock shows, asked when it is first needed. `onOther`: it was replaced, or its firmware was. */
export function createAcquaintance(about: { lane: Lane; exchange: Exchange; clock: Clock; onOther(): void }): Acquaintance {
  const { lane, exchange, clock, onOther } = about
  let asking: Promise<Facts> | null = null
  let facts: Facts | null = null
  let wall: DeviceClock | null = null
  let looking: Promise<void> | null = null
  let wallReadAt = { at: Number.NEGATIVE_INFINITY, returns: -1 }
  let metAt = -1

  function meet(call: CallContext): Promise<Facts> {
    asking ??= readFacts(exchange, call).then(
      read => {
        metAt = lane.returns
        return read
      },
      error => {
        asking = null
        throw error
      },
    )
    return asking
  }

  async function meetAgain(known: Facts, call: CallContext): Promise<void> {
    if (metAt === lane.returns) return
    const { serial, model, firmware } = await readDevice(exchange, call)
    metAt = lane.returns
    if (serial === known.serial && model === known.model && firmware === known.firmware) return
    asking = null
    onOther()
    facts = await meet(call)
  }

  async function readWall(call: CallContext): Promise<void> {
    const returns = lane.returns
    const reply = await exchange.send({ method: 'GET', path: '/ISAPI/System/time', kind: 'read' }, call)
    const time = member(reply, 'Time') ?? reply
    const read = readClock(textOf(member(time, 'localTime')) ?? '', textOf(member(time, 'timeZone')) ?? '', clock.now())
    if (!read) throw new SiteError({ kind: 'timeout', cause: 'unreadable-reply', field: 'localTime' })
    wall = read
    wallReadAt = { at: clock.monotonic(), returns }
  }

  async function ready(call: CallContext): Promise<Facts> {
    if (lane.closed) throw new SiteError(lane.closed)
    // Shared by whoever asks meanwhile, so it is nobody's to cancel; whoever is cancelled goes.
    const shared = { ...call, signal: undefined }
    const met = await unlessCancelled(meet(shared), call.signal)
    facts = met
    const isOld = clock.monotonic() - wallReadAt.at > CLOCK_MS || wallReadAt.returns !== lane.returns
    if (isOld) {
      looking ??= meetAgain(met, shared)
        .then(() => readWall(shared))
        .finally(() => {
          looking = null
        })
      await unlessCancelled(looking, call.signal)
    }
    return facts
  }

  return {
    ready,
    get facts() {
      return facts
    },
    get wall() {
      return wall
    },
  }
}

/** What is waited for with others, for as long as one is not told to stop. */
function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new SiteError({ kind: 'busy', cause: 'cancelled' }))
    if (signal?.aborted) return stop()
    signal?.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop))
  })
}
