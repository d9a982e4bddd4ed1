import type { DeviceId, DeviceStatus } from '../../shared/model/device.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { DoorId, LevelId, PersonCode, PersonRef } from '../../shared/model/ids.ts'
import type { AccessLevel, Check, Door } from '../../shared/model/site.ts'
import type { Window } from '../../shared/model/time.ts'
import type { Feed } from './feed.ts'
import type { RateLimiter } from './rate-limiter.ts'

/** Any trouble with a site, as the closed list of `Failure`. The message holds no name, face or key: it may be logged. */
export class SiteError extends Error {
  readonly failure: Failure
  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(
      `${failure.kind}${failure.cause ? ` (${failure.cause})` : ''}${failure.site ? `: ${failure.site.code} ${failure.site.text}` : ''}`,
      options,
    )
    this.name = 'SiteError'
    this.failure = failure
  }
}

/** What goes with every call: who is in a hurry (lower goes first), when to give up, and who pays. */
export interface CallContext {
  /** 0: a person at the desk waits. 10: a list. 20: upkeep. */
  rank: number
  signal?: AbortSignal
  /** Told once for each request that really went out, when it goes: milliseconds it waited for the limiter. */
  onCall?: (waitedMs: number) => void
  /** Told once for each of those when it has ended: milliseconds from its going out, and what went wrong, if anything. */
  onEnd?: (tookMs: number, failure: Failure | null) => void
}

/** Told of each call that went out when it has ended: the path of the site's API (no ids in it), how it ended ('ok' or the kind of failure), whether we were asked to slow down. */
export type CallHeard = (path: string, seconds: number, outcome: string, slowed: boolean) => void

/** A person as the site needs one. `photo` is read when it is sent, and not before (mission row 16). */
export interface PersonCard {
  code: PersonCode
  family: string
  given: string
  phone: string
  email: string
  /** Where persons are kept (`keeps`): of all visits together. */
  window: Window
  photo: (() => Promise<Uint8Array>) | null
  /** The site took this very photo at an earlier visit: it need not be sent again where it still is. */
  photoKept: boolean
  /** The levels the person is to be on, all visits together; none: the person is to open no door. */
  levels: readonly LevelId[]
  /** The site's id from an earlier visit: the person is updated, not added. */
  known: PersonRef | null
  /** An earlier attempt may have reached the site: look for our code before adding. */
  lookFirst: boolean
}

/** `photo`: 'none' was asked for, 'accepted' by the site, or refused for the reason given while the person stays. */
export interface Admission {
  ref: PersonRef
  /** The site's own record of this visit, where it keeps one (its visitor module); whoever ends the visit there needs it. Null: it keeps none. */
  record: string | null
  photo: 'none' | 'accepted' | { refused: Failure }
}

/**
 * What a person is to have, whole. A server keeps this by itself and needs the ref; a device is compared with it, and given what it lacks.
 */
export interface Standing {
  ref: PersonRef
  card: PersonCard
  /** Levels the person was on, and is to be off. */
  left: readonly LevelId[]
  /** Doors that told of the person before: a level that was changed or dropped since no longer names all of them. A server knows by itself. */
  at: readonly DoorId[]
}

/** Who is to have another window. `record` as `Admission` told it. */
export interface PersonWindow {
  ref: PersonRef
  record: string | null
  code: PersonCode
  family: string
  given: string
  window: Window
}

/** A person as the site told it. */
export interface FoundPerson {
  ref: PersonRef
  code: string
  family: string
  given: string
  /** Null where the site told no readable window. */
  window: Window | null
  hasPhoto: boolean
}

/** The refs a set-based call could not do, each with its reason; all others are done. */
export type SetResult = Map<PersonRef, Failure>

/**
 * `missed`: the door answers, and does not hold what it should: `apply` gives it that. `pending` with a cause: nobody can say before that has passed (a device that is
 * offline, or that refuses our password).
 */
export interface DoorAnswer {
  id: DoorId
  name: string
  state: 'pending' | 'done' | 'failed' | 'unknown' | 'missed'
  cause: Failure | null
}

/**
 * What the site says of one person's way to the doors. `unconfirmed`: it cannot say. `doors` is null where only the whole is known.
 * A 'failed' is one sighting: an old failure can be shown for a while after a re-application, so whoever asks must see it twice running. (A refused photo is final.)
 * `missed` as for a door; `pending` with a cause: all that is waited for is away.
 */
