import { z } from 'zod'
import { type GuestId, VisitId } from '../../shared/model/ids.ts'
import { Passage, PassageEffect, PassageWay } from '../../shared/model/passage.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Database, Statement } from './database.ts'

const Row = z.object({
  id: z.number(),
  key: z.string(),
  at: z.number(),
  heard_at: z.number(),
  door_id: z.string(),
  door_name: z.string(),
  reader: z.string(),
  code: z.string().nullable(),
  ref: z.string().nullable(),
  name: z.string().nullable(),
  type: z.string(),
  result: z.string(),
  cause: z.string().nullable(),
  picture: z.string().nullable(),
  way: PassageWay,
  guest_id: z.number().nullable(),
  visit_id: z.number().nullable(),
  effects: z.string(),
})

const StoredPassage = Passage.extend({
  id: z.number(),
  way: PassageWay,
  guestId: z.number().nullable(),
  visitId: VisitId.nullable(),
  effects: z.array(PassageEffect),
})
/** A passage as it is kept. */
export type StoredPassage = z.infer<typeof StoredPassage>

export interface PassageQuery {
  feed: number
  result: string | null
  way: string | null
  doorId: string | null
  guestId: number | null
  guestsOnly: boolean
  from: Instant | null
  until: Instant | null
  /** The last id of the page before. */
  before: number | null
  limit: number
  /** LIKE patterns of the words typed; each must be in the person's search text, or in the guest's. */
  words: readonly string[]
}

export type PassagePages = ReturnType<typeof createPassagePages>

/** Names that match more persons than this are looked for among the newest passages, and not person by person. */
const MANY = 40

function parse(row: unknown): StoredPassage {
  const { heard_at, door_id, door_name, guest_id, visit_id, effects, ...rest } = Row.parse(row)
  return StoredPassage.parse({
    ...rest,
    heardAt: heard_at,
    doorId: door_id || null,
    doorName: door_name,
    code: rest.code || null,
    ref: rest.ref || null,
    name: rest.name ?? '',
    guestId: guest_id,
    visitId: visit_id,
    effects: JSON.parse(effects),
  })
}

