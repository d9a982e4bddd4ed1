import { createHash } from 'node:crypto'
import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { GuestCard } from '../../shared/model/guest.ts'
import type { PhotoId } from '../../shared/model/ids.ts'
import type { ListField, ListPreview, ListReading, ListRow } from '../../shared/model/visitor-list.ts'
import { enqueueAdmits } from '../jobs/steps.ts'
import { ListError } from '../visitor-list/list-error.ts'
import { matchPhoto } from '../visitor-list/match-photo.ts'
import { readVisitorList } from '../visitor-list/visitor-list.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import { knownOrNew } from './guests.ts'

/** A list on its way in: what the file says, what the reader was told, and what a person has mended since. */
interface OpenList {
  fileName: string
  bytes: Uint8Array
  hash: string
  reading: ListReading
  edits: Map<number, Map<ListField, string>>
  photos: Map<number, PhotoId>
  /** Rows that went out with an earlier send of the same list. */
  sent: Set<number>
  preview: ListPreview
}

/** Lists kept open at once; the one left longest alone makes room. */
const MOST_OPEN = 8

export function createListCalls(core: Core) {
  const open = new Map<string, OpenList>()

  async function preview(listId: string, list: Omit<OpenList, 'preview'>): Promise<ListPreview> {
    // An old cache will do: a desk that is offline still reads its list.
    const { levels } = await core.site.levels().catch(() => core.cache.levels(core.site.key()))
    const remembered = core.settings.read().columns
    try {
      const match = core.guests.matcher(false)
      const read = await readVisitorList(list.bytes, list.reading, {
        levels,
        zone: core.zone(),
        now: core.clock.now(),
        edits: list.edits,
        remembered,
        isKnown: row => match(row) !== null,
        pause: () => core.clock.sleep(0),
      })
      if (list.reading.columns) remember(read.headerKey, read.headers, read.columns)
      const rows = read.rows.filter(row => !list.sent.has(row.row)).map(row => ({ ...row, hasPhoto: list.photos.has(row.row) }))
      const good = rows.filter(isGood).length
      const before = core.batches.ofFile(list.hash)
      return {
        listId,
        fileName: list.fileName,
        encoding: read.encoding,
        separator: read.separator,
        headers: read.headers,
        columns: read.columns,
        total: rows.length,
        good,
        bad: rows.length - good,
        sentAs: before && list.sent.size === 0 ? { batch: before.id, at: before.createdAt } : null,
        rows,
      }
    } catch (error) {
      if (error instanceof ListError)
        throw new Refusal({ kind: 'invalid', cause: error.word, field: error.place ?? undefined, limit: error.limit })
      throw error
    }
  }

  function remember(key: string, headers: string[], columns: ListPreview['columns']): void {
    const settings = core.settings.read()
    const byField: Record<string, string> = {}
    for (const [field, index] of Object.entries(columns)) {
      const header = index == null ? undefined : headers[index]
      if (header !== undefined) byField[field] = header
    }
    core.settings.write({ ...settings, columns: { ...settings.columns, [key]: byField } })
  }

  function must(listId: string): OpenList {
    const list = open.get(listId)
    if (!list) throw new Refusal({ kind: 'not-found', cause: 'no-list', field: 'listId' })
    return list
  }

  async function refresh(listId: string, list: OpenList): Promise<ListPreview> {
    list.preview = await preview(listId, list)
    return list.preview
  }

  return {
    'lists.read': async ({ fileName, bytes, reading }: CallParsed<'lists.read'>): Promise<ListPreview> => {
      const listId = core.random.hex(8)
      const content = Buffer.from(bytes, 'base64')
      const hash = createHash('sha256').update(content).digest('hex')
      const list = { fileName, bytes: content, hash, reading, edits: new Map(), photos: new Map(), sent: new Set<number>() }
      const read = await preview(listId, list)
      const [oldest] = open.keys()
      if (open.size >= MOST_OPEN && oldest !== undefined) open.delete(oldest)
      open.set(listId, { ...list, preview: read })
      return read
    },

    'lists.reread': async ({ listId, reading }: CallParsed<'lists.reread'>): Promise<ListPreview> => {
      const list = must(listId)
      const before = list.reading
      list.reading = { ...before, ...reading }
      // Another separator or encoding makes other columns: what was mapped by hand no longer fits.
      if (
        (reading.separator ?? before.separator) !== before.separator ||
        (reading.encoding ?? before.encoding) !== before.encoding
      ) {
        list.reading.columns = reading.columns
        list.edits.clear()
      }
      try {
        return await refresh(listId, list)
      } catch (error) {
        list.reading = before
        throw error
      }
    },

    'lists.edit': async ({ listId, row, field, value }: CallParsed<'lists.edit'>): Promise<CallOutput<'lists.edit'>> => {
      const list = must(listId)
      const old = new Map(list.preview.rows.map(r => [r.row, JSON.stringify(r)]))
      if (!old.has(row)) throw new Refusal({ kind: 'not-found', cause: 'no-row', field: 'row' })
      const cells = list.edits.get(row) ?? new Map<ListField, string>()
      list.edits.set(row, cells.set(field, value))
      const { rows, good, bad } = await refresh(listId, list)
      // Mending one row may end another's being its double.
      return { rows: rows.filter(r => old.get(r.row) !== JSON.stringify(r)), good, bad }
    },

    'lists.photo': async ({ listId, fileName, bytes }: CallParsed<'lists.photo'>): Promise<CallOutput<'lists.photo'>> => {
      const list = must(listId)
      const row = matchPhoto(fileName, list.preview.rows)
      if (row === null) return { row: null, verdict: null }
      const { verdict, photo } = await core.photos.prepare(Buffer.from(bytes, 'base64'))
      if (photo) {
        list.photos.set(row, photo)
        const found = list.preview.rows.find(r => r.row === row)
        if (found) found.hasPhoto = true
      }
      return { row, verdict }
    },

    'lists.send': ({ listId, name }: CallParsed<'lists.send'>): CallOutput<'lists.send'> => {
      const list = must(listId)
      const rows = list.preview.rows.filter(isGood)
      if (rows.length === 0) throw new Refusal({ kind: 'invalid', cause: 'no-good-rows', field: 'listId' })
      const site = core.site.key()
      const batchId = core.transaction(() => {
        const headers = list.preview.headers
        const batch = core.batches.add({
          kind: 'enrol',
          name: name || list.fileName,
          fileHash: list.hash,
          headers,
          total: rows.length,
          now: core.clock.now(),
        })
        const match = core.guests.matcher(true)
        const now = core.clock.now()
        const visits = rows.map(row => {
          const photo = list.photos.get(row.row) ?? null
          const card: GuestCard = row
          const guest = knownOrNew(core, card, photo, match(card))
          const { cells, host, purpose, levelId, levelName } = row
          const visit = { guestId: guest.id, site, batchId: batch, row: row.row, cells, host, purpose, levelId, levelName }
          return core.visits.add({ ...visit, window: { from: row.from, until: row.until }, photo: photo ?? guest.photo }, now)
        })
        enqueueAdmits(core, batch, visits)
        return batch
      })
      for (const row of rows) list.sent.add(row.row)
      const rest = list.preview.rows.filter(row => !list.sent.has(row.row))
      list.preview = { ...list.preview, rows: rest, total: rest.length, good: 0, bad: rest.length }
      core.changed()
      return { batchId, queued: rows.length }
    },

    'lists.drop': ({ listId }: CallParsed<'lists.drop'>) => {
      open.delete(listId)
      return {}
    },
  }
}

type GoodRow = ListRow & { levelId: NonNullable<ListRow['levelId']>; from: number; until: number }

function isGood(row: ListRow): row is GoodRow {
  return row.levelId !== null && row.from !== null && row.until !== null && !row.problems.some(p => p.blocking)
}
