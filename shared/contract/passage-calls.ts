import { z } from 'zod'
import { DoorChain } from '../model/door-chain.ts'
import { Failure } from '../model/failure.ts'
import { ActId, DoorId, GuestId, VisitId } from '../model/ids.ts'
import { FeedState, PassageResult, PassageView, PassageWay } from '../model/passage.ts'
import { Instant } from '../model/time.ts'
import { call, nothing, text } from './call.ts'

/** The figures above the list, and the state of the feed. */
export const FeedView = z.object({
  feed: FeedState,
  inside: z.number().int(),
  /** To the half minute; null, like all that was: passages are not here from so far back. */
  insideHourAgo: z.number().int().nullable(),
  /** Visits of today whose guests have not come yet. */
  expected: z.number().int(),
  /** When the next of their windows begins; null: all have begun. */
  nextExpectedAt: Instant.nullable(),
  /** Inside although their window is over. */
  overstaying: z.number().int(),
  /** The end of the window that is over longest. */
  overstayingSince: Instant.nullable(),
  deniedToday: z.number().int(),
  /** Yesterday from midnight to this time of day. */
  deniedYesterday: z.number().int().nullable(),
})
export type FeedView = z.infer<typeof FeedView>

export const PassageFilter = z.object({
  result: PassageResult.nullable().default(null),
  way: PassageWay.nullable().default(null),
  doorId: DoorId.nullable().default(null),
  guestId: GuestId.nullable().default(null),
  /** Known guests only, or everybody. */
  guestsOnly: z.boolean().default(false),
  search: text(100).default(''),
  from: Instant.nullable().default(null),
  until: Instant.nullable().default(null),
})
export type PassageFilter = z.infer<typeof PassageFilter>

/** A quarter of an hour of the day's plot. */
export const Quarter = z.object({ at: Instant, entries: z.number().int(), exits: z.number().int(), denied: z.number().int() })
export type Quarter = z.infer<typeof Quarter>

/** A side of a door: what passing its reader means. `guessed`: from its name, nobody has said so. */
export const ReaderWay = z.object({
  doorId: DoorId,
  doorName: z.string(),
  reader: z.string(),
  way: PassageWay,
  guessed: z.boolean(),
})
export type ReaderWay = z.infer<typeof ReaderWay>

export const MusterPerson = z.object({
  guestId: GuestId,
  visitId: VisitId,
  name: z.string(),
  company: z.string(),
  host: z.string(),
  phone: z.string(),
  photo: z.string().nullable(),
  /** Where and when last seen. */
  doorName: z.string(),
  at: Instant,
  /** Only seen today at readers of which nobody knows which way they lead: perhaps gone. */
  unsure: z.boolean(),
})
export const Muster = z.object({
  asOf: Instant,
  /** When the feed last heard the site: people may have left since, unseen. Null: it is live. */
  blindSince: Instant.nullable(),
  zones: z.array(z.object({ zone: z.string(), people: z.array(MusterPerson) })),
})
export type Muster = z.infer<typeof Muster>

export type MusterPerson = z.infer<typeof MusterPerson>

/** How far the forgetting of a guest has come, and in the end what was deleted where. Nothing of it says who it was. */
export const ForgetView = z.object({
  id: z.number().int().positive(),
  /** `waiting`: nothing is done, and it can be undone · `removing`: the site is being asked · `failed`: the site did not let go, and nothing was deleted here yet. */
  state: z.enum(['waiting', 'removing', 'failed', 'done', 'undone']),
  undoUntil: Instant.nullable(),
  /** Why it failed, or what is waited for: a device that is away is waited for as long as it takes. */
  cause: Failure.nullable(),
  doneAt: Instant.nullable(),
  deleted: z.object({
    /** At the site. `absent`: it had none of ours. */
    person: z.enum(['removed', 'absent', 'not yet']),
    /** The site let the person go and could not say whether its doors have: one that is away may still know the face. */
    unconfirmed: z.boolean().default(false),
    /** Sites that are not connected now, and may still have the person: nobody here can say so any more. */
    elsewhere: z.number().int(),
    /** Rows here. */
    visits: z.number().int(),
    acts: z.number().int(),
    lookUps: z.number().int(),
    /** Messages to the webhook, sent or not. */
    deliveries: z.number().int(),
    /** Passages that no longer say whose they were: the rows stay, as counts do. */
    passages: z.number().int(),
    /** Files here. */
    photos: z.number().int(),
    pictures: z.number().int(),
    /** Copies of the database with everybody in them: from before an update of Foyer, and backups of the days before, which a new one replaces. */
    copies: z.number().int(),
  }),
})
export type ForgetView = z.infer<typeof ForgetView>

/** What is asked of the passages. */
export const passageCalls = {
  /** Newest first; `before` is the last id of the page before. */
  'passages.page': call(
    z.object({
      filter: PassageFilter.prefault({}),
      before: z.number().int().nullable().default(null),
      /** For whoever follows: what was stored after this id, oldest first; no other filter counts then. */
      after: z.number().int().nullable().default(null),
      limit: z.number().int().min(1).max(200).default(100),
    }),
    z.object({ passages: z.array(PassageView), more: z.boolean() }),
  ),
  'passages.feed': call(nothing, FeedView),
  /** Has the site told what was since `at`, where it can be asked. `since`: from when on passages are here now; null: nobody has read any. `at: null` only asks. */
  'passages.readFrom': call(
    z.object({ at: Instant.nullable() }),
    z.object({ since: Instant.nullable(), newest: z.number().int() }),
  ),
  /** The quarters of the day that holds `at`, in the desk's zone; only those in which something happened. */
  'passages.day': call(z.object({ at: Instant.nullable().default(null) }), z.array(Quarter)),
  /** Base64 of the JPEG the door took; null where there is none any more. */
  'passages.picture': call(z.object({ id: z.number().int() }), z.object({ jpeg: z.string().nullable() })),
  /** Does the next step of a denied passage. Refused where there is none, and for `retake`: a new photo is the screen's to take (`visits.newPhoto`). */
  'passages.step': call(z.object({ id: z.number().int() }), z.object({ visitId: VisitId, actIds: z.array(ActId) })),
  'readers.list': call(nothing, z.array(ReaderWay)),
  'readers.set': call(z.object({ doorId: DoorId, reader: z.string(), way: PassageWay }), z.array(ReaderWay)),
  'muster.get': call(nothing, Muster),
  /** "Can this guest open that door now?", link by link; of a guest the visit of this moment, else the newest. */
  'guests.doorChain': call(
    z.object({ guestId: GuestId.nullable().default(null), visitId: VisitId.nullable().default(null), doorId: DoorId }),
    DoorChain,
  ),
  /** The site, and after it everything here; `undoable`: ten seconds later. Where the site did not let go before, it is asked once more. */
  'guests.forget': call(z.object({ guestId: GuestId, undoable: z.boolean().default(true) }), ForgetView),
  'forgets.get': call(z.object({ id: z.number().int() }), ForgetView),
  'forgets.undo': call(z.object({ id: z.number().int() }), ForgetView),
} as const