/** Pages of passages, the newest first by the site's time; and the day's plot. Each filter has an index that ends in the time, so a page reads little more than itself. */
export function createPassagePages(db: Database) {
  const columns = `p.id, p.key, p.at, p.heard_at, p.door_id, r.door_name, r.reader, n.code, n.ref, n.name, p.type, p.result, p.cause, p.picture, p.way,
    p.guest_id, p.visit_id, p.effects`
  const from = 'FROM passages p JOIN readers r ON r.id = p.reader LEFT JOIN passage_persons n ON n.id = p.person'
  const byId = db.prepare(`SELECT ${columns} ${from} WHERE p.id = ?`)
  const some = db.prepare(`SELECT ${columns} ${from} WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id`)
  const timeOf = db.prepare<unknown[], { at: number }>('SELECT at FROM passages WHERE id = ?')
  const newer = db.prepare(`SELECT ${columns} ${from} WHERE p.id > ? ORDER BY p.id DESC LIMIT ?`)
  const following = db.prepare(`SELECT ${columns} ${from} WHERE p.id > ? AND p.feed = ? ORDER BY p.id LIMIT ?`)
  const newest = db.prepare<unknown[], { id: number | null }>('SELECT max(id) AS id FROM passages')
  const ofGuest = db.prepare(`SELECT ${columns} ${from} WHERE p.guest_id = ? ORDER BY p.at DESC, p.id DESC LIMIT ?`)
  const lastDenied = db.prepare<unknown[], { at: number }>(
    "SELECT at FROM passages WHERE guest_id = ? AND door_id = ? AND cause = 'outside-hours' AND at > ? ORDER BY at DESC LIMIT 1",
  )
  const lastGranted = db.prepare<unknown[], { at: number }>(
    "SELECT at FROM passages WHERE guest_id = ? AND door_id = ? AND result = 'granted' ORDER BY at DESC LIMIT 1",
  )
  const day = db.prepare<unknown[], { at: number; entries: number; exits: number; denied: number }>(
    'SELECT at, entries, exits, denied FROM passage_quarters WHERE feed = ? AND at >= ? AND at < ? ORDER BY at',
  )
  const denied = db.prepare<unknown[], { n: number }>(
    'SELECT coalesce(sum(denied), 0) AS n FROM passage_quarters WHERE feed = ? AND at >= ?',
  )
  const deniedIn = db.prepare<unknown[], { n: number }>(
    "SELECT count(*) AS n FROM passages WHERE result = 'denied' AND result <> 'granted' AND at >= ? AND at < ? AND +feed = ?",
  )
  const prepared = new Map<string, Statement>()
  const query = (sql: string): Statement => {
    const known = prepared.get(sql) ?? db.prepare(sql)
    prepared.set(sql, known)
    return known
  }

  /** Persons whose words begin with those typed, by their own names or by those of the guest we know them as; null: too many to go by. */
  function personsCalled(feed: number, words: readonly string[]): { ids: number[]; many: boolean } {
    const each = (column: string) => words.map((_, i) => `${column} LIKE @word${i} ESCAPE '\\'`).join(' AND ')
    const named = Object.fromEntries(words.map((word, i) => [`word${i}`, word]))
    const rows = query(
      `SELECT id FROM passage_persons WHERE feed = @feed AND (${each('search')}
        OR (ref <> '' AND ref IN (SELECT s.ref FROM site_refs s JOIN guests g ON g.id = s.guest_id JOIN feeds f ON f.site = s.site WHERE f.id = @feed AND ${each('g.search')}))
        OR (code <> '' AND code IN (SELECT g.code FROM guests g WHERE ${each('g.search')}))) LIMIT 5000`,
    ).all({ feed, ...named }) as { id: number }[]
    return { ids: rows.map(row => row.id), many: rows.length > MANY }
  }

  return {
    get: (id: number): StoredPassage | null => {
      const row = byId.get(id)
      return row === undefined ? null : parse(row)
    },
    some: (ids: readonly number[]): StoredPassage[] => some.all(JSON.stringify(ids)).map(parse),
    /** The last ones stored after `id`, oldest first. */
    newer: (id: number, limit: number): StoredPassage[] => newer.all(id, limit).map(parse).reverse(),
    /** What was stored after `id`, oldest first. */
    following: (feed: number, id: number, limit: number): StoredPassage[] => following.all(id, feed, limit).map(parse),
    newestId: (): number => newest.get()?.id ?? 0,
    ofGuest: (guest: GuestId, limit: number): StoredPassage[] => ofGuest.all(guest, limit).map(parse),

    page(asked: PassageQuery): StoredPassage[] {
      const { feed, before, limit, words } = asked
      // The plus keeps SQLite from the index of the keys: it knows nothing of time, and all of it would have to be sorted.
      const where = ['+p.feed = @feed']
      const values: Record<string, unknown> = { feed, limit }
      const add = (sql: string, name: string, value: unknown) => {
        where.push(sql)
        values[name] = value
      }
      if (asked.result !== null)
        add(`p.result = @result${asked.result === 'granted' ? '' : " AND p.result <> 'granted'"}`, 'result', asked.result)
      if (asked.way !== null) add('p.way = @way', 'way', asked.way)
      if (asked.doorId !== null) add('p.door_id = @doorId', 'doorId', asked.doorId)
      if (asked.guestId !== null) add('p.guest_id = @guestId', 'guestId', asked.guestId)
      if (asked.guestsOnly) where.push('p.guest_id IS NOT NULL')
      if (asked.from !== null) add('p.at >= @from', 'from', asked.from)
      if (asked.until !== null) add('p.at < @until', 'until', asked.until)
      if (before !== null) {
        add('p.at <= @beforeAt AND (p.at < @beforeAt OR p.id < @before)', 'beforeAt', timeOf.get(before)?.at ?? 0)
        values.before = before
      }
      if (words.length > 0) {
        const { ids, many } = personsCalled(feed, words)
        // The plus keeps SQLite from the index where reading backwards through the hours finds them sooner.
        add(`${many ? '+' : ''}p.person IN (SELECT value FROM json_each(@persons))`, 'persons', JSON.stringify(ids))
      }
      return query(`SELECT ${columns} ${from} WHERE ${where.join(' AND ')} ORDER BY p.at DESC, p.id DESC LIMIT @limit`)
        .all(values)
        .map(parse)
    },

    /** When this door last said "not at this hour" to a guest, since `since` and not let in after it. */
    outsideHours(guest: GuestId, door: string, since: Instant): Instant | null {
      const no = lastDenied.get(guest, door, since)?.at ?? null
      const yes = lastGranted.get(guest, door)?.at ?? null
      return no !== null && (yes === null || yes < no) ? no : null
    },
    /** The quarters of an hour in which something happened. */
    quarters: (feed: number, from: Instant, until: Instant) => day.all(feed, from, until),
    /** To the second, by the index of what was not granted. */
    deniedBetween: (feed: number, from: Instant, until: Instant): number => deniedIn.get(from, until, feed)?.n ?? 0,
    deniedSince: (feed: number, since: Instant): number => denied.get(feed, since)?.n ?? 0,
  }
}
