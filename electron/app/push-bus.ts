import type { PushName, PushValue } from '../../shared/contract/pushes.ts'

/** The one door out. What is pushed may be lost, and a listener that throws harms nobody else. */
export interface PushBus {
  push<N extends PushName>(name: N, value: PushValue<N>): void
  /** Returns the way to stop listening. */
  subscribe(listener: (name: PushName, value: unknown) => void): () => void
}

export function createPushBus(onError: (error: unknown) => void): PushBus {
  const listeners = new Set<(name: PushName, value: unknown) => void>()
  return {
    push(name, value) {
      for (const listener of listeners) {
        try {
          listener(name, value)
        } catch (error) {
          onError(error)
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
