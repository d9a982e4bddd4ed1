import type { StoreApi } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { ActView } from '../../shared/model/act.ts'
import type { BatchId, VisitId } from '../../shared/model/ids.ts'
import type { VisitsState } from './visits.ts'

export type BatchFilter = CallParsed<'batches.visits'>['filter']
type Counts = CallOutput<'batches.visits'>['counts']

/** Guests read at a time: a screenful and its neighbours. */
const PAGE = 100
/** The least time between two readings of the same page; a batch pushes up to four times a second. */
const AGAIN_MS = 700

export interface BatchVisitsState {
  /** The batch on the screen; null: the newest. */
  batchId: BatchId | null
  filter: BatchFilter
  counts: Counts | null
  /** What the batch does to each guest, where it is not a list of new ones. */
  acts: ReadonlyMap<VisitId, ActView>
  /** Where each guest stands in the filtered order; undefined: not read yet. As long as the filter's count. */
  ids: readonly (VisitId | undefined)[]
  choose(batchId: BatchId, filter?: BatchFilter): void
  /** Rows `first` to `last` are on the screen: reads the pages they lie in. Last -1: nothing is. */
  show(first: number, last: number): void
}

/** The guests of one batch, page by page as they come into view; read again when the batch says it has moved. */
export function createBatchVisits(link: Link, visits: StoreApi<VisitsState>) {
  let shown = { first: 0, last: -1 }
  let timer = 0
  const asked = new Set<number>()

  const store = createStore<BatchVisitsState>()((set, get) => ({
    batchId: null,
    filter: 'all',
    counts: null,
    acts: new Map(),
    ids: [],
    choose(batchId, filter = 'all') {
      const same = get().batchId === batchId
      asked.clear()
      set({ batchId, filter, ids: [], ...(same ? {} : { counts: null, acts: new Map() }) })
      void readPage(0)
    },
    show(first, last) {
      shown = { first, last }
      if (last < 0) return
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
        if (get().ids[page * PAGE] === undefined && !asked.has(page)) void readPage(page)
      }
    },
  }))

  async function readPage(page: number): Promise<void> {
    const { batchId, filter } = store.getState()
    if (batchId === null) return
    asked.add(page)
    const answer = await link.invoke('batches.visits', { batchId, filter, offset: page * PAGE, limit: PAGE })
    asked.delete(page)
    const now = store.getState()
    if (!answer.ok || now.batchId !== batchId || now.filter !== filter) return
    const { counts, total, visits: read } = answer.value
    visits.getState().keep(read)
    const ids = Array.from({ length: total }, (_, index) => now.ids[index])
    read.forEach((visit, index) => {
      ids[page * PAGE + index] = visit.id
    })
    const acts = new Map(now.acts)
    for (const { id, act } of read) if (act?.batchId === batchId) acts.set(id, act)
    store.setState({ ids, counts, acts })
  }

  /** Reads what is on the screen once more, soon. Pages out of sight are forgotten: under a filter they have shifted. */
  function again(): void {
    if (timer !== 0) return
    timer = window.setTimeout(() => {
      timer = 0
      if (shown.last < 0) return
      const [from, to] = [Math.floor(shown.first / PAGE), Math.floor(shown.last / PAGE)]
      const { ids, filter } = store.getState()
      if (filter !== 'all')
        store.setState({ ids: ids.map((id, i) => (i >= from * PAGE && i < (to + 1) * PAGE ? id : undefined)) })
      for (let page = from; page <= to; page++) void readPage(page)
    }, AGAIN_MS)
  }

  link.onPush('batches', pushed => {
    if (pushed.some(batch => batch.id === store.getState().batchId)) again()
  })
  link.onState(state => {
    if (state === 'open' && store.getState().batchId !== null) again()
  })
  return store
}
