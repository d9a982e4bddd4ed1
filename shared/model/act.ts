import { z } from 'zod'
import { Failure } from './failure.ts'
import { ActId, BatchId, GuestId, LevelId, VisitId } from './ids.ts'
import { LackingDoor } from './repair.ts'
import { Instant } from './time.ts'

/**
 * What can be done to a visit after its registration. assign, revoke: one access level, or all of them · extend: another end · reapply: what the site has goes to the doors
 * once more · checkout: the visit ends, in the site's books too · remove: the person leaves the site · expire: the window has ended, by itself · withdraw: a registration taken back · repair: doors have lost
 * what they held.
 */
export const ActKind = z.enum(['assign', 'revoke', 'extend', 'reapply', 'checkout', 'remove', 'expire', 'withdraw', 'repair'])
export type ActKind = z.infer<typeof ActKind>

/** Kinds that a person starts on one guest or on many. */
export const BatchActKind = ActKind.exclude(['expire', 'withdraw', 'repair'])
export type BatchActKind = z.infer<typeof BatchActKind>

/** `applied`: the site has done it and cannot say more of the doors. `held`: the site is away. */
export const ActState = z.enum(['queued', 'sending', 'accepted', 'done', 'applied', 'failed', 'held', 'cancelled'])
export type ActState = z.infer<typeof ActState>

/** One thing done, or being done, to one visit. */
export const ActView = z.object({
  id: ActId,
  kind: ActKind,
  visitId: VisitId,
  guestId: GuestId,
  batchId: BatchId.nullable(),
  levelId: LevelId.nullable(),
  levelName: z.string(),
  /** The new end of an extension. */
  until: Instant.nullable(),
  state: ActState,
  cause: Failure.nullable(),
  retryAt: Instant.nullable(),
  /** Until then it can be undone: nothing has been sent. Null: no longer. */
  undoUntil: Instant.nullable(),
  /** The passage that caused it; null: a person, or the end of the window. */
  passageId: z.number().int().nullable(),
  /** Of a repair: the doors that were found lacking. */
  lacking: z.array(LackingDoor),
  createdAt: Instant,
  updatedAt: Instant,
})
export type ActView = z.infer<typeof ActView>

/** How an act counts in its batch. */
export function actShare(state: ActState): 'done' | 'failed' | 'cancelled' | 'left' {
  switch (state) {
    case 'done':
    case 'applied':
      return 'done'
    case 'failed':
    case 'cancelled':
      return state
    default:
      return 'left'
  }
}
