import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { Answer } from '../../shared/model/failure.ts'
import type { VisitId } from '../../shared/model/ids.ts'
import type { VisitView } from '../../shared/model/visit.ts'

/** As many as the widest strip shows, and a few for the door legend to settle. */
const LAST = 8

export interface VisitsState {
  /** Whole views by id, as last heard. */
  byId: Readonly<Record<number, VisitView>>
  /** Desk visits, newest first; null until first read. */
  last: readonly VisitId[] | null
  /** Desk visits registered today. */
  today: number
  read(): Promise<void>
  /** Takes in visits read elsewhere (a batch's page), so that pushes keep them fresh. */
  keep(visits: readonly VisitView[]): void
  /** Sees to it that `byId` will have this visit. */
  want(visitId: VisitId): void
  askDoors(visitId: VisitId): Promise<Answer<object>>
  retry(visitId: VisitId): Promise<Answer<object>>
  withdraw(visitId: VisitId): Promise<Answer<object>>
  newPhoto(visitId: VisitId, photo: string): Promise<Answer<object>>
}

const indexed = (byId: VisitsState['byId'], visits: readonly VisitView[]) => {
  const next: Record<number, VisitView> = { ...byId }
  for (const visit of visits) {
    const known = next[visit.id]
    // A push and an answer may overtake each other: the younger row wins.
    if (!known || known.updatedAt <= visit.updatedAt) next[visit.id] = visit
  }
  return next
}

/** Visits by id. Pushes carry whole views and replace what was there. */
export function createVisits(link: Link) {
  const asked = new Set<VisitId>()
  const store = createStore<VisitsState>()((set, get) => ({
    byId: {},
    last: null,
    today: 0,
    async read() {
      const answer = await link.invoke('visits.last', { limit: LAST })
      if (!answer.ok) return
      const { visits, today } = answer.value
      set({ byId: indexed(get().byId, visits), last: visits.map(visit => visit.id), today })
    },
    keep: visits => set({ byId: indexed(get().byId, visits) }),
    want(visitId) {
      if (get().byId[visitId] || asked.has(visitId)) return
      asked.add(visitId)
      void link.invoke('visits.get', { visitId }).then(answer => {
        asked.delete(visitId)
        if (answer.ok) get().keep([answer.value])
      })
    },
    askDoors: visitId => link.invoke('visits.askDoors', { visitId }),
    retry: visitId => link.invoke('visits.retry', { visitId }),
    withdraw: visitId => link.invoke('visits.withdraw', { visitId }),
    newPhoto: (visitId, photo) => link.invoke('visits.newPhoto', { visitId, photo }),
  }))
  link.onPush('visits', visits => {
    const { byId, last } = store.getState()
    store.setState({ byId: indexed(byId, visits) })
    // A visit of the desk we have not listed yet: another window, or our own not yet read.
    if (visits.some(visit => visit.batchId === null && !byId[visit.id] && !last?.includes(visit.id))) void store.getState().read()
  })
  return store
}
