import { createHash } from 'node:crypto'
import type { Clock, Timer } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Stamp } from './fields.ts'
import type { Backing } from './isapi/backing.ts'
import type { Quirk } from './quirks.ts'
import type { Script } from './script.ts'

/** A photo as the site keeps it: its bytes are held for the last few only (`faces.ts`). */
export interface Face {
  sha256: string
  size: number
  picUri: string
}

/** Somebody a door can let in: a person (kind 1) or a visitor (kind 2). Both draw their ids from one counter. */
export interface Holder {
  id: string
  kind: 1 | 2
  given: string
  family: string
  begin: Stamp
  end: Stamp
  face: Face | null
  /** Grows with every change the doors must hear of. */
  version: number
  levels: Set<string>
}

export interface Person extends Holder {
  kind: 1
  personCode: string
  gender: number
  orgIndexCode: string
  phoneNo: string
  email: string
  remark: string
  cards: string[]
  rooms: { residentRoomNo: string; residentFloorNo: string }
  /** False for those who were there when the site started. */
  added: boolean
}

export interface Visitor extends Holder {
  kind: 2
  details: Record<string, unknown>
  certificateNo: string
}

/** An appointment or a check-in of a visitor. `status`: 0 expected, 1 checked in, 2 checked out (the numbers' meaning is INF). */
export interface Visit {
  id: string
  visitorId: string
  status: 0 | 1 | 2
  begin: Stamp
  end: Stamp
  purposeType: number
  purpose: string
  registered: boolean
}

export interface Organisation {
  orgIndexCode: string
  orgName: string
  parentOrgIndexCode: string
}

export interface Device {
  id: string
  name: string
  ip: string
  online: boolean
}

/** What a door holds of somebody: the window and whether there is a face, as of the version that was applied. */
export interface Held {
  version: number
  beginTime: string
  endTime: string
  from: number
  until: number
  hasFace: boolean
}

export interface Door {
  id: string
  name: string
  zone: string
  deviceId: string
  /** 0 stays open, 1 closed, 3 stays closed (protocol A4 doControl). */
  mode: number
  held: Map<string, Held>
}

export interface Level {
  id: string
  name: string
  /** 1 access, 2 visitor. */
  type: 1 | 2
  doors: readonly string[]
  members: Set<string>
}

/** One passage, or an attempt at one, as door/events lists it. `at` in ms since the epoch. */
export interface Passage {
  eventId: string
  eventType: number
  at: number
  doorId: string
  personId: string | null
  personCode: string
  given: string
  family: string
  picUri: string
  /** Which way; in unless said. */
  way?: 'in' | 'out'
  /** From when on it can be queried, in ms since the epoch; a second after `at` unless said. */
  shownAt?: number
  /** Pushed without data, whoever it was. */
  bare?: boolean
}

export interface Subscription {
  eventTypes: number[]
  eventDest: string
  token: string | undefined
  passBack: 0 | 1
  /** Events that could not be delivered, kept only with passBack 1. */
  missed: Passage[]
}

/** How the last re-application to one door went for one holder. */
export interface Delivery {
  /** Writes on their way to the door. */
  queued: number
  /** The version the last write carries; null when it removes. */
  wants: number | null
  failed: { module: string; code: string; part: 'element' | 'certificate' } | null
  /** What the next readings show: true is an old failure, false the truth. */
  stale: boolean[]
}

/** When the last re-application that carried work was accepted and when its last door had it, in ms since the epoch. */
export interface ApplyTimes {
  lastAcceptedAt: number | null
  lastDoorAt: number | null
  /** Between the two, on the monotonic clock; null while doors are still at it. */
  lastMs: number | null
  applications: number
}

/** The whole embedded site. Plain data: the rooms' functions take it as their first or last argument. */
export interface World {
  seed: number
  clock: Clock
  random: Random
  script: Script
  on(quirk: Quirk): boolean
  /** A repeatable number in [0, 1) for this seed and these words, whatever the order of the calls. */
  chance(...words: (string | number)[]): number
  /** A timer that dies with the site. */
  later(fn: () => void, ms: number): void
  /** The next small decimal id of a kind (`holder`, `visit`, `event`, ...). */
  nextId(kind: string): string
  stop(): void
  organisations: Map<string, Organisation>
  devices: Map<string, Device>
  doors: Map<string, Door>
  levels: Map<string, Level>
  persons: Map<string, Person>
  personIdByCode: Map<string, string>
  visitors: Map<string, Visitor>
  visits: Map<string, Visit>
  passages: Passage[]
  subscriptions: Subscription[]
  deliveries: Map<string, Map<string, Delivery>>
  pictures: Map<string, Buffer>
  /** By door; most doors have none of ours. */
  backings: Map<string, Backing>
  apply: ApplyTimes
}

const LARGE_IDS_START = 1_000_000_000

/** An empty site: no door, no person. `stop()` ends all its timers. */
export function emptyWorld(seed: number, clock: Clock, random: Random, script: Script): World {
  const timers = new Set<Timer>()
  const counters = new Map<string, number>()
  const off = new Set<Quirk>(script.quirksOff)
  let stopped = false
  return {
    seed,
    clock,
    random,
    script,
    on: quirk => !off.has(quirk),
    chance: (...words) =>
      createHash('sha256')
        .update([seed, ...words].join('\0'))
        .digest()
        .readUInt32BE(0) /
      2 ** 32,
    later(fn, ms) {
      if (stopped) return
      const timer = clock.setTimeout(() => {
        timers.delete(timer)
        fn()
      }, ms)
      timers.add(timer)
    },
    nextId(kind) {
      const id = (counters.get(kind) ?? (off.has('smallIds') ? LARGE_IDS_START : 0)) + 1
      counters.set(kind, id)
      return String(id)
    },
    stop() {
      stopped = true
      for (const timer of timers) clock.clearTimeout(timer)
      timers.clear()
    },
    organisations: new Map(),
    devices: new Map(),
    doors: new Map(),
    levels: new Map(),
    persons: new Map(),
    personIdByCode: new Map(),
    visitors: new Map(),
    visits: new Map(),
    passages: [],
    subscriptions: [],
    deliveries: new Map(),
    pictures: new Map(),
    backings: new Map(),
    apply: { lastAcceptedAt: null, lastDoorAt: null, lastMs: null, applications: 0 },
  }
}

/** The person or visitor with this id. */
export const holderOf = (world: World, id: string): Holder | undefined => world.persons.get(id) ?? world.visitors.get(id)

/** Given and family name with a space between (protocol A4 PersonInfo, REC). */
export const fullName = (who: Pick<Holder, 'given' | 'family'>) => `${who.given} ${who.family}`.trim()
