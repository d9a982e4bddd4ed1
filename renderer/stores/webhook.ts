import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { WebhookView } from '../../shared/contract/outside-calls.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { DeliveryView } from '../../shared/model/webhook.ts'

/** The form's fields as typed. The secret's is empty until one is typed: it is never read back. */
export interface WebhookFields {
  url: string
  secret: string
}

export interface WebhookState {
  view: WebhookView | null
  /** What differs from what is kept. */
  typed: Partial<WebhookFields>
  /** Saved or tested once: from then on faults are shown at their fields. */
  tried: boolean
  busy: 'save' | 'test' | 'off' | null
  saved: boolean
  /** What the last test came to. */
  tested: DeliveryView | null
  failure: Failure | null
  /** The newest first; null until told. */
  log: DeliveryView[] | null
  read(): Promise<void>
  readLog(): Promise<void>
  type(change: Partial<WebhookFields>): void
  /** The form has faults; they are shown from now on. */
  refuse(): void
  save(input: { url: string; secret?: string }): Promise<void>
  test(input: { url: string; secret?: string }): Promise<void>
  off(): Promise<void>
  /** Tells one once more. */
  again(id: string): Promise<void>
}

/** Where the ends of batches are told, the form for it, and the log of what was. */
export function createWebhookStore(link: Link) {
  return createStore<WebhookState>()((set, get) => {
    const begin = (busy: WebhookState['busy']) => set({ busy, tried: true, saved: false, tested: null, failure: null })
    const put = (row: DeliveryView) => set({ log: (get().log ?? []).map(known => (known.id === row.id ? row : known)) })
    return {
      view: null,
      typed: {},
      tried: false,
      busy: null,
      saved: false,
      tested: null,
      failure: null,
      log: null,
      async read() {
        const answer = await link.invoke('webhook.get', {})
        set(answer.ok ? { view: answer.value } : { failure: answer.failure })
        await get().readLog()
      },
      async readLog() {
        const answer = await link.invoke('webhook.deliveries', {})
        if (answer.ok) set({ log: answer.value })
      },
      type: change => set({ typed: { ...get().typed, ...change }, saved: false, tested: null, failure: null }),
      refuse: () => set({ tried: true, failure: null }),
      async save(input) {
        begin('save')
        const answer = await link.invoke('webhook.save', { on: true, ...input })
        set({ busy: null, ...(answer.ok ? { ...asKept(answer.value), saved: true } : { failure: answer.failure }) })
        await get().readLog()
      },
      async test(input) {
        begin('test')
        const answer = await link.invoke('webhook.test', input)
        set({ busy: null, ...(answer.ok ? { tested: answer.value } : { failure: answer.failure }) })
        await get().readLog()
      },
      async off() {
        begin('off')
        const answer = await link.invoke('webhook.save', { on: false, url: null })
        set({ busy: null, ...(answer.ok ? asKept(answer.value) : { failure: answer.failure }) })
        await get().readLog()
      },
      async again(id) {
        const answer = await link.invoke('webhook.redeliver', { id })
        if (answer.ok) put(answer.value)
        else set({ failure: answer.failure })
      },
    }
  })
}

const asKept = (view: WebhookView) => ({ view, typed: {}, tried: false })
