import { z } from 'zod'
import { DoorId, GuestId, PersonCode, PersonRef, VisitId } from './ids.ts'
import { Instant } from './time.ts'

/** `unknown`: an event type nobody told us the meaning of. It is shown, and never counts as granted. */
export const PassageResult = z.enum(['granted', 'denied', 'alarm', 'unknown'])
export type PassageResult = z.infer<typeof PassageResult>
export const PassageWay = z.enum(['in', 'out', 'unknown'])
export type PassageWay = z.infer<typeof PassageWay>

/** Why a door stayed shut, in the site's sense; the sentences are the renderer's. */
export const denialCauses = [
  'face-failed', // not the face that is enrolled, or none was found
  'liveness', // a photograph held up, most likely
  'no-level', // no right for this door
  'outside-hours', // right day, wrong hour: the level's schedule
  'expired', // the window is over, or has not begun
  'card-unknown',
  'person-unknown',
  'fingerprint-failed',
  'password-failed',
  'combination-failed',
  'anti-passback',
  'interlock',
  'too-many-tries',
  'duress',
  'other',
] as const
export const DenialCause = z.enum(denialCauses)
export type DenialCause = z.infer<typeof DenialCause>

/** One passage, or an attempt at one, as a site told it. */
export const Passage = z.object({
  /** The site's own identity of the event: the same event told twice has the same key, and no two events share one. */
  key: z.string().min(1).max(120),
  /** When, by the site; whoever orders by it knows that a site's clock may be wrong. */
  at: Instant,
  heardAt: Instant,
  doorId: DoorId.nullable(),
  doorName: z.string().max(120),
  /** The reader, where the site names one: a door may have one on each side. */
  reader: z.string().max(120),
  code: PersonCode.nullable(),
  ref: PersonRef.nullable(),
  /** As the site told it; empty where it told none. */
  name: z.string().max(300),
  /** The site's own word for the kind of event: '196893', '5/75'. */
  type: z.string().max(40),
  result: PassageResult,
  cause: DenialCause.nullable(),
  /** What `AccessControl.picture` takes; null where there is none. */
  picture: z.string().max(1000).nullable(),
})
export type Passage = z.infer<typeof Passage>

/** How the feed stands. `catching-up`: nothing is called live before what was missed has been read. */
export const FeedState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off') }),
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('live'), since: Instant }),
  z.object({ state: z.literal('polling'), everyMs: z.number(), since: Instant }),
  /** `total` is null where the site does not say how many there are. */
  z.object({ state: z.literal('catching-up'), done: z.number().int(), total: z.number().int().nullable() }),
  z.object({ state: z.literal('offline'), since: Instant }),
])
export type FeedState = z.infer<typeof FeedState>

/** A passage as the screens show it: matched to a guest and a visit where its code says so. */
export const PassageView = Passage.extend({
  id: z.number().int().positive(),
  way: PassageWay,
  guestId: GuestId.nullable(),
  visitId: VisitId.nullable(),
  /** Of the guest as we know them; the site's name otherwise. */
  guestName: z.string().max(300),
  company: z.string().max(200),
  /** The enrolled photo. */
  photo: z.string().nullable(),
  /** What it did to the visit, in the order it was done. */
  effects: z.array(z.enum(['checked-in', 'checked-out', 'revoked', 'exit-without-entry', 'entry-while-inside'])),
})
export type PassageView = z.infer<typeof PassageView>
