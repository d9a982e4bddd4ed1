import { createStore } from 'zustand/vanilla'
import type { CallOutput, ConnectionInput, ConnectionView } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { Failure } from '../../shared/model/failure.ts'

export interface ConnectionState {
  view: ConnectionView | null
  /** What the last test found; null: not tested since the form was changed. */
  tested: CallOutput<'connection.test'> | null
  busy: 'test' | 'save' | 'forget' | null
  failure: Failure | null
  read(): Promise<void>
  /** The form no longer says what was tested. */
  changed(): void
  test(input: ConnectionInput): Promise<void>
  /** True when it was kept. */
  save(input: ConnectionInput): Promise<boolean>
  /** Back to the embedded site. */
  forget(): Promise<void>
}

/** The connection to the site. The secret goes through here and is not kept. */
export function createConnection(link: Link) {
  return createStore<ConnectionState>()((set, get) => ({
    view: null,
    tested: null,
    busy: null,
    failure: null,
    async read() {
      const answer = await link.invoke('connection.get', {})
      set(answer.ok ? { view: answer.value } : { failure: answer.failure })
    },
    changed() {
      if (get().tested || get().failure) set({ tested: null, failure: null })
    },
    async test(input) {
      set({ busy: 'test', failure: null, tested: null })
      const answer = await link.invoke('connection.test', input)
      set({ busy: null, ...(answer.ok ? { tested: answer.value } : { failure: answer.failure }) })
    },
    async save(input) {
      set({ busy: 'save', failure: null })
      const answer = await link.invoke('connection.save', input)
      set({ busy: null, ...(answer.ok ? { view: answer.value } : { failure: answer.failure }) })
      return answer.ok
    },
    async forget() {
      set({ busy: 'forget', failure: null, tested: null })
      const answer = await link.invoke('connection.forget', {})
      set({ busy: null, ...(answer.ok ? { view: answer.value } : { failure: answer.failure }) })
    },
  }))
}
