import { z } from 'zod'
import type { Failure } from '../../shared/model/failure.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Delivery } from '../access-control/port.ts'

/** A person at the desk watches the lamps; for a list two questions a second are too many. */
const SHORTEST_MS = { desk: 100, list: 200 }
const LONGEST_MS = 30_000
/** Milliseconds to the next question: half as long as has been waited already. Quick while a person looks on, and never many calls for a slow door. */
export const delayAfter = (waitedMs: number, who: 'desk' | 'list') =>
  Math.min(Math.max(SHORTEST_MS[who], waitedMs / 2), LONGEST_MS)
/** Doors that stay silent for so long will not answer by themselves. */
export const GIVE_UP_MS = 15 * 60_000
/**
 * An old failure can be shown for a while after an application (protocol A4): this many sightings running make a failure. The list of a set names persons, not doors,
 * and two doors may take turns to be late: it has to say so once more before each of them is asked.
 */
export const SIGHTINGS = { door: 2, list: 3 }
/** And even then the site is asked once more to apply, before a person is. */
export const REAPPLICATIONS = 1
/** How long a door that lacks what it was given is left alone before it is given it again, in milliseconds, by how often that was; after the last it does not keep it. */
const GIFTS_MS = [0, 1000, 4000, 8000, 15_000, 30_000, 60_000, 60_000]

/**
 * What a confirmation knows from one question to the next. `since`: the application; `heldSince`: since when all that is waited for is away, which is nobody's silence and
 * never given up; `missed`: how often a door was found without what it was given, and `rested`: it was left
 * alone since.
 */
export const ConfirmCheckpoint = z
  .object({
    since: z.number(),
    reapplied: z.number().int().default(0),
    missed: z.number().int().default(0),
    failedSeen: z.number().int().default(0),
    heldSince: z.number().nullable().default(null),
    rested: z.boolean().default(false),
  })
  .catch({ since: 0, reapplied: 0, missed: 0, failedSeen: 0, heldSince: null, rested: false })
export type ConfirmCheckpoint = z.infer<typeof ConfirmCheckpoint>

/** When to ask again and with what in mind; null: the doors have been silent for too long. */
export function askAgain(
  checkpoint: ConfirmCheckpoint,
  about: { now: Instant; who: 'desk' | 'list'; awayCause: Failure | null; failedSeen: number },
): { at: Instant; checkpoint: ConfirmCheckpoint } | null {
  const { now, who, awayCause, failedSeen } = about
  if (awayCause) {
    const heldSince = checkpoint.heldSince ?? now
    // Whatever it was given before it went, it had no time to show.
    const next = { ...checkpoint, failedSeen, heldSince, missed: 0, rested: false }
    return { at: Math.ceil(now + delayAfter(now - heldSince, who)), checkpoint: next }
  }
  // Back again: its time to answer begins now.
  const since = checkpoint.heldSince === null ? checkpoint.since : now
  if (now - since > GIVE_UP_MS) return null
  return { at: Math.ceil(now + delayAfter(now - since, who)), checkpoint: { ...checkpoint, since, failedSeen, heldSince: null } }
}

/** What becomes of a door that answers and lacks what it should hold: it is given it, after a rest; null: it does not keep it. */
export function nextGift(
  checkpoint: ConfirmCheckpoint,
  now: Instant,
): { type: 'rest'; at: Instant; checkpoint: ConfirmCheckpoint } | { type: 'give'; missed: number } | null {
  const rest = GIFTS_MS[checkpoint.missed]
  if (rest === undefined) return null
  if (rest > 0 && !checkpoint.rested)
    return { type: 'rest', at: Math.ceil(now + rest), checkpoint: { ...checkpoint, rested: true } }
  return { type: 'give', missed: checkpoint.missed + 1 }
}

/** Why nothing more can be said for now, where all that is waited for is away. */
export const awayCause = ({ state, cause }: Delivery): Failure | null => (state === 'pending' ? cause : null)

/** The only thing that is wrong at the doors is the photo: a person must bring another one, and no application helps. */
export const refusedPhoto = ({ state, doors }: Delivery): Failure | null => {
  const failed = state === 'failed' ? (doors ?? []).filter(door => door.state === 'failed') : []
  return failed.length > 0 && failed.every(door => door.cause?.kind === 'photo-refused') ? (failed[0]?.cause ?? null) : null
}