export interface Delivery {
  ref: PersonRef
  state: 'pending' | 'done' | 'failed' | 'unconfirmed' | 'missed'
  doors: DoorAnswer[] | null
  cause: Failure | null
}

/** What the limiter tells of itself. `used` is calls in the last second, `slowed` how often the site made us slow down in the last 10 minutes. */
export interface LimiterState {
  /** Calls a second, now. */
  rate: number
  /** Nobody told us the rate: it is found out from the site's answers, and moves. */
  foundOut: boolean
  concurrency: number
  /** Of these calls, what a guest costs at least and at most, the shares of the set-based ones included. */
  callsPerGuest: { least: number; most: number }
  used: number
  waiting: number
  slowed: number
}

/** What devices said of our passwords, from one run to the next. */
export interface DeviceRefusals {
  /** How a device refused it twice: it is not spoken to any more. */
  of(device: DeviceId): Failure | null
  note(device: DeviceId, failure: Failure): void
  /** Whether it was wrong once, the last time. */
  wasWrong(device: DeviceId): boolean
  setWrong(device: DeviceId, wrong: boolean): void
}

/** One site, whatever it is made of. Every method throws `SiteError` and nothing else; `passages` throws nothing. */
export interface AccessControl extends Feed {
  readonly kind: 'hikcentral' | 'isapi'
  /** What it books a window for: a person has one for all visits, or each visit has its own. */
  readonly keeps: 'persons' | 'visits'
  probe(call: CallContext): Promise<{ product: string; version: string; latencyMs: number }>
  doors(call: CallContext): Promise<Door[]>
  /** Levels with `doors: null`: see `AccessLevel`. */
  accessLevels(call: CallContext): Promise<AccessLevel[]>
  /** By our code or by the site's own id; null only when the site said that there is none. */
  find(by: { code: PersonCode } | { ref: PersonRef }, call: CallContext): Promise<FoundPerson | null>
  /** Idempotent by our code. */
  admit(card: PersonCard, call: CallContext): Promise<Admission>
  /** Idempotent; `apply` must follow. Throws `not-found` where the site no longer has the person. */
  extend(person: PersonWindow, call: CallContext): Promise<void>
  /** Ends the visit in the site's own books, where it keeps them (`Admission.record`); else does nothing. Idempotent. */
  checkOut(ref: PersonRef, record: string | null, call: CallContext): Promise<void>
  /** Idempotent. */
  remove(ref: PersonRef, call: CallContext): Promise<void>
  grant(level: LevelId, refs: readonly PersonRef[], call: CallContext): Promise<SetResult>
  withdraw(level: LevelId, refs: readonly PersonRef[], call: CallContext): Promise<SetResult>
  /** "Accepted" is not "applied": ask `delivery`. */
  apply(standings: readonly Standing[], call: CallContext): Promise<void>
  /**
   * `detail: 'set'`: one call for the set and no more. `'failed'`: after it one call for each that it lists as failed. `'each'`: one call for each ref, door by door.
   * Answers one `Delivery` per standing, in the order asked.
   */
  delivery(standings: readonly Standing[], detail: 'set' | 'failed' | 'each', call: CallContext): Promise<Delivery[]>
  /** Opens a door once, now, without anybody's pass. Left out where the site has no such call. */
  openDoor?(door: DoorId, call: CallContext): Promise<void>
  /** The devices spoken to directly, each as it answers now or last did. Left out where there are none. */
  devices?(call: CallContext): Promise<DeviceStatus[]>
  /** Every named check, in order, stopping at none: a reader wants them all. */
  doctor(call: CallContext): Promise<Check[]>
  limiter(): LimiterState
  /** Where its calls wait for their turn. Whoever opens the same host beside it, for a test, waits there too: the site counts both as one. Left out where each device has a lane of its own. */
  readonly turns?: { host: string; limiter: RateLimiter }
  /** How far the site's clock is ahead of ours, in milliseconds; null while it has told none. */
  skew?(): number | null
  /** The site refused our keys twice in a row, and this is how: nothing is sent any more until it is opened anew. Null: calls go. */
  shut(): Failure | null
  close(): Promise<void>
}
