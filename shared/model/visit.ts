import { z } from 'zod'
import { ActView } from './act.ts'
import { Failure } from './failure.ts'
import { BatchId, DoorId, GuestId, LevelId, PersonCode, VisitId } from './ids.ts'
import { Presence } from './passage.ts'
import { Instant } from './time.ts'

/**
 * Where a visit stands. `accepted`: the site has the person and the level, no door has answered yet. `applied`: the site cannot say more, so neither do we
 * ("applied, not confirmed by the door"). `delivered`: every door answered. `partly`: the doors answered, the photo was refused.
 */
export const VisitState = z.enum([
  'draft',
  'queued',
  'sending',
  'accepted',
  'applied',
  'delivered',
  'partly',
  'failed',
  'held',
  'cancelled',
  'expired',
  'revoking',
  'revoked',
  'checked-out',
])
export type VisitState = z.infer<typeof VisitState>

/** One step, or one door, of one guest. none: not asked for · waiting: on its way · done · refused · late: waits for time or a person · unconfirmed: the site cannot say. */
export const StepState = z.enum(['none', 'waiting', 'done', 'refused', 'late', 'unconfirmed'])
export type StepState = z.infer<typeof StepState>

export const DoorLamp = z.object({ id: DoorId, name: z.string(), state: StepState, cause: Failure.nullable() })
export type DoorLamp = z.infer<typeof DoorLamp>

/** A visit as a screen shows it, whole: pushes replace it by id. */
export const VisitView = z.object({
  id: VisitId,
  guestId: GuestId,
  code: PersonCode,
  family: z.string(),
  given: z.string(),
  patronymic: z.string(),
  company: z.string(),
  /** Changes when the photo does; asks for `photo.get` again. Null where there is none. */
  photo: z.string().nullable(),
  batchId: BatchId.nullable(),
  /** The row in the list it came from, as a spreadsheet counts; null for the desk. */
  row: z.number().int().nullable(),
  levelId: LevelId.nullable(),
  levelName: z.string(),
  /** The levels it is on at the site. */
  levels: z.array(z.object({ id: LevelId, name: z.string() })),
  from: Instant,
  until: Instant,
  state: VisitState,
  cause: Failure.nullable(),
  retryAt: Instant.nullable(),
  steps: z.object({ person: StepState, photo: StepState, level: StepState }),
  doors: z.array(DoorLamp),
  /** The act of the batch that was asked about, else the newest of this visit. */
  act: ActView.nullable(),
  /** What the doors say of it; null: they have said nothing. */
  presence: Presence.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type VisitView = z.infer<typeof VisitView>

/**
 * What the guests' table can be narrowed to. `inside`, `overstaying`: by what the doors say · `expected`: nobody has seen them come yet, and their window is not over ·
 * `alarms`: the window is over, and the site still lets them in.
 */
export const GuestFilter = z.enum(['all', 'inside', 'expected', 'overstaying', 'active', 'ending', 'refused', 'alarms', 'over'])
export type GuestFilter = z.infer<typeof GuestFilter>

/** States in which nothing more will happen by itself. */
export const restingStates: readonly VisitState[] = [
  'draft',
  'applied',
  'delivered',
  'partly',
  'failed',
  'cancelled',
  'expired',
  'revoked',
  'checked-out',
]
