import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { MetricsView } from '../../shared/contract/outside-calls.ts'
import type { Failure } from '../../shared/model/failure.ts'

export interface MetricsState {
  view: MetricsView | null
  /** The port as typed; null: as it is kept. */
  port: string | null
  /** The token just made. It is told once: whoever leaves the screen has seen the last of it. */
  token: string | null
  tried: boolean
  busy: boolean
  failure: Failure | null
  read(): Promise<void>
  type(port: string): void
  /** The form has faults; they are shown from now on. */
  refuse(): void
  save(input: { on: boolean; port: number; newToken?: boolean }): Promise<void>
  forgetToken(): void
}

/** Metrics on loopback: on or off, where, and the token for it. */
export function createMetricsStore(link: Link) {
  return createStore<MetricsState>()((set, get) => ({
    view: null,
    port: null,
    token: null,
    tried: false,
    busy: false,
    failure: null,
    async read() {
      const answer = await link.invoke('metrics.get', {})
      set(answer.ok ? { view: answer.value } : { failure: answer.failure })
    },
    type: port => set({ port, failure: null }),
    refuse: () => set({ tried: true }),
    async save(input) {
      set({ busy: true, tried: true, failure: null })
      const answer = await link.invoke('metrics.save', input)
      if (!answer.ok) return set({ busy: false, failure: answer.failure })
      const { token, ...view } = answer.value
      // Switched off, the old token is of no use; else a token made before stays until it is left.
      set({ busy: false, view, port: null, tried: false, token: input.on ? (token ?? get().token) : null })
    },
    forgetToken: () => set({ token: null }),
  }))
}
