import type { StoreApi } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { GuestId, VisitId } from '../../shared/model/ids.ts'
import type { VisitsState } from './visits.ts'

export type GuestFilter = CallParsed<'visits.list'>['filter']

/** Visits read at a time. */
const PAGE = 100
/** The least time between two readings of what is on the screen: a list on its way pushes four times a second. */
const AGAIN_MS = 700

export interface GuestTableState {
  filter: GuestFilter
  text: string
  /** Where each visit stands in the filtered order; undefined: not read yet. Null: nothing has been read. */
  ids: readonly (VisitId | undefined)[] | null
  /** Visits chosen for one thing done to all of them. */
  marked: ReadonlySet<VisitId>
  /** The guest in the side panel, whole; null: none is open. */
  opened: CallOutput<'guests.get'> | null
  /** What the site has of that guest, as last told. */
  told: CallOutput<'guests.lookUp'> | null
  narrow(by: { filter?: GuestFilter; text?: string }): void
  /** Rows `first` to `last` are on the screen: reads the pages they lie in. Last -1: nothing is. */
  show(first: number, last: number): void
  mark(visits: ReadonlySet<VisitId>): void
  open(guestId: GuestId | null): Promise<void>
  askSite(code: string): Promise<void>
}

/** The table of guests, page by page as it comes into view, and the one whose panel is open. */
export function createGuestTable(link: Link, visits: StoreApi<VisitsState>) {
  let shown = { first: 0, last: -1 }
  let timer = 0
  let asked = 0

  const store = createStore<GuestTableState>()((set, get) => ({
    filter: 'all',
    text: '',
    ids: null,
    marked: new Set(),
    opened: null,
    told: null,
    narrow(by) {
      set({ ...by, ids: null, marked: new Set() })
      void readPage(0)
    },
    show(first, last) {
      shown = { first, last }
      if (last < 0) return
      const { ids } = get()
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++)
        if (ids?.[page * PAGE] === undefined) void readPage(page)
    },
    mark: marked => set({ marked }),
    async open(guestId) {
      if (guestId === null) return set({ opened: null, told: null })
      const answer = await link.invoke('guests.get', { guestId })
      if (!answer.ok) return
      const same = get().opened?.guest.id === guestId
      set({ opened: answer.value, ...(same ? {} : { told: null }) })
    },
    async askSite(code) {
      const answer = await link.invoke('guests.lookUp', { code })
      if (answer.ok && get().opened?.guest.code === code) set({ told: answer.value })
    },
  }))

  async function readPage(page: number): Promise<void> {
    const { filter, text } = store.getState()
    const turn = ++asked
    const answer = await link.invoke('visits.list', { filter, text, offset: page * PAGE, limit: PAGE })
    const now = store.getState()
    if (!answer.ok || now.filter !== filter || now.text !== text) return
    visits.getState().keep(answer.value.visits)
    const before = now.ids?.length === answer.value.total || turn !== asked ? now.ids : null
    const ids = Array.from({ length: answer.value.total }, (_, index) => before?.[index])
    answer.value.visits.forEach((visit, index) => {
      ids[page * PAGE + index] = visit.id
    })
    store.setState({ ids })
  }

  /** Reads what is on the screen once more, soon. */
  function again(): void {
    if (timer !== 0 || shown.last < 0) return
    timer = window.setTimeout(() => {
      timer = 0
      if (shown.last < 0) return
      for (let page = Math.floor(shown.first / PAGE); page <= Math.floor(shown.last / PAGE); page++) void readPage(page)
      const { opened, told, open, askSite } = store.getState()
      if (opened) void open(opened.guest.id)
      if (opened && told?.asking) void askSite(opened.guest.code)
    }, AGAIN_MS)
  }

  link.onPush('visits', again)
  link.onPush('status', () => {
    if (store.getState().told?.asking) again()
  })
  link.onState(state => {
    if (state === 'open') again()
  })
  return store
}
