import { actShare } from '../../shared/model/act.ts'
import type { BatchFinished, GuestPassed } from '../../shared/model/webhook.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { leaves } from '../jobs/acts/plan.ts'
import type { Tally } from '../outside/tally.ts'
import { GIVE_UP_MS } from '../outside/webhooks.ts'
import type { createActsTable } from '../storage/acts.ts'
import type { StoredBatch } from '../storage/batches.ts'
import { shareOf, type VisitStage } from '../storage/visits.ts'
import type { WebhookDeliveries } from '../storage/webhook-deliveries.ts'
import type { SettingsFile } from './settings-file.ts'

// What the tables tell the outside as they change, each inside the transaction of the change.

/** A visit has moved: access given, or not; a photo the site would not have. */
export function countVisit(tally: Tally, from: VisitStage, to: VisitStage): void {
  if (shareOf(from.state) === 'left') {
    if (to.state === 'delivered' || to.state === 'applied') tally.inc('foyer_assignments_total', { result: 'successful' })
    else if (shareOf(to.state) === 'failed') tally.inc('foyer_assignments_total', { result: 'failed' })
  }
  if (from.photo_step !== 'refused' && to.photo_step === 'refused') tally.inc('foyer_photos_refused_total')
}

type ActMoved = NonNullable<Parameters<typeof createActsTable>[2]>

/** An act has come to its end. */
export function countAct(tally: Tally, ...[kind, from, to]: Parameters<ActMoved>): void {
  const share = actShare(to)
  if (actShare(from) !== 'left' || (share !== 'done' && share !== 'failed')) return
  const result = share === 'done' ? 'successful' : 'failed'
  if (kind === 'assign') tally.inc('foyer_assignments_total', { result })
  else if (leaves.includes(kind)) tally.inc('foyer_revocations_total', { result })
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))

/** The figures of an ended batch, and nothing that says whose they are. */
export function finishedOf(batch: StoredBatch, id: string): BatchFinished {
  const finishedAt = batch.finishedAt ?? batch.createdAt
  const seconds = Math.max(0, finishedAt - batch.createdAt) / 1000
  return {
    event: 'batch.finished',
    id,
    batch: batch.id,
    kind: batch.kind,
    total: batch.total,
    successful: batch.done,
    failed: batch.failed,
    cancelled: batch.cancelled,
    duration_seconds: round(seconds, 3),
    guests_per_second: seconds > 0 ? round(batch.done / seconds, 2) : 0,
    calls: batch.calls,
    finished_at: new Date(finishedAt).toISOString(),
  }
}

/** Where a batch has ended: it is counted, and where there is a webhook, a delivery is written along with the end itself. */
export function batchEnded(
  about: { tally: Tally; deliveries: WebhookDeliveries; settings: SettingsFile; clock: Clock; random: Random },
  batch: StoredBatch,
): void {
  const id = about.random.hex(16)
  const told = finishedOf(batch, id)
  about.tally.observe('foyer_batch_duration_seconds', {}, told.duration_seconds)
  const { on, url } = about.settings.read().webhook
  if (!on || url === null) return
  const now = about.clock.now()
  const row = { id, event: told.event, batchId: batch.id, body: JSON.stringify(told), giveUpAt: now + GIVE_UP_MS }
  about.deliveries.add(row, now)
}

/** A guest's first entry or first exit: where there is a webhook, a delivery is written along with the passage. */
export function guestPassed(
  about: { deliveries: WebhookDeliveries; settings: SettingsFile; clock: Clock; random: Random },
  event: Omit<GuestPassed, 'id'>,
): void {
  const { on, url } = about.settings.read().webhook
  if (!on || url === null) return
  const id = about.random.hex(16)
  const now = about.clock.now()
  const body = JSON.stringify({ ...event, id })
  about.deliveries.add({ id, event: event.event, batchId: null, body, giveUpAt: now + GIVE_UP_MS }, now)
}
