import type { Answer } from '../model/failure.ts'
import type { CallInput, CallName, CallOutput } from './calls.ts'
import type { PushName, PushValue } from './pushes.ts'

/**
 * The corridor between a window and the core: one call verb, one push verb. Carried by IPC (Electron) and by WebSocket (browser); one contract suite holds both.
 * `invoke` never rejects: a broken carrier is `{ ok: false, failure: { kind: 'offline' } }`.
 */
export interface Link {
  invoke<N extends CallName>(name: N, input: CallInput<N>): Promise<Answer<CallOutput<N>>>
  /** Returns the way to stop listening. A push may be lost: re-read after `onState('open')`. */
  onPush<N extends PushName>(name: N, listener: (value: PushValue<N>) => void): () => void
  /** The carrier's own state; 'open' is told again after every reconnect. IPC is always open. */
  onState(listener: (state: 'open' | 'lost') => void): () => void
}
