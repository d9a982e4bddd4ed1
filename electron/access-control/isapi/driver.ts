import type { Device, DeviceId, LocalLevel } from '../../../shared/model/device.ts'
import { areKeysRefused } from '../../../shared/model/failure.ts'
import type { FeedState } from '../../../shared/model/passage.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { failureOf } from '../failure-of.ts'
import { createHttpClient } from '../http-client.ts'
import {
  type AccessControl,
  type CallContext,
  type CallHeard,
  type DeviceRefusals,
  type FoundPerson,
  SiteError,
} from '../port.ts'
import { createAccess } from './access.ts'
import { admit } from './admission.ts'
import type { RefusalCount } from './auth.ts'
import { readDevice } from './capabilities.ts'
import { apply, deliver } from './delivery.ts'
import { runChecks } from './doctor.ts'
import { createIsapiFeed, type IsapiFeed } from './feed.ts'
import { createFeedExchange } from './feed-exchange.ts'
import { createLane } from './lane.ts'
import { splitName } from './names.ts'
import { createExchange } from './request.ts'
import { mustBeSomewhere, sideBySide } from './side-by-side.ts'
import { statusOf } from './status.ts'
import { createTerminal, type Terminal } from './terminal.ts'

export interface IsapiOptions {
  devices: readonly Device[]
  levels: readonly LocalLevel[]
  /** Between two writes to one device, in milliseconds. */
  spacingMs: number
  /** Those of a device that has none here are not spoken to. */
  passwords: ReadonlyMap<DeviceId, string>
  clock: Clock
  random: Random
  /** Milliseconds for a whole call. */
  deadlineMs?: number
  onCall?: CallHeard
  /** Devices that refused our password before: a new start must not go on until they lock the account. */
  refusals?: DeviceRefusals
}

/** The user, perhaps a face, and a share of the questions about thirty at a time. */
const CALLS_PER_GUEST = { least: 1.03, most: 2.07 }

/** Guests under way at once: enough that every terminal always has one to write. */
const SIDE_BY_SIDE = 8

/** The devices of a site, each behind its lane. */
export function openTerminals(options: IsapiOptions): { terminals: Terminal[]; close(): Promise<void> } {
  const { clock, random, spacingMs, deadlineMs, onCall } = options
  const opened = options.devices.map(device => {
    const { url, pin, legacyTls, user, basic } = device
    const password = options.passwords.get(device.id)
    const known = password !== undefined
    const lane = createLane({ spacingMs, clock, onStop: failure => known && options.refusals?.note(device.id, failure) })
    const refused = options.refusals?.of(device.id) ?? null
    // Nothing is wrong with it but that we do not know the password: what is for it waits.
    if (password === undefined) lane.stop({ kind: 'offline', cause: 'no-secret' })
    else if (refused) lane.stop(refused)
    const http = createHttpClient({ url, pin, legacyTls, connections: 2, clock, deadlineMs })
    const login = { user, password: password ?? '', basic }
    const refusals: RefusalCount = {
      before: options.refusals?.wasWrong(device.id) ? 1 : 0,
      changed: times => known && options.refusals?.setWrong(device.id, times > 0),
    }
    const exchange = createExchange({ login, http, lane, clock, random, deadlineMs, onCall, refusals })
    return { terminal: createTerminal({ device, lane, exchange, clock, random }), close: () => exchange.close().then(http.close) }
  })
  return {
    terminals: opened.map(({ terminal }) => terminal),
    close: async () => void (await Promise.all(opened.map(one => one.close()))),
  }
}

