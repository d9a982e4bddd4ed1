import { z } from 'zod'
import { fold } from '../../shared/model/guest.ts'
import type { GuestId, VisitId } from '../../shared/model/ids.ts'
import {
  type DenialCause,
  FeedState,
  type Passage,
  PassageEffect,
  type PassageResult,
  type PassageWay,
} from '../../shared/model/passage.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'
import type { ReadersTable } from './readers.ts'

/** Whose passage it was, as far as we know. */
export interface Owner {
  guestId: GuestId | null
  visitId: VisitId | null
}

/** What became of a passage that was to be stored. `again`: it was there, and brought nothing new. */
export interface Stored {
  id: number
  how: 'new' | 'changed' | 'again'
  result: PassageResult
  way: PassageWay
}

const Effects = z.array(PassageEffect)

/** A passage of a visit that let somebody through. */
export interface VisitStep {
  id: number
  key: string
  at: Instant
  way: PassageWay
  doorId: string
  doorName: string
}

export type PassagesTable = ReturnType<typeof createPassagesTable>

type Known = {
  id: number
  at: number
  result: PassageResult
  way: PassageWay
  reader: number
  named: string
  person: number | null
}

/** A door that opened for somebody whom neither the site nor we can name: unknown until somebody does, and no entry. */
function judged({ result, cause, name }: Passage, { guestId }: Owner): { result: PassageResult; cause: DenialCause | null } {
  return result === 'granted' && guestId === null && name === ''
    ? { result: 'unknown', cause: 'person-unknown' }
    : { result, cause }
}

/** Persons remembered in memory, so that a busy door costs one statement a passage. */
const MOST_PERSONS = 20_000
const QUARTER_MS = 900_000
const DAY_MS = 86_400_000

