import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { StatusView } from '../../shared/model/site.ts'

export interface StatusState {
  status: StatusView | null
  read(): Promise<void>
}

/** The site, the limiter and the queue, as the foot of the window shows them. */
export function createStatus(link: Link) {
  const store = createStore<StatusState>()(set => ({
    status: null,
    async read() {
      const answer = await link.invoke('status.get', {})
      if (answer.ok) set({ status: answer.value })
    },
  }))
  link.onPush('status', status => store.setState({ status }))
  return store
}
