import type { PushName } from '../../shared/contract/pushes.ts'
import type { Answer } from '../../shared/model/failure.ts'

/** What Electron's preload puts on the window. */
export interface Bridge {
  invoke(name: string, input: unknown): Promise<Answer<unknown>>
  onPush(listener: (name: PushName, value: unknown) => void): () => void
}

declare global {
  interface Window {
    foyer?: Bridge
  }
}

/** Client to host. */
export type CallFrame = { id: number; call: string; input: unknown }
/** Host to client: the answer to a call, or a push. */
export type HostFrame = { id: number; answer: Answer<unknown> } | { push: PushName; value: unknown }

/** What a call answers when the carrier broke under it: nobody knows whether it arrived. */
export const linkLost: Answer<never> = { ok: false, failure: { kind: 'offline', cause: 'link-lost' } }
