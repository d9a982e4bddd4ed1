import type { CallParsed } from '../../shared/contract/calls.ts'
import type { WebhookView } from '../../shared/contract/outside-calls.ts'
import type { DeliveryView } from '../../shared/model/webhook.ts'
import { postWebhook, type WebhookAnswer, type WebhookMessage } from '../outside/webhook-post.ts'
import { createWebhookSender, GIVE_UP_MS, type WebhookSender } from '../outside/webhooks.ts'
import type { StoredDelivery, WebhookDeliveries } from '../storage/webhook-deliveries.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import type { SecretStore } from './settings-file.ts'

export interface Webhook {
  calls: ReturnType<typeof callsOf>
  /** Begins to send what is due; only for the owner of a profile. */
  start(): void
  /** Something may have been written. */
  look(): void
  close(): Promise<void>
}

type About = { core: Core; deliveries: WebhookDeliveries; secret: SecretStore; version: string; owner: () => boolean }

function toView({ body: _, giveUpAt: __, ...row }: StoredDelivery): DeliveryView {
  return row
}

/** Tells the ends of batches to whoever the administrator named, and keeps the log of it. */
export function createWebhook(about: About): Webhook {
  const { core, deliveries, secret, version } = about
  const { settings, clock, random, log } = core
  const post = (message: WebhookMessage, signal: AbortSignal) => postWebhook(message, { clock, version, signal })
  let sender: WebhookSender | null = null
  const look = () => sender?.look()
  return {
    calls: callsOf(about, post, look),
    start() {
      sender = createWebhookSender({
        book: deliveries,
        target() {
          const { on, url } = settings.read().webhook
          if (!on || url === null) return 'off'
          const key = secret.get()
          return key === null ? 'no-secret' : { url, secret: key }
        },
        post,
        clock,
        random,
        onChange: core.changed,
        onGivenUp: (delivery, cause) => log.error({ event: 'webhook-given-up', delivery, cause }),
        onError: error => log.error({ event: 'webhook-failed', error }),
      })
      sender.look()
    },
    look,
    close: async () => sender?.close(),
  }
}

function callsOf(
  { core, deliveries, secret, owner }: About,
  post: (message: WebhookMessage, signal: AbortSignal) => Promise<WebhookAnswer>,
  look: () => void,
) {
  const { settings, clock, random } = core

  function view(): WebhookView {
    const { on, url } = settings.read().webhook
    return { on, url, secret: secret.get() === null ? 'none' : secret.kind, secretCannotBeKept: secret.cannotKeep }
  }

  /** Throws where there is no address or no secret to sign with. */
  function must(input: { url?: string | null; secret?: string }): { url: string; secret: string } {
    const url = input.url ?? settings.read().webhook.url
    const key = input.secret ?? secret.get()
    if (!url) throw new Refusal({ kind: 'invalid', cause: 'missing', field: 'url' })
    if (!key) throw new Refusal({ kind: 'invalid', cause: 'missing', field: 'secret' })
    return { url, secret: key }
  }

  return {
    'webhook.get': view,
    'webhook.save': (input: CallParsed<'webhook.save'>): WebhookView => {
      if (input.on) must(input)
      if (input.secret) {
        // Kept in this process it would be of no use to the one that sends.
        if (!owner() && secret.cannotKeep) throw new Refusal({ kind: 'conflict', cause: 'profile-in-use' })
        secret.set(input.secret)
      }
      // Read again: keeping the secret may have written the same file.
      const kept = settings.read()
      settings.write({ ...kept, webhook: { ...kept.webhook, on: input.on, url: input.url ?? kept.webhook.url } })
      if (input.on) deliveries.hurry(clock.now())
      else deliveries.drop(clock.now())
      look()
      return view()
    },
    'webhook.test': async (input: CallParsed<'webhook.test'>): Promise<DeliveryView> => {
      const target = must(input)
      const id = random.hex(16)
      const sentAt = clock.now()
      const body = JSON.stringify({ event: 'test', id, sent_at: new Date(sentAt).toISOString() })
      const answer = await post({ ...target, id, body }, new AbortController().signal)
      const at = clock.now()
      // Written when it is over: nobody is to take a test for something that is still to come.
      core.transaction(() => {
        deliveries.add({ id, event: 'test', batchId: null, body, giveUpAt: at }, sentAt)
        deliveries.settle(id, { ...answer, state: answer.cause === null ? 'delivered' : 'failed', at, dueAt: at })
      })
      return one(id)
    },
    'webhook.deliveries': ({ limit }: CallParsed<'webhook.deliveries'>): DeliveryView[] => deliveries.newest(limit).map(toView),
    'webhook.redeliver': ({ id }: CallParsed<'webhook.redeliver'>): DeliveryView => {
      if (one(id).event === 'test') throw new Refusal({ kind: 'invalid', cause: 'test-once', field: 'id' })
      const { on, url } = settings.read().webhook
      if (!on || url === null) throw new Refusal({ kind: 'invalid', cause: 'webhook-off' })
      const now = clock.now()
      deliveries.again(id, now, now + GIVE_UP_MS)
      look()
      return one(id)
    },
  }

  function one(id: string): DeliveryView {
    const row = deliveries.get(id)
    if (!row) throw new Refusal({ kind: 'not-found', cause: 'no-delivery', field: 'id' })
    return toView(row)
  }
}