/** A site of devices alone behind the port (protocol B). They are the truth: nothing is kept here that they could not tell again. */
export function createIsapi(options: IsapiOptions): AccessControl & IsapiFeed {
  const { terminals, close } = openTerminals(options)
  const access = createAccess(options.levels, terminals)
  const heard = new Map<DeviceId, FeedState['state']>()
  const feed = createIsapiFeed({
    devices: terminals.map(terminal => ({
      id: terminal.device.id,
      exchange: createFeedExchange(terminal, options.clock),
      doorName: doorNo => access.nameOf(terminal, doorNo),
    })),
    clock: options.clock,
    random: options.random,
    onState: (device, { state }) => heard.set(device, state),
  })
  const isHeard = (device: DeviceId) => heard.get(device) === 'live'

  /** Every device that can be asked has said what it is, so that its doors are known. */
  async function met(call: CallContext): Promise<void> {
    await sideBySide(terminals, terminal => terminal.ready(call))
    mustBeSomewhere(terminals)
  }

  async function find(ref: string, call: CallContext): Promise<FoundPerson | null> {
    const came = await sideBySide(terminals, terminal => terminal.find(ref as FoundPerson['ref'], call))
    const found = came.flatMap(({ value }) => value ?? [])
    const [first] = found
    // A terminal that could not be asked may have the person: unknown is not absent.
    const unasked = came.find(({ failure }) => failure !== null)?.failure
    if (!first && unasked) throw new SiteError(unasked)
    if (!first) return null
    const { user, window } = first
    return {
      ref: user.ref,
      code: user.ref,
      ...splitName(user.name),
      window,
      hasPhoto: found.some(one => (one.user.faces ?? 0) > 0),
    }
  }

  return {
    kind: 'isapi',
    keeps: 'persons',
    probe: call =>
      port(async () => {
        const began = options.clock.monotonic()
        const came = await sideBySide(terminals, async terminal => {
          const device = await readDevice(terminal.exchange, call)
          return { device, latencyMs: options.clock.monotonic() - began }
        })
        const answered = came.flatMap(({ value }) => value ?? [])
        const [first] = answered
        if (!first) throw new SiteError(came[0]?.failure ?? { kind: 'offline', cause: 'unreachable' })
        const { model, firmware } = first.device
        return { product: model || 'ISAPI', version: firmware, latencyMs: Math.max(...answered.map(one => one.latencyMs)) }
      }),
    doors: call => port(() => met(call).then(access.doors)),
    accessLevels: call => port(() => met(call).then(access.levels)),
    find: (by, call) => port(() => find('code' in by ? by.code : by.ref, call)),
    admit: (card, call) => port(() => admit(terminals, access, card, call)),
    // The window goes to the doors with `apply`, which compares it with what each terminal has.
    extend: async () => {},
    // Devices have no books of visits.
    checkOut: async () => {},
    remove: (ref, call) =>
      port(async () => {
        const came = await sideBySide(terminals, terminal => terminal.remove([ref], call))
        mustBeSomewhere(terminals)
        const failure = came.find(one => one.failure !== null)?.failure
        // One that is away is asked again by and by; it must not hold up what the others could do.
        if (failure?.kind === 'offline') throw new SiteError({ kind: 'busy', cause: 'device-offline' })
        if (failure) throw new SiteError(failure)
      }),
    // Rights are written with the person, from what the standing says.
    grant: level => port(async () => new Map(void access.must(level))),
    withdraw: level => port(async () => new Map(void access.must(level))),
    apply: (standings, call) => port(() => apply(terminals, access, standings, call)),
    delivery: (standings, detail, call) => port(() => deliver(terminals, access, standings, detail, call)),
    openDoor: (door, call) =>
      port(async () => {
        const { terminal, doorNo } = access.door(door)
        const content =
          '<RemoteControlDoor version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><cmd>open</cmd></RemoteControlDoor>'
        const path = `/ISAPI/AccessControl/RemoteControl/door/${doorNo}`
        await terminal.exchange.send({ method: 'PUT', path, body: { type: 'application/xml', content }, kind: 'write' }, call)
      }),
    passages: feed.passages,
    cursorAt: feed.cursorAt,
    picture: (id, call) => port(() => feed.picture(id, call)),
    devices: call =>
      port(async () => (await sideBySide(terminals, terminal => statusOf(terminal, call))).flatMap(one => one.value ?? [])),
    doctor: call => port(() => runChecks(terminals, options.clock, isHeard, call)),
    limiter() {
      // Side by side: the busiest terminal is the measure of all.
      const most = (of: (terminal: Terminal) => number) => Math.max(0, ...terminals.map(of))
      const open = terminals.filter(({ lane }) => lane.closed === null)
      const writeMs = Math.max(1, ...open.map(({ lane }) => lane.tally.writeMs()))
      return {
        // One write after the other, each with its pause.
        rate: Math.round(10_000 / (writeMs + options.spacingMs)) / 10,
        foundOut: false,
        concurrency: SIDE_BY_SIDE,
        callsPerGuest: CALLS_PER_GUEST,
        used: most(({ lane }) => lane.tally.used()),
        waiting: most(({ lane }) => lane.waiting),
        slowed: most(({ lane }) => lane.tally.slowings()),
      }
    },
    shut() {
      const all = terminals.map(({ lane }) => lane.stopped)
      return all.every(stopped => stopped !== null) ? (all.find(stopped => stopped && areKeysRefused(stopped)) ?? null) : null
    },
    close,
  }
}

/** The port's promise: nothing but `SiteError` comes out. What else is thrown is a mistake of ours, and says nothing of its message. */
async function port<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw failureOf(error) ? error : new SiteError({ kind: 'bug' }, { cause: error })
  }
}
