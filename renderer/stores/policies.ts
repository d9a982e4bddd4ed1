import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { Policies } from '../../shared/contract/policy-calls.ts'
import type { Failure } from '../../shared/model/failure.ts'

export interface PoliciesState {
  /** Null until first read. */
  policies: Policies | null
  /** Why the last change was not kept. */
  failure: Failure | null
  read(): Promise<void>
  /** Shown at once; the core's answer, or its refusal, replaces it. */
  change(by: Partial<Policies>): Promise<void>
}

/** What happens by itself, for the whole profile. */
export function createPolicies(link: Link) {
  return createStore<PoliciesState>()((set, get) => ({
    policies: null,
    failure: null,
    async read() {
      const answer = await link.invoke('policies.get', {})
      if (answer.ok) set({ policies: answer.value })
    },
    async change(by) {
      const before = get().policies
      set({ policies: before && { ...before, ...by }, failure: null })
      const answer = await link.invoke('policies.set', by)
      set(answer.ok ? { policies: answer.value } : { policies: before, failure: answer.failure })
    },
  }))
}
