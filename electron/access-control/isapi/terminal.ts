import type { Device } from '../../../shared/model/device.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { PersonRef } from '../../../shared/model/ids.ts'
import type { Window } from '../../../shared/model/time.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { failureOf } from '../failure-of.ts'
import { type CallContext, SiteError } from '../port.ts'
import { createAcquaintance } from './acquaintance.ts'
import type { Facts } from './capabilities.ts'
import { type DeviceClock, validOf, windowOf } from './clock.ts'
import { type Photo, putFace } from './faces.ts'
import { type Held, judgeHeld, type Wanted } from './held.ts'
import type { Lane } from './lane.ts'
import { memory } from './memory.ts'
import { isSameName } from './names.ts'
import { addUser, isAsWanted, type KeptUser, putUser, removeUsers, searchUsers, type WantedUser } from './people.ts'
import { type Exchange, familyOf } from './request.ts'

/** new: nobody has the number, as far as we know · known: whoever has it is ours · look: an earlier attempt may have been there. */
export type Manner = 'new' | 'known' | 'look'

export interface Terminal {
  readonly device: Device
  readonly lane: Lane
  readonly exchange: Exchange
  /** What it said of itself; null while it has not been asked. */
  readonly facts: Facts | null
  readonly clock: DeviceClock | null
  /** Asks what has to be known before anything else, once, and its time again after each of its absences. */
  ready(call: CallContext): Promise<Facts>
  /** Puts one person there: two calls for somebody new with a photo. */
  admit(wanted: Wanted, manner: Manner, call: CallContext): Promise<void>
  /** Compares a set with what is there, and writes what differs, and nothing else. */
  settle(wanted: readonly Wanted[], call: CallContext): Promise<void>
  /** What it holds of a set. `maxAgeMs`: how old a sighting may be; 0: it is asked. */
  look(wanted: readonly Wanted[], maxAgeMs: number, call: CallContext): Promise<Map<PersonRef, Held>>
  find(ref: PersonRef, call: CallContext): Promise<{ user: KeptUser; window: Window | null } | null>
  remove(refs: readonly PersonRef[], call: CallContext): Promise<void>
  /** Those of `refs` whom it has, by whoever put them there. */
  users(refs: readonly PersonRef[], call: CallContext): Promise<Map<PersonRef, KeptUser>>
  /** Puts a face to a user who is there. */
  giveFace(ref: PersonRef, photo: Photo, call: CallContext): Promise<void>
  /** What it refused of a person, for good. */
  troubleOf(ref: PersonRef): Failure | null
  /** Somebody brought something new: what was refused is no longer held against it. */
  forgive(ref: PersonRef): void
  /** A face was sent, and may still be modelled. */
  isModelling(ref: PersonRef): boolean
}

