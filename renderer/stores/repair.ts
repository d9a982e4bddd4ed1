import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { RepairView } from '../../shared/model/repair.ts'

export interface RepairState {
  /** Undefined until told; null: there was none here. */
  last: RepairView | null | undefined
  failure: Failure | null
  read(): Promise<void>
  start(): Promise<void>
}

/** The last look at what the doors hold. */
export function createRepairStore(link: Link) {
  return createStore<RepairState>()(set => ({
    last: undefined,
    failure: null,
    async read() {
      const answer = await link.invoke('repair.get', {})
      if (answer.ok) set({ last: answer.value.last })
    },
    async start() {
      const answer = await link.invoke('repair.start', {})
      set(answer.ok ? { last: answer.value, failure: null } : { failure: answer.failure })
    },
  }))
}
