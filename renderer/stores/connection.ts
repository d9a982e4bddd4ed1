import type { StoreApi } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { CallOutput } from '../../shared/contract/calls.ts'
import type { ConnectionInput, ConnectionView } from '../../shared/contract/connection-calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { Enrol } from '../../shared/model/settings.ts'
import type { LevelsState } from './levels.ts'

/** The form's fields as typed. The secret's is empty until one is typed: it is never read back. */
export interface ConnectionFields {
  url: string
  appKey: string
  appSecret: string
  rate: string
  concurrency: string
  pin: string
  enrol: Enrol
}

export interface ConnectionState {
  view: ConnectionView | null
  /** What differs from the connection in use; kept while the operator looks at another screen, gone once it is saved. */
  typed: Partial<ConnectionFields>
  /** A test or a save was asked for: from then on faults are shown at their fields. */
  tried: boolean
  /** What the last test found; null: nothing was tested yet. */
  tested: CallOutput<'connection.test'> | null
  /** The form was changed since. */
  stale: boolean
  busy: 'test' | 'save' | 'forget' | null
  /** The form is as it was saved. */
  saved: boolean
  failure: Failure | null
  read(): Promise<void>
  type(change: Partial<ConnectionFields>): void
  /** The form has faults; they are shown from now on. */
  refuse(): void
  test(input: ConnectionInput): Promise<void>
  save(input: ConnectionInput): Promise<void>
  /** Back to the embedded site; `keep` stays in the form. */
  forget(keep: Partial<ConnectionFields>): Promise<void>
}

/** The connection to the site, and the form for another one. */
export function createConnection(link: Link, levels: StoreApi<LevelsState>) {
  return createStore<ConnectionState>()((set, get) => ({
    view: null,
    typed: {},
    tried: false,
    tested: null,
    stale: false,
    busy: null,
    saved: false,
    failure: null,
    async read() {
      const answer = await link.invoke('connection.get', {})
      set(answer.ok ? { view: answer.value } : { failure: answer.failure })
    },
    type: change => set({ typed: { ...get().typed, ...change }, stale: true, saved: false, failure: null }),
    refuse: () => set({ tried: true, failure: null }),
    async test(input) {
      set({ busy: 'test', tried: true, tested: null, stale: false, saved: false, failure: null })
      const answer = await link.invoke('connection.test', input)
      set({ busy: null, ...(answer.ok ? { tested: answer.value } : { failure: answer.failure }) })
    },
    async save(input) {
      set({ busy: 'save', tried: true, saved: false, failure: null })
      const answer = await link.invoke('connection.save', input)
      set({ busy: null, ...(answer.ok ? { ...asSaved(answer.value), saved: true } : { failure: answer.failure }) })
      // Another site has other levels and doors.
      void levels.getState().read()
    },
    async forget(keep) {
      set({ busy: 'forget', saved: false, failure: null })
      const answer = await link.invoke('connection.forget', {})
      set({ busy: null, ...(answer.ok ? { ...asSaved(answer.value), typed: keep, tested: null } : { failure: answer.failure }) })
      void levels.getState().read()
    },
  }))
}

const asSaved = (view: ConnectionView) => ({ view, typed: {}, tried: false })