/** A face is modelled after its upload was answered: for so long nobody asks where it stays, in milliseconds (protocol B6). */
const MODELLING_MS = 10_000
/** One device behind its lane: what it can do, whom it holds, and what it refused. It keeps nothing that the device could not tell again, but refusals. */
export function createTerminal(options: {
  device: Device
  lane: Lane
  exchange: Exchange
  clock: Clock
  random: Random
}): Terminal {
  const { device, lane, exchange, clock, random } = options
  const troubles = memory<Failure>()
  const facesSent = memory<number>()
  const sightings = memory<{ at: number; digest: string }>()
  const onOther = () => {
    for (const one of [troubles, facesSent, sightings]) one.clear()
  }
  const about = createAcquaintance({ lane, exchange, clock, onOther })
  const { ready } = about
  const searchId = () => random.hex(8)
  const sleepFor = (call: CallContext) => (ms: number) =>
    clock.sleep(ms, call.signal).catch(() => {
      throw new SiteError({ kind: 'busy', cause: 'cancelled' })
    })

  const userOf = ({ ref, name, window, doors }: Wanted): WantedUser => {
    const { wall } = about
    if (!wall) throw new Error('a user is written before the clock was read')
    return { ref, name, doors, valid: validOf(wall, window, clock.now()) }
  }
  const digestOf = (wanted: Wanted) => JSON.stringify([wanted.name, wanted.window, wanted.doors, wanted.photo !== null])
  const windowAt = (valid: KeptUser['valid']) => (valid && about.wall ? windowOf(about.wall, valid, clock.now()) : null)
  const isStranger = (kept: KeptUser, wanted: Wanted, known: Facts) => !isSameName(kept.name, wanted.name, known.users.nameBytes)
  const search = async (refs: readonly PersonRef[], known: Facts, call: CallContext) =>
    searchUsers(exchange, known, refs, searchId, call)

  async function writeUser(wanted: Wanted, kept: KeptUser | null, known: Facts, call: CallContext): Promise<void> {
    if (kept && isStranger(kept, wanted, known)) throw new SiteError({ kind: 'conflict', cause: 'code-taken' })
    if (kept) return putUser(exchange, known, userOf(wanted), call)
    try {
      await addUser(exchange, known, userOf(wanted), call)
    } catch (error) {
      if (familyOf(error) !== 'exists') throw error
      const found = (await search([wanted.ref], known, call)).get(wanted.ref)
      if (!found) throw error
      await writeUser(wanted, found, known, call)
    }
  }

  async function writeFace({ ref, photo }: Pick<Wanted, 'ref' | 'photo'>, known: Facts, call: CallContext): Promise<void> {
    if (!photo || !known.faces) return
    await putFace(exchange, known, { ref, photo, token: random.hex(16) }, call)
    facesSent.set(ref, clock.monotonic())
  }

  /** What is wrong with it stays known here: the device itself does not tell a refusal again. */
  async function noting(ref: PersonRef, work: () => Promise<void>): Promise<void> {
    sightings.delete(ref)
    troubles.delete(ref)
    try {
      await work()
    } catch (error) {
      const failure = failureOf(error)
      if (failure && isFinal(failure)) troubles.set(ref, failure)
      throw error
    }
  }

  /** Brings one person there up to what is wanted, knowing what is there. */
  async function repair(wanted: Wanted, kept: KeptUser | null, known: Facts, call: CallContext): Promise<void> {
    const isKept = kept !== null && isAsWanted(kept, userOf(wanted), known.users.nameBytes, windowAt)
    if (!isKept) await writeUser(wanted, kept, known, call)
    if (wanted.photo && !kept?.faces) await writeFace(wanted, known, call)
  }

  const isBeingModelled = (ref: PersonRef) => clock.monotonic() - (facesSent.get(ref) ?? Number.NEGATIVE_INFINITY) < MODELLING_MS

  const heldOf = (wanted: Wanted, kept: KeptUser | null, known: Facts): Held =>
    judgeHeld(wanted, kept, {
      isAsWanted: kept !== null && wanted.doors.length > 0 && isAsWanted(kept, userOf(wanted), known.users.nameBytes, windowAt),
      takesFaces: known.faces !== null,
      isBeingModelled: isBeingModelled(wanted.ref),
      trouble: troubles.get(wanted.ref) ?? null,
    })

  return {
    device,
    lane,
    exchange,
    get facts() {
      return about.facts
    },
    get clock() {
      return about.wall
    },
    ready,
    async admit(wanted, manner, call) {
      const known = await ready(call)
      await noting(wanted.ref, async () => {
        if (manner === 'look')
          return repair(wanted, (await search([wanted.ref], known, call)).get(wanted.ref) ?? null, known, call)
        if (manner === 'known') await putUser(exchange, known, userOf(wanted), call)
        else await writeUser(wanted, null, known, call)
        await writeFace(wanted, known, call)
      })
    },
    async settle(wanted, call) {
      const known = await ready(call)
      const found = await search(
        wanted.map(({ ref }) => ref),
        known,
        call,
      )
      const leaving = wanted.filter(({ ref, doors }) => doors.length === 0 && found.has(ref)).map(({ ref }) => ref)
      if (leaving.length > 0) await removeUsers(exchange, known, leaving, sleepFor(call), call)
      for (const ref of leaving) sightings.delete(ref)
      for (const one of wanted) {
        const kept = found.get(one.ref) ?? null
        const held = heldOf(one, kept, known)
        if (held.state === 'done') sightings.set(one.ref, { at: clock.monotonic(), digest: digestOf(one) })
        const isPhoto = held.cause?.kind === 'photo-refused'
        if (one.doors.length === 0 || (held.state !== 'missed' && held.state !== 'failed') || isPhoto) continue
        await noting(one.ref, () => repair(one, kept, known, call)).catch(error => {
          // What is final is told by `look`; a device that is gone ends the rest too.
          if (lane.closed || !failureOf(error)) throw error
        })
      }
    },
    async look(wanted, maxAgeMs, call) {
      const known = await ready(call)
      const now = clock.monotonic()
      const isSeen = (one: Wanted) => {
        const seen = sightings.get(one.ref)
        return maxAgeMs > 0 && seen !== undefined && now - seen.at < maxAgeMs && seen.digest === digestOf(one)
      }
      const asked = wanted.filter(one => !isSeen(one))
      const found =
        asked.length > 0
          ? await search(
              asked.map(({ ref }) => ref),
              known,
              call,
            )
          : new Map<PersonRef, KeptUser>()
      return new Map(
        wanted.map(one => {
          if (!asked.includes(one)) return [one.ref, { state: 'done', cause: null }]
          const held = heldOf(one, found.get(one.ref) ?? null, known)
          if (held.state === 'done') sightings.set(one.ref, { at: clock.monotonic(), digest: digestOf(one) })
          else sightings.delete(one.ref)
          return [one.ref, held]
        }),
      )
    },
    async find(ref, call) {
      const user = (await search([ref], await ready(call), call)).get(ref)
      return user ? { user, window: windowAt(user.valid) } : null
    },
    async remove(refs, call) {
      const known = await ready(call)
      for (const ref of refs) {
        sightings.delete(ref)
        troubles.delete(ref)
      }
      const there = [...(await search(refs, known, call)).keys()]
      if (there.length > 0) await removeUsers(exchange, known, there, sleepFor(call), call)
    },
    users: async (refs, call) => search(refs, await ready(call), call),
    async giveFace(ref, photo, call) {
      const known = await ready(call)
      if (!known.faces) throw new SiteError({ kind: 'unsupported', cause: 'no-face-library' })
      await noting(ref, () => writeFace({ ref, photo }, known, call))
    },
    troubleOf: ref => troubles.get(ref) ?? null,
    forgive: troubles.delete,
    isModelling: isBeingModelled,
  }
}

/** It will be no better the next time as it is: a person must act. */
const isFinal = ({ kind }: Failure) => ['photo-refused', 'invalid', 'conflict', 'full', 'unsupported'].includes(kind)
