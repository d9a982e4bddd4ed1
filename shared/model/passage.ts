import { z } from 'zod'
import { Failure } from './failure.ts'
import { DoorId, GuestId, LevelId, PersonCode, PersonRef, VisitId } from './ids.ts'
import { Instant } from './time.ts'

/**
 * `unknown`: an event type nobody told us the meaning of, or (cause `person-unknown`) a door that opened for somebody whom nobody can name. It is shown, and never counts as
 * granted.
 */
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

/** A kind of event that a site can be asked for, by the site's number for it, and what it means. */
export const EventKind = z.object({ type: z.number().int().positive(), result: PassageResult, cause: DenialCause.nullable() })
export type EventKind = z.infer<typeof EventKind>

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
  /** `unpushed`: why the site does not tell by itself, although that was asked for. */
  z.object({ state: z.literal('polling'), everyMs: z.number(), since: Instant, unpushed: Failure.optional() }),
  /** `total` is null where the site does not say how many there are. */
  z.object({ state: z.literal('catching-up'), done: z.number().int(), total: z.number().int().nullable() }),
  /** `failure`: why; a site that is there but refuses to tell passages (a right that is not granted) stands here too. */
  z.object({ state: z.literal('offline'), since: Instant, failure: Failure.nullable().optional() }),
])
export type FeedState = z.infer<typeof FeedState>

/**
 * What a passage did to its visit. `checked-in`: the first entry · `checked-out`: the first exit after it · `revoked`: that exit takes the access away, by policy ·
 * `exit-without-entry`, `entry-while-inside`: somebody went through a door without being seen there.
 */
export const PassageEffect = z.enum(['checked-in', 'checked-out', 'revoked', 'exit-without-entry', 'entry-while-inside'])
export type PassageEffect = z.infer<typeof PassageEffect>

/** The one thing to do about a denied passage; `passages.step` does it, but for `retake`, which needs a camera. */
export const NextStep = z.discriminatedUnion('do', [
  /** What the site has goes to the doors once more. */
  z.object({ do: z.literal('apply'), visitId: VisitId }),
  /** `hours` from now on: a visit that is over is followed by another one of the same guest. */
  z.object({ do: z.literal('extend'), visitId: VisitId, hours: z.number() }),
  z.object({ do: z.literal('add-level'), visitId: VisitId, levelId: LevelId, levelName: z.string() }),
  z.object({ do: z.literal('retake'), visitId: VisitId }),
])
export type NextStep = z.infer<typeof NextStep>

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
  /** The visit's window, as it is now: "expired 12 min ago". */
  from: Instant.nullable(),
  until: Instant.nullable(),
  /** What it did to the visit, in the order it was done. */
  effects: z.array(PassageEffect),
  /** For a denied one; null where nothing would help. */
  nextStep: NextStep.nullable(),
})
export type PassageView = z.infer<typeof PassageView>

/** What passages say of a visit. `in` and `out` by its last entrance or exit; `seen`: only at readers of which nobody knows which way they lead. */
export const Presence = z.object({
  place: z.enum(['in', 'out', 'seen']),
  entries: z.number().int(),
  exits: z.number().int(),
  arrivedAt: Instant.nullable(),
  leftAt: Instant.nullable(),
  /** Where and when last let through. */
  doorName: z.string(),
  at: Instant,
})
export type Presence = z.infer<typeof Presence>
