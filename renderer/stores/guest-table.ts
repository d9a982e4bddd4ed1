import type { StoreApi } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { CallOutput } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { GuestId, VisitId } from '../../shared/model/ids.ts'
import type { GuestFilter } from '../../shared/model/visit.ts'
import type { VisitsState } from './visits.ts'

/** Visits read at a time. */
const PAGE = 100
/** The least time between two readings of what is on the screen: a list on its way pushes four times a second. */
const AGAIN_MS = 700

export interface GuestTableState {
  filter: GuestFilter
  text: string
  /** How many each filter would show; null: not told yet. */
  counts: CallOutput<'visits.counts'> | null
  /** Where each visit stands in the filtered order; undefined: not read yet. Null: nothing has been read. */
  ids: readonly (VisitId | undefined)[] | null
  /** When what is shown was read, by this window's clock. */
  readAt: number | null
  /** Visits chosen for one thing done to all of them. */
  marked: ReadonlySet<VisitId>
  /** The guest in the side panel, whole; null: none is open. */
  opened: CallOutput<'guests.get'> | null
  /** Which of that guest's visits is meant; null: the newest. */
  visitId: VisitId | null
  /** What the site has of that guest, as last told. */
  told: CallOutput<'guests.lookUp'> | null
  narrow(by: { filter?: GuestFilter; text?: string }): void
  /** Rows `first` to `last` are on the screen: reads the pages they lie in. Last -1: nothing is. */
  show(first: number, last: number): void
  /** What is on the screen is read once more, soon: hours pass, and visits with them. */
  refresh(): void
  mark(visits: ReadonlySet<VisitId>): void
  /** Marks rows `first` to `last`, those too that have not come into view yet. */
  markRows(first: number, last: number): Promise<void>
  open(guestId: GuestId | null, visitId?: VisitId | null): Promise<void>
  askSite(code: string): Promise<void>
}

/** The table of guests, page by page as it comes into view, and the one whose panel is open. */
export function createGuestTable(link: Link, visits: StoreApi<VisitsState>) {
  let shown = { first: 0, last: -1 }
  let timer = 0
  let asked = 0
  const pagesOf = (first: number, last: number) => {
    const from = Math.floor(first / PAGE)
    return Array.from({ length: Math.max(0, Math.floor(last / PAGE) - from + 1) }, (_, i) => from + i)
  }

  const store = createStore<GuestTableState>()((set, get) => ({
    filter: 'all',
    text: '',
    counts: null,
    ids: null,
    readAt: null,
    marked: new Set(),
    opened: null,
    visitId: null,
    told: null,
    narrow(by) {
      set({ ...by, ids: null, marked: new Set(), ...(by.text === undefined ? {} : { counts: null }) })
      void readPage(0)
      void readCounts()
    },
    show(first, last) {
      shown = { first, last }
      if (last < 0) return
      const { ids } = get()
      for (const page of pagesOf(first, last)) if (ids?.[page * PAGE] === undefined) void readPage(page)
    },
    refresh,
    mark: marked => set({ marked }),
    async markRows(first, last) {
      const rows: (VisitId | undefined)[] = [...(get().ids ?? [])]
      for (const page of pagesOf(first, last)) {
        const here = [Math.max(first, page * PAGE), Math.min(last + 1, (page + 1) * PAGE)] as const
        if (!rows.slice(...here).includes(undefined)) continue
        const read = await readPage(page)
        read.forEach((id, index) => {
          rows[page * PAGE + index] = id
        })
      }
      set({ marked: new Set(rows.slice(first, last + 1).filter(id => id !== undefined)) })
    },
    async open(guestId, visitId = null) {
      if (guestId === null) return set({ opened: null, visitId: null, told: null })
      const answer = await link.invoke('guests.get', { guestId })
      if (!answer.ok) return
      const same = get().opened?.guest.id === guestId
      set({ opened: answer.value, visitId, ...(same ? {} : { told: null }) })
    },
    async askSite(code) {
      const answer = await link.invoke('guests.lookUp', { code })
      if (answer.ok && get().opened?.guest.code === code) set({ told: answer.value })
    },
  }))

  async function readPage(page: number): Promise<readonly VisitId[]> {
    const { filter, text } = store.getState()
    const turn = ++asked
    const answer = await link.invoke('visits.list', { filter, text, offset: page * PAGE, limit: PAGE })
    const now = store.getState()
    if (!answer.ok || now.filter !== filter || now.text !== text) return []
    visits.getState().keep(answer.value.visits)
    const read = answer.value.visits.map(visit => visit.id)
    // A length that has changed has shifted the rows; only an answer overtaken by another leaves that to it.
    const before = now.ids?.length === answer.value.total || turn !== asked ? now.ids : null
    const ids = Array.from({ length: answer.value.total }, (_, index) => before?.[index])
    read.forEach((id, index) => {
      ids[page * PAGE + index] = id
    })
    store.setState({ ids, readAt: Date.now() })
    return read
  }

  async function readCounts(): Promise<void> {
    const { text } = store.getState()
    const answer = await link.invoke('visits.counts', { text })
    if (answer.ok && store.getState().text === text) store.setState({ counts: answer.value })
  }

  function refresh(): void {
    if (timer !== 0 || shown.last < 0) return
    timer = window.setTimeout(() => {
      timer = 0
      if (shown.last < 0) return
      const pages = pagesOf(shown.first, shown.last)
      // Pages out of sight are forgotten: somebody new has shifted them.
      const ids = store.getState().ids?.map((id, index) => (pages.includes(Math.floor(index / PAGE)) ? id : undefined))
      if (ids) store.setState({ ids })
      for (const page of pages) void readPage(page)
      void readCounts()
      const { opened, visitId, told, open, askSite } = store.getState()
      if (opened) void open(opened.guest.id, visitId)
      if (opened && told?.asking) void askSite(opened.guest.code)
    }, AGAIN_MS)
  }

  link.onPush('visits', refresh)
  link.onPush('status', () => {
    if (store.getState().told?.asking) refresh()
  })
  link.onState(state => {
    if (state === 'open') refresh()
  })
  return store
}
