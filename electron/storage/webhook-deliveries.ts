import { z } from 'zod'
import { BatchId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'
import { DeliveryCause, DeliveryState, type DeliveryView, WebhookEvent } from '../../shared/model/webhook.ts'
import type { Database } from './database.ts'

const Row = z.object({
  delivery: z.string(),
  event: WebhookEvent,
  batch_id: BatchId.nullable(),
  body: z.string(),
  state: DeliveryState,
  attempts: z.number().int(),
  status: z.number().int().nullable(),
  cause: DeliveryCause.nullable(),
  created_at: z.number(),
  last_at: z.number().nullable(),
  due_at: z.number(),
  give_up_at: z.number(),
})

/** A delivery and what it says. */
export type StoredDelivery = DeliveryView & { body: string; giveUpAt: Instant }

/** How one try ended. */
export interface DeliveryEnd {
  state: DeliveryState
  status: number | null
  cause: DeliveryCause | null
  at: Instant
  /** When to try again; of no matter where nothing more happens. */
  dueAt: Instant
}

export type WebhookDeliveries = ReturnType<typeof createWebhookDeliveries>

/** The log keeps that many; what still waits is never dropped. */
const KEPT = 1000

function parse(row: unknown): StoredDelivery {
  const { delivery, batch_id, created_at, last_at, due_at, give_up_at, ...rest } = Row.parse(row)
  const nextAt = rest.state === 'waiting' ? due_at : null
  return { ...rest, id: delivery, batchId: batch_id, createdAt: created_at, lastAt: last_at, nextAt, giveUpAt: give_up_at }
}

/**
 * What is to be told to the webhook, and the log of it. No leases: the one owner of a profile sends, and whoever dies between a try and its row tries again under the
 * same id (at least once; the receiver knows it by the id).
 */
export function createWebhookDeliveries(db: Database) {
  const columns = Object.keys(Row.shape).join(', ')
  const insert = db.prepare(
    `INSERT INTO webhook_deliveries (delivery, event, batch_id, body, state, created_at, due_at, give_up_at)
     VALUES (@id, @event, @batchId, @body, 'waiting', @now, @now, @giveUpAt)`,
  )
  const prune = db.prepare(
    `DELETE FROM webhook_deliveries WHERE state <> 'waiting' AND id <= (SELECT max(id) FROM webhook_deliveries) - ${KEPT}`,
  )
  // Further off than any wait of ours: the clock was set back, and nobody meant to wait for it to come round again.
  const due = db.prepare(
    `SELECT ${columns} FROM webhook_deliveries WHERE state = 'waiting' AND (due_at <= @now OR due_at > @now + @longest) ORDER BY due_at LIMIT 1`,
  )
  const next = db.prepare("SELECT min(due_at) AS at FROM webhook_deliveries WHERE state = 'waiting'")
  const newest = db.prepare(`SELECT ${columns} FROM webhook_deliveries ORDER BY id DESC LIMIT ?`)
  const byId = db.prepare(`SELECT ${columns} FROM webhook_deliveries WHERE delivery = ?`)
  const settle = db.prepare(
    'UPDATE webhook_deliveries SET state = @state, status = @status, cause = @cause, attempts = attempts + 1, last_at = @at, due_at = @dueAt WHERE delivery = @id',
  )
  const again = db.prepare(
    "UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, due_at = @now, give_up_at = @giveUpAt WHERE delivery = @id",
  )
  const drop = db.prepare("UPDATE webhook_deliveries SET state = 'failed', cause = 'off', last_at = ? WHERE state = 'waiting'")
  const hurry = db.prepare("UPDATE webhook_deliveries SET due_at = ? WHERE state = 'waiting'")

  return {
    /** Call inside the transaction of what is told. */
    add(row: Pick<StoredDelivery, 'id' | 'event' | 'batchId' | 'body' | 'giveUpAt'>, now: Instant): void {
      insert.run({ ...row, now })
      prune.run()
    },
    get(id: string): StoredDelivery | null {
      const row = byId.get(id)
      return row === undefined ? null : parse(row)
    },
    /** The first that is due; `longest` is the longest wait there is, in milliseconds. */
    due(now: Instant, longest: number): StoredDelivery | null {
      const row = due.get({ now, longest })
      return row === undefined ? null : parse(row)
    },
    nextAt: (): Instant | null => (next.get() as { at: number | null }).at,
    settle: (id: string, end: DeliveryEnd): void => void settle.run({ ...end, id }),
    /** Sends it once more from the beginning, whatever became of it; false where there is none. */
    again: (id: string, now: Instant, giveUpAt: Instant): boolean => again.run({ id, now, giveUpAt }).changes === 1,
    /** Whatever waits is tried at once: the address or the secret has changed. */
    hurry: (now: Instant): void => void hurry.run(now),
    /** Nothing is sent any more: what waits is given up. */
    drop: (now: Instant): void => void drop.run(now),
    newest: (limit: number): StoredDelivery[] => newest.all(limit).map(parse),
  }
}
