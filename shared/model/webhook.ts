import { z } from 'zod'
import { BatchKind } from './batch.ts'
import { BatchId } from './ids.ts'
import { Instant } from './time.ts'

/** A name or address between the slashes, and no user or password before it: the address is shown on a screen. */
const SHAPE = /^https?:\/\/[^\s/?#\\@]+([/?#][^\s\\]*)?$/i
const Https = z.url({ protocol: /^https$/ })
/** As the URL standard spells hosts: `http://0x7f.1` is `127.0.0.1` by then. */
const Loopback = z.url({ protocol: /^http$/, hostname: /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/ })

/** May we tell the end of a batch there? Encrypted anywhere; in the open only to this machine. */
export function isWebhookUrl(url: string): boolean {
  return SHAPE.test(url) && (Https.safeParse(url).success || Loopback.safeParse(url).success)
}

export const WebhookUrl = z.string().trim().max(500).refine(isWebhookUrl, 'https, or http on loopback, without a user')

export const WebhookEvent = z.enum(['batch.finished', 'guest.entered', 'guest.left', 'test'])
export type WebhookEvent = z.infer<typeof WebhookEvent>

/** `waiting`: tried again by itself · `failed`: given up after a day, or a test that did not get through. */
export const DeliveryState = z.enum(['waiting', 'delivered', 'failed'])
export type DeliveryState = z.infer<typeof DeliveryState>

/** Why the last try came to nothing. `status`: an answer, but not 2xx (the number stands beside it) · `off`: switched off before it arrived. */
export const DeliveryCause = z.enum([
  'status',
  'redirect',
  'no-answer',
  'unreachable',
  'certificate',
  'no-secret',
  'bad-url',
  'off',
])
export type DeliveryCause = z.infer<typeof DeliveryCause>

/** One delivery as the log shows it. */
export const DeliveryView = z.object({
  /** The `X-Foyer-Delivery` header: the receiver knows a repetition by it. */
  id: z.string(),
  event: WebhookEvent,
  batchId: BatchId.nullable(),
  state: DeliveryState,
  attempts: z.number().int(),
  /** HTTP status of the last answer; null while there was none. */
  status: z.number().int().nullable(),
  cause: DeliveryCause.nullable(),
  createdAt: Instant,
  lastAt: Instant.nullable(),
  /** Null where nothing more will happen by itself. */
  nextAt: Instant.nullable(),
})
export type DeliveryView = z.infer<typeof DeliveryView>

/**
 * What a receiver is told when a batch ends: figures only. Not the batch's name, which is a file's and may be a person's.
 * `duration_seconds` is from queueing to the last guest; `successful` and `failed` and those that were taken back (`cancelled`) make `total`.
 */
export const BatchFinished = z.object({
  event: z.literal('batch.finished'),
  id: z.string(),
  batch: BatchId,
  kind: BatchKind,
  total: z.number().int(),
  successful: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  duration_seconds: z.number(),
  guests_per_second: z.number(),
  calls: z.number().int(),
  /** ISO 8601, UTC. */
  finished_at: z.string(),
})
export type BatchFinished = z.infer<typeof BatchFinished>

/** What a receiver is told at a guest's first entry and first exit, once each. No name: `visit` and `code` are ours, and whoever may know them has them. */
export const GuestPassed = z.object({
  event: z.enum(['guest.entered', 'guest.left']),
  id: z.string(),
  visit: z.number().int(),
  code: z.string(),
  door: z.string(),
  door_name: z.string(),
  entries: z.number().int(),
  exits: z.number().int(),
  /** ISO 8601, UTC; by the site's clock. */
  at: z.string(),
})
export type GuestPassed = z.infer<typeof GuestPassed>
