import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { BatchId } from '../../shared/model/ids.ts'
import type { PhotoVerdict } from '../../shared/model/photo-verdict.ts'
import type { ListField, ListPreview, ListReading, ListRow } from '../../shared/model/visitor-list.ts'
import { toBase64 } from './base64.ts'

export const importSteps = ['file', 'columns', 'photos', 'check', 'send'] as const
export type ImportStep = (typeof importSteps)[number]

/** One picture dropped on the list. `row` is null where no row goes by its name. `url` shows it. */
export interface ListPhoto {
  fileName: string
  row: number | null
  url: string
  verdict: PhotoVerdict | null
  failure: Failure | null
}

export interface ListState {
  step: ImportStep
  preview: ListPreview | null
  /** Grows when the rows were read anew, not when one was mended: the order of the grid is kept meanwhile. */
  reading: number
  /** How the file was asked to be read. */
  asked: ListReading
  busy: 'read' | 'send' | null
  /** What could not be done, said where it was tried. */
  failure: Failure | null
  /** What a person typed over the file: `52.phone` -> text. */
  typed: Readonly<Record<string, string>>
  photos: readonly ListPhoto[]
  /** Pictures still on their way. */
  photosToGo: number
  /** The batch's name to be. */
  name: string
  sent: { batchId: BatchId; queued: number } | null
  go(step: ImportStep): void
  rename(name: string): void
  refuse(failure: Failure): void
  read(file: File): Promise<void>
  reread(reading: ListReading): Promise<void>
  /** Types over a row's cells; they are judged at once. */
  edit(row: number, cells: readonly (readonly [ListField, string])[]): Promise<void>
  addPhotos(files: readonly File[]): Promise<void>
  /** The row's refused picture no longer matters: the guest goes without. */
  leavePhoto(row: number): void
  send(): Promise<void>
  drop(): void
}

const empty = {
  step: 'file',
  preview: null,
  asked: {},
  busy: null,
  failure: null,
  typed: {},
  photos: [],
  photosToGo: 0,
  name: '',
  sent: null,
} as const

/** Whether nothing is left to ask before the rows are looked at: the names have their columns, and no row is without an access level. */
function readsByItself({ columns, rows }: ListPreview): boolean {
  const named = columns.name != null || (columns.family != null && columns.given != null)
  return named && columns.level != null && !rows.some(row => row.levelId === null && row.levelName === '')
}

/** The visitor list on its way in. The core keeps it; this is the window's view, kept while the operator looks at another screen. */
export function createList(link: Link) {
  const store = createStore<ListState>()((set, get) => {
    const isOpen = (listId: string) => get().preview?.listId === listId
    const mend = (listId: string, change: (row: ListRow) => ListRow, counts?: { good: number; bad: number }) => {
      const { preview } = get()
      if (preview && isOpen(listId)) set({ preview: { ...preview, ...counts, rows: preview.rows.map(change) } })
    }
    const letGo = () => {
      for (const photo of get().photos) URL.revokeObjectURL(photo.url)
    }
    return {
      ...empty,
      reading: 0,
      go: step => set({ step, failure: null }),
      rename: name => set({ name }),
      refuse: failure => set({ failure }),
      async read(file) {
        const before = get().preview
        letGo()
        set({ ...empty, busy: 'read' })
        if (before) void link.invoke('lists.drop', { listId: before.listId })
        const answer = await link.invoke('lists.read', { fileName: file.name, bytes: await toBase64(file) })
        if (!answer.ok) return set({ busy: null, failure: answer.failure })
        set({
          busy: null,
          preview: answer.value,
          reading: get().reading + 1,
          name: file.name.replace(/\.[^.]*$/, ''),
          step: readsByItself(answer.value) ? 'check' : 'columns',
        })
      },
      async reread(reading) {
        const { preview, asked } = get()
        if (!preview) return
        // Other letters or other columns: what was typed over the old ones is gone, here as in the core.
        const anew = reading.encoding !== undefined || reading.separator !== undefined
        set({ busy: 'read', failure: null, asked: { ...asked, ...reading }, ...(anew ? { typed: {} } : {}) })
        const answer = await link.invoke('lists.reread', { listId: preview.listId, reading })
        if (!isOpen(preview.listId)) return
        if (!answer.ok) return set({ busy: null, failure: answer.failure, asked })
        set({ busy: null, preview: answer.value, reading: get().reading + 1 })
      },
      async edit(row, cells) {
        const { preview } = get()
        if (!preview) return
        for (const [field, value] of cells) {
          set({ typed: { ...get().typed, [`${row}.${field}`]: value }, failure: null })
          const answer = await link.invoke('lists.edit', { listId: preview.listId, row, field, value })
          if (!answer.ok) return set({ failure: answer.failure })
          const { rows, good, bad } = answer.value
          const changed = new Map(rows.map(one => [one.row, one]))
          mend(preview.listId, one => changed.get(one.row) ?? one, { good, bad })
        }
      },
      async addPhotos(files) {
        const { preview } = get()
        if (!preview) return
        const { listId } = preview
        set({ photosToGo: get().photosToGo + files.length })
        // One after the other: the face check has one worker, and a folder may hold hundreds of megabytes.
        for (const file of files) {
          const answer = await link.invoke('lists.photo', { listId, fileName: file.name, bytes: await toBase64(file) })
          if (!isOpen(listId)) return
          const { row, verdict } = answer.ok ? answer.value : { row: null, verdict: null }
          const photo = { fileName: file.name, row, verdict, failure: answer.ok ? null : answer.failure }
          const others = get().photos.filter(one => one.fileName !== file.name && (row === null || one.row !== row))
          set({ photos: [...others, { ...photo, url: URL.createObjectURL(file) }], photosToGo: get().photosToGo - 1 })
          if (verdict?.ok) mend(listId, one => (one.row === row ? { ...one, hasPhoto: true } : one))
        }
      },
      leavePhoto: row => set({ photos: get().photos.filter(photo => photo.row !== row) }),
      async send() {
        const { preview, name, busy } = get()
        if (!preview || busy) return
        set({ busy: 'send', failure: null })
        const { listId } = preview
        const answer = await link.invoke('lists.send', { listId, name: name.trim() || preview.fileName })
        if (!answer.ok) return set({ busy: null, failure: answer.failure })
        set({ busy: null, sent: answer.value })
        // What is left is the core's to say.
        const rest = await link.invoke('lists.reread', { listId, reading: {} })
        if (rest.ok && isOpen(listId)) set({ preview: rest.value, reading: get().reading + 1 })
      },
      drop() {
        const { preview } = get()
        letGo()
        set(empty)
        if (preview) void link.invoke('lists.drop', { listId: preview.listId })
      },
    }
  })
  return store
}
