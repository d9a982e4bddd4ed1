import { isWebhookUrl } from '../../shared/model/webhook.ts'
import { useFrom, useStores } from '../stores/context.ts'
import type { WebhookFields } from '../stores/webhook.ts'

export type WebhookFault = 'url' | 'secret' | 'secret none'

/** As the contract asks of a secret. */
const SHORTEST_SECRET = 16

/** What keeps the form from being saved or tested. */
export function webhookFaults({ url, secret }: WebhookFields, secretKnown: boolean): WebhookFault[] {
  const faults: WebhookFault[] = []
  if (!isWebhookUrl(url.trim())) faults.push('url')
  if (secret === '' && !secretKnown) faults.push('secret none')
  else if (secret !== '' && secret.length < SHORTEST_SECRET) faults.push('secret')
  return faults
}

/** The form over the store: its fields, what is wrong with them, and what can be done with it. */
export function useWebhookForm() {
  const { webhook } = useStores()
  const state = useFrom('webhook', s => s)
  const { view, typed, tried } = state
  const owner = useFrom('status', s => s.status?.owner ?? true)
  const fields: WebhookFields = { url: view?.url ?? '', secret: '', ...typed }
  const lacking = webhookFaults(fields, view !== null && view.secret !== 'none')
  const run = (act: 'save' | 'test') => {
    const { busy, ...store } = webhook.getState()
    if (busy !== null || (act === 'save' && !owner)) return
    if (lacking.length > 0) return store.refuse()
    const secret = fields.secret === '' ? {} : { secret: fields.secret }
    void store[act]({ url: fields.url.trim(), ...secret })
  }
  return {
    ...state,
    owner,
    fields,
    lacking,
    faults: tried ? lacking : [],
    waiting: (state.log ?? []).filter(row => row.state === 'waiting').length,
    save: () => run('save'),
    test: () => run('test'),
  }
}
