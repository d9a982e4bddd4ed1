import { z } from 'zod'
import { ActView, BatchActKind } from '../model/act.ts'
import { BatchView } from '../model/batch.ts'
import { Failure } from '../model/failure.ts'
import { GuestCard } from '../model/guest.ts'
import { ActId, BatchId, GuestId, LevelId, PersonCode, VisitId } from '../model/ids.ts'
import { PassageView } from '../model/passage.ts'
import { PhotoVerdict } from '../model/photo-verdict.ts'
import { AccessEnds, AfterVisit, Preferences, PreferencesChange } from '../model/settings.ts'
import { AccessLevel, Door, StatusView } from '../model/site.ts'
import { Instant, Window } from '../model/time.ts'
import { GuestFilter, VisitView } from '../model/visit.ts'
import { ListField, ListPreview, ListReading, ListRow } from '../model/visitor-list.ts'
import { call, nothing, text } from './call.ts'
import { connectionCalls } from './connection-calls.ts'
import { deviceCalls } from './device-calls.ts'
import { feedCalls } from './feed-calls.ts'
import { outsideCalls } from './outside-calls.ts'
import { pageCalls } from './page-calls.ts'
import { passageCalls } from './passage-calls.ts'

/** Bytes cross as base64: the one form that both carriers take. 34 M characters are 25 MB. */
const Base64 = z.string().max(34_000_000)
/** A photo that passed through `photo.prepare` and waits to be used; good for one hour. */
const PhotoToken = z.string().regex(/^[0-9a-f]{32}$/)

/** A guest as the search box shows one: the card, and what we remember of the last visit. */
export const KnownGuest = GuestCard.extend({
  id: GuestId,
  code: PersonCode,
  photo: z.string().nullable(),
  visits: z.number().int(),
  lastVisitAt: Instant.nullable(),
  lastLevelId: LevelId.nullable(),
})
export type KnownGuest = z.infer<typeof KnownGuest>

/** What happens by itself. */
export const Policies = z.object({ afterVisit: AfterVisit, accessEnds: AccessEnds })
export type Policies = z.infer<typeof Policies>

/** A person as the site told it. */
export const SitePersonView = z.object({
  ref: z.string(),
  code: z.string(),
  family: z.string(),
  given: z.string(),
  window: Window.nullable(),
  hasPhoto: z.boolean(),
})
export type SitePersonView = z.infer<typeof SitePersonView>