/** Passages as they were told, each once by its key. Names stand in a table of their own, and so do readers. */
export function createPassagesTable(db: Database, readers: ReadersTable) {
  const feedOf = db.prepare<unknown[], { id: number }>('SELECT id FROM feeds WHERE site = ?')
  const addFeed = db.prepare('INSERT INTO feeds (site) VALUES (?) ON CONFLICT DO NOTHING')
  const cursorOf = db.prepare<unknown[], { cursor: string | null; heard_at: number | null }>(
    'SELECT cursor, heard_at FROM feeds WHERE id = ?',
  )
  const saveCursor = db.prepare('UPDATE feeds SET cursor = ?, heard_at = max(coalesce(heard_at, 0), ?) WHERE id = ?')
  const stateOf = db.prepare<unknown[], { heard_at: number | null; state: string | null }>(
    'SELECT heard_at, state FROM feeds WHERE id = ?',
  )
  const coverage = db.prepare<unknown[], { since: number | null; wanted: number | null }>(
    'SELECT since_at AS since, wanted_at AS wanted FROM feeds WHERE id = ?',
  )
  const want = db.prepare('UPDATE feeds SET wanted_at = min(coalesce(wanted_at, @at), @at) WHERE id = @id')
  const rewind = db.prepare('UPDATE feeds SET since_at = ?, cursor = coalesce(?, cursor) WHERE id = ?')
  const saveState = db.prepare('UPDATE feeds SET state = ? WHERE id = ?')
  const personId = db.prepare<unknown[], { id: number }>(
    `INSERT INTO passage_persons (feed, ref, code, name, search) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET search = excluded.search RETURNING id`,
  )
  const insert = db.prepare(
    `INSERT INTO passages (feed, day, key, at, heard_at, door_id, reader, person, type, result, cause, picture, way, guest_id, visit_id)
     VALUES (@feed, @day, @key, @at, @heardAt, @doorId, @reader, @person, @type, @result, @cause, @picture, @way, @guestId, @visitId)
     ON CONFLICT DO NOTHING`,
  )
  const nearby = db.prepare<unknown[], { day: number }>('SELECT day FROM passages WHERE feed = ? AND day IN (?, ?) AND key = ?')
  // Told twice, an event has the same key and about the same time: the two roads to it differ by seconds, or by hours where an offset is missing.
  const known = db.prepare<unknown[], Known>(
    `SELECT p.id, p.at, p.result, p.way, p.reader, r.reader AS named, p.person FROM passages p JOIN readers r ON r.id = p.reader
     WHERE p.feed = @feed AND p.day = @day AND p.key = @key`,
  )
  const enrich = db.prepare(
    `UPDATE passages SET reader = @reader, way = @way, result = @result, cause = CASE result WHEN @result THEN cause ELSE @cause END,
     person = coalesce(@person, person), picture = coalesce(@picture, picture), guest_id = coalesce(@guestId, guest_id), visit_id = coalesce(@visitId, visit_id)
     WHERE id = @id AND (reader <> @reader OR way <> @way OR result <> @result OR (@person IS NOT NULL AND person IS NOT @person)
       OR (@picture IS NOT NULL AND picture IS NULL) OR (@guestId IS NOT NULL AND guest_id IS NULL))`,
  )
  const quarter = db.prepare(
    `INSERT INTO passage_quarters (feed, at, entries, exits, denied) VALUES (@feed, @at, @entries, @exits, @denied)
     ON CONFLICT DO UPDATE SET entries = entries + excluded.entries, exits = exits + excluded.exits, denied = denied + excluded.denied`,
  )
  const ofVisit = db.prepare<unknown[], VisitStep & { effects: string }>(
    `SELECT p.id, p.key, p.at, p.way, p.effects, p.door_id AS doorId, r.door_name AS doorName FROM passages p JOIN readers r ON r.id = p.reader
     WHERE p.visit_id = ? AND p.result = 'granted' ORDER BY p.at, p.key`,
  )
  const saveEffects = db.prepare('UPDATE passages SET effects = @effects WHERE id = @id AND effects <> @effects')
  const persons = new Map<string, number>()
  const feeds = new Map<string, number>()

  function feed(site: string): number {
    const found = feeds.get(site)
    if (found !== undefined) return found
    addFeed.run(site)
    const id = feedOf.get(site)?.id
    if (id === undefined) throw new Error('a feed was lost')
    feeds.set(site, id)
    return id
  }

  function personOf(at: number, { ref, code, name }: Passage): number | null {
    if (ref === null && code === null && name === '') return null
    const key = `${at} ${ref ?? ''} ${code ?? ''} ${name}`
    const found = persons.get(key)
    if (found !== undefined) return found
    const id = personId.get(at, ref ?? '', code ?? '', name, ` ${fold(name)} ${code ?? ''}`)?.id ?? null
    if (persons.size >= MOST_PERSONS) persons.clear()
    if (id !== null) persons.set(key, id)
    return id
  }

  function count(at: number, passage: { at: Instant; result: string }, way: PassageWay, by: 1 | -1): void {
    const granted = passage.result === 'granted'
    const entries = granted && way === 'in' ? by : 0
    const exits = granted && way === 'out' ? by : 0
    const denied = passage.result === 'denied' ? by : 0
    if (entries || exits || denied)
      quarter.run({ feed: at, at: Math.floor(passage.at / QUARTER_MS) * QUARTER_MS, entries, exits, denied })
  }

  return {
    feed,
    /** What the feed said last, and when the site was last heard. */
    cursor(site: string): { cursor: string | null; heardAt: Instant | null } {
      const row = cursorOf.get(feed(site))
      return { cursor: row?.cursor ?? null, heardAt: row?.heard_at ?? null }
    },
    /** Call inside the transaction that stores what the cursor stands for. */
    saveCursor: (site: string, cursor: string, now: Instant): void => void saveCursor.run(cursor, now, feed(site)),
    /** From when on passages are here, and from when on somebody wants them. */
    coverage: (site: string): { since: Instant | null; wanted: Instant | null } =>
      coverage.get(feed(site)) ?? { since: null, wanted: null },
    want: (site: string, at: Instant): void => void want.run({ at, id: feed(site) }),
    /** The feed goes on from `since`, where there is a cursor that says so. */
    rewind: (site: string, since: Instant, cursor: string | null): void => void rewind.run(since, cursor, feed(site)),
    /** How the feed stands, as the process that reads it said; null: nobody ever did. */
    said(site: string): { heardAt: Instant | null; state: FeedState | null } {
      const row = stateOf.get(feed(site))
      const state = row?.state ? FeedState.safeParse(JSON.parse(row.state)) : null
      return { heardAt: row?.heard_at ?? null, state: state?.success ? state.data : null }
    },
    saveState: (site: string, state: FeedState): void => void saveState.run(JSON.stringify(state), feed(site)),

    /**
     * Stores a passage once. Told again with more (a pushed event has no reader's name, a late picture comes alone), what is new is added. Call inside a transaction.
     */
    add(site: string, passage: Passage, owner: Owner): Stored {
      const at = feed(site)
      const doorId = passage.doorId ?? ''
      const reader = readers.of(at, doorId, passage.doorName, passage.reader)
      const { way } = reader
      const person = personOf(at, passage)
      const { key, heardAt, type, picture } = passage
      const { result, cause } = judged(passage, owner)
      const day = Math.floor(passage.at / DAY_MS)
      const row = {
        feed: at,
        day,
        key,
        at: passage.at,
        heardAt,
        doorId,
        reader: reader.id,
        person,
        type,
        result,
        cause,
        picture,
        way,
      }
      const other = nearby.get(at, day - 1, day + 1, key)
      const added = other ? null : insert.run({ ...row, ...owner })
      if (added?.changes === 1) {
        count(at, { at: passage.at, result }, way, 1)
        return { id: Number(added.lastInsertRowid), how: 'new', result, way }
      }
      const old = known.get({ feed: at, day: other?.day ?? day, key })
      if (!old) throw new Error('a passage was lost inside its own transaction')
      // Whoever names the reader knows more than whoever does not; and what somebody has since said of a reader is for what comes.
      const better = passage.reader !== '' && old.named === ''
      const now = better ? { reader: reader.id, way } : { reader: old.reader, way: old.way }
      const named = passage.name !== '' || old.person === null ? person : null
      // Named now, a door that had opened for nobody opened for somebody; never the other way.
      const said = result === 'granted' && old.result === 'unknown' ? result : old.result
      const { changes } = enrich.run({ id: old.id, ...now, result: said, cause, person: named, picture, ...owner })
      if (changes > 0) {
        count(at, old, old.way, -1)
        count(at, { at: old.at, result: said }, now.way, 1)
      }
      return { id: old.id, how: changes > 0 ? 'changed' : 'again', result: said, way: now.way }
    },

    /** What counts for a visit: whoever was let through, oldest first. */
    ofVisit: (visit: VisitId): (VisitStep & { effects: PassageEffect[] })[] =>
      ofVisit.all(visit).map(({ effects, ...step }) => ({ ...step, effects: Effects.parse(JSON.parse(effects)) })),
    /** True where they are others than before. */
    saveEffects: (id: number, effects: readonly PassageEffect[]): boolean =>
      saveEffects.run({ id, effects: JSON.stringify(effects) }).changes > 0,
  }
}
