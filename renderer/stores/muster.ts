import type { z } from 'zod'
import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { Muster } from '../../shared/contract/passage-calls.ts'
import type { Failure } from '../../shared/model/failure.ts'

export type MusterList = z.infer<typeof Muster>

export interface MusterState {
  /** As last told; kept when it cannot be read anew, with its own age. */
  muster: MusterList | null
  failure: Failure | null
  read(): Promise<void>
}

/** Who is inside, by zone: from our own table, so that it is there with the site offline too. */
export function createMuster(link: Link) {
  return createStore<MusterState>()(set => ({
    muster: null,
    failure: null,
    async read() {
      const answer = await link.invoke('muster.get', {})
      set(answer.ok ? { muster: answer.value, failure: null } : { failure: answer.failure })
    },
  }))
}