/** Every name a window may call, with what goes in and what comes out. The dispatcher is a table over these names. */
export const calls = {
  'session.hello': call(
    nothing,
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'browser', 'cli']),
      zone: z.string(),
      now: Instant,
      preferences: Preferences,
    }),
  ),
  'status.get': call(nothing, StatusView),
  'preferences.set': call(PreferencesChange, Preferences),

  /** One guest whole: every visit and what was done to it, and the last hundred passages; the newest first. */
  'guests.get': call(
    z.object({ guestId: GuestId }),
    z.object({ guest: KnownGuest, visits: z.array(VisitView), acts: z.array(ActView), passages: z.array(PassageView) }),
  ),
  /** What the site says of a person, by our code or its own id; as last told, and asked again through the queue when older than a minute. */
  'guests.lookUp': call(
    z.object({ code: text(16).optional(), ref: text(64).optional() }),
    z.object({ found: SitePersonView.nullable(), asOf: Instant.nullable(), asking: z.boolean() }),
  ),
  'policies.get': call(nothing, Policies),
  /** What is left out stays. */
  'policies.set': call(Policies.partial(), Policies),

  'guests.search': call(z.object({ text: text(200), limit: z.number().int().min(1).max(50).default(8) }), z.array(KnownGuest)),
  /** The only reply is "queued", in milliseconds: the guest, the visit and the job are in the table. */
  'guests.register': call(
    z.object({
      card: GuestCard,
      /** A past guest taken over: the same person, the same code. */
      guestId: GuestId.nullable().default(null),
      levelId: LevelId,
      window: Window,
      /** A new photo; null keeps the one on file, if there is one. */
      photo: PhotoToken.nullable().default(null),
    }),
    z.object({ visitId: VisitId, guestId: GuestId, code: PersonCode }),
  ),

  'visits.last': call(
    z.object({ limit: z.number().int().min(1).max(50).default(8) }),
    z.object({ visits: z.array(VisitView), today: z.number().int() }),
  ),
  /** A page of the guests' table, the newest first. */
  'visits.list': call(
    z.object({
      filter: GuestFilter.default('all'),
      text: text(200).default(''),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    z.object({ visits: z.array(VisitView), total: z.number().int() }),
  ),
  /** How many each filter would show. */
  'visits.counts': call(z.object({ text: text(200).default('') }), z.record(GuestFilter, z.number().int())),
  'visits.get': call(z.object({ visitId: VisitId }), VisitView),
  /** The last visit of each guest whose code is `text`, or whose words begin with those typed. */
  'visits.find': call(z.object({ text: text(200), limit: z.number().int().min(1).max(50).default(20) }), z.array(VisitView)),
  /** Somebody opened a lamp: asks each door of this visit, through the queue. */
  'visits.askDoors': call(z.object({ visitId: VisitId }), nothing),
  'visits.retry': call(z.object({ visitId: VisitId }), nothing),
  'visits.newPhoto': call(z.object({ visitId: VisitId, photo: PhotoToken }), nothing),
  /** Takes the access back: the undo of a registration. */
  'visits.withdraw': call(z.object({ visitId: VisitId }), nothing),

  /**
   * Does one thing to visits: to those named, and to those meant of each guest whose code is named (`app/visits-meant`). One is refused where it cannot be done; of several, those that cannot are in
   * the batch as failed, each with its cause. `undoable`: nothing is sent for ten seconds.
   */
  'acts.start': call(
    z.object({
      kind: BatchActKind,
      visitIds: z.array(VisitId).max(100_000).default([]),
      codes: z.array(text(64)).max(100_000).default([]),
      /** For assign and revoke; null revokes every level. */
      levelId: LevelId.nullable().default(null),
      /** For extend: the new end. */
      until: Instant.nullable().default(null),
      undoable: z.boolean().default(false),
      /** A batch even for one. */
      asBatch: z.boolean().default(false),
      name: text(200).default(''),
    }),
    z.object({
      batchId: BatchId.nullable(),
      actIds: z.array(ActId),
      /** Codes that name nobody. */
      problems: z.array(z.object({ code: z.string(), cause: Failure })),
    }),
  ),
  /** Takes back what has not been sent, of the acts named or of a whole batch. */
  'acts.undo': call(
    z.object({ actIds: z.array(ActId).default([]), batchId: BatchId.nullable().default(null) }),
    z.object({ undone: z.number().int() }),
  ),
  'acts.retry': call(z.object({ actId: ActId }), nothing),

  /** Any picture in; what devices accept kept, with a verdict per rule. `photo` is null when nothing usable could be made of it. */
  'photo.prepare': call(
    z.object({ bytes: Base64 }),
    z.object({ verdict: PhotoVerdict, photo: PhotoToken.nullable(), preview: z.string().nullable() }),
  ),
  /** The only call that carries a face out: a JPEG as base64, null where there is none. */
  'photo.get': call(z.object({ photo: PhotoToken }), z.object({ jpeg: z.string().nullable() })),

  'lists.read': call(z.object({ fileName: text(260), bytes: Base64, reading: ListReading.default({}) }), ListPreview),
  'lists.reread': call(z.object({ listId: z.string(), reading: ListReading }), ListPreview),
  'lists.edit': call(
    z.object({ listId: z.string(), row: z.number().int(), field: ListField, value: text(2000) }),
    z.object({ rows: z.array(ListRow), good: z.number().int(), bad: z.number().int() }),
  ),
  /** One photo for a list, matched by its file name (row number, document, code, or family and given name). */
  'lists.photo': call(
    z.object({ listId: z.string(), fileName: text(260), bytes: Base64 }),
    z.object({ row: z.number().int().nullable(), verdict: PhotoVerdict.nullable() }),
  ),
  'lists.send': call(z.object({ listId: z.string(), name: text(200) }), z.object({ batchId: BatchId, queued: z.number().int() })),
  'lists.drop': call(z.object({ listId: z.string() }), nothing),

  'batches.list': call(nothing, z.array(BatchView)),
  'batches.get': call(z.object({ batchId: BatchId }), BatchView),
  'batches.visits': call(
    z.object({
      batchId: BatchId,
      filter: z.enum(['all', 'failed', 'waiting', 'delivered']).default('all'),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    z.object({
      visits: z.array(VisitView),
      total: z.number().int(),
      counts: z.object({
        all: z.number().int(),
        failed: z.number().int(),
        waiting: z.number().int(),
        delivered: z.number().int(),
      }),
    }),
  ),
  'batches.pause': call(z.object({ batchId: BatchId }), nothing),
  'batches.resume': call(z.object({ batchId: BatchId }), nothing),
  /** Takes back what is not sent yet; what was sent stays. */
  'batches.cancel': call(z.object({ batchId: BatchId }), z.object({ cancelled: z.number().int() })),
  'batches.retryFailed': call(z.object({ batchId: BatchId }), z.object({ retried: z.number().int() })),
  /** The failed rows as they stood in the file, each with its cause: `shared/model/csv.ts` makes the file, the cause put in words by whoever asks. */
  'batches.failedRows': call(
    z.object({ batchId: BatchId }),
    z.object({
      name: z.string(),
      headers: z.array(z.string()),
      rows: z.array(z.object({ cells: z.array(z.string()), cause: Failure.nullable() })),
    }),
  ),

  'site.levels': call(nothing, z.object({ levels: z.array(AccessLevel), asOf: Instant.nullable() })),
  'site.doors': call(nothing, z.object({ doors: z.array(Door), asOf: Instant.nullable() })),

  ...connectionCalls,
  ...deviceCalls,
  ...feedCalls,
  ...outsideCalls,
  ...passageCalls,
  ...pageCalls,
} as const

export type CallName = keyof typeof calls
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>
export type CallParsed<N extends CallName> = z.output<(typeof calls)[N]['input']>
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>
