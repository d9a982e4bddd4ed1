import { z } from 'zod'
import { Failure } from './failure.ts'
import { DoorId } from './ids.ts'
import { Instant } from './time.ts'

/** The hour of the night at which it is done unless somebody says another, in the desk's zone. */
export const REPAIR_HOUR = 3

/** night: it was the hour · hand: somebody asked · change: devices or their levels were changed. */
export const RepairWhy = z.enum(['night', 'hand', 'change'])
export type RepairWhy = z.infer<typeof RepairWhy>

/** A door that was found without what it should hold. */
export const LackingDoor = z.object({ id: DoorId, name: z.string() })
export type LackingDoor = z.infer<typeof LackingDoor>

/**
 * What can be seen of it. devices: each of them tells what it holds · faces: a server tells of persons what it believes, and of faces the terminals themselves · server: what it
 * believes and no more, so everything is applied once more.
 */
export const RepairSight = z.enum(['devices', 'faces', 'server'])
export type RepairSight = z.infer<typeof RepairSight>

/** One look at everybody with access now or later, and what became of those who lacked something. */
export const RepairView = z.object({
  id: z.number().int(),
  why: RepairWhy,
  /** Null while nobody has been looked at. */
  sight: RepairSight.nullable(),
  startedAt: Instant,
  /** When everybody had been looked at. */
  lookedAt: Instant.nullable(),
  /** When whoever lacked something had it again, or could not be given it. */
  endedAt: Instant.nullable(),
  /** Why it was given up. */
  failure: Failure.nullable(),
  /** Guests with access at its start, and those looked at so far. */
  total: z.number().int(),
  guests: z.number().int(),
  /** Guests of whom some door could not say: it was away, or the site does not tell. */
  unsaid: z.number().int(),
  /** Guests who lacked something at some door; of these, who have it again, and who could not be given it. */
  found: z.number().int(),
  mended: z.number().int(),
  failed: z.number().int(),
  /** The same by door. */
  doors: z.array(LackingDoor.extend({ lacking: z.number().int(), mended: z.number().int() })),
})
export type RepairView = z.infer<typeof RepairView>
