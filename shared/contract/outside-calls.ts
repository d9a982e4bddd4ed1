import { z } from 'zod'
import { DeliveryView, WebhookUrl } from '../model/webhook.ts'
import { call, nothing, text } from './call.ts'
import { SecretView } from './secret-view.ts'

/** Where the ends of batches are told; of the secret only whether there is one and how it is kept. */
export const WebhookView = SecretView.extend({ on: z.boolean(), url: z.string().nullable() })
export type WebhookView = z.infer<typeof WebhookView>
/** Left out: what is known already is used. */
const WebhookSecret = z.string().min(16).max(256).optional()

/** `elsewhere`: another process owns the profile, and it listens. */
export const MetricsView = z.object({
  on: z.boolean(),
  port: z.number().int(),
  /** A token was made; nobody can read it back. */
  hasToken: z.boolean(),
  state: z.enum(['off', 'listening', 'port-taken', 'elsewhere']),
})
export type MetricsView = z.infer<typeof MetricsView>

/** The calls about what the outside is told. */
export const outsideCalls = {
  'webhook.get': call(nothing, WebhookView),
  /** Switching it off gives up what still waits to be told. */
  'webhook.save': call(z.object({ on: z.boolean(), url: WebhookUrl.nullable(), secret: WebhookSecret }), WebhookView),
  /** Sends one test at once, once, and answers what came of it; nothing but its line in the log is kept. */
  'webhook.test': call(z.object({ url: WebhookUrl.optional(), secret: WebhookSecret }), DeliveryView),
  /** The newest first. */
  'webhook.deliveries': call(z.object({ limit: z.number().int().min(1).max(200).default(50) }), z.array(DeliveryView)),
  /** Tells it once more, under the id it had. */
  'webhook.redeliver': call(z.object({ id: text(64) }), DeliveryView),

  'metrics.get': call(nothing, MetricsView),
  /** `token` is told here and never again: when it is switched on, and when a new one is asked for (`newToken`), which ends the old one. */
  'metrics.save': call(
    z.object({ on: z.boolean(), port: z.number().int().min(1).max(65_535), newToken: z.boolean().default(false) }),
    MetricsView.extend({ token: z.string().nullable() }),
  ),
  /** What the endpoint answers, for whoever may open the profile. */
  'metrics.read': call(
    nothing,
    z.object({
      text: z.string(),
      samples: z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string()), value: z.number() })),
    }),
  ),
} as const
