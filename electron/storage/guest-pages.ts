import type { Instant } from '../../shared/model/time.ts'
import type { GuestFilter } from '../../shared/model/visit.ts'
import type { Database, Statement } from './database.ts'
import { isIn } from './presence.ts'
import { columnsOf, type StoredVisit, toVisits } from './visits.ts'

/** By what the doors say of a visit. */
const isInside = `EXISTS (SELECT 1 FROM visit_presence p WHERE p.visit_id = v.id AND ${isIn})`
const hasCome = 'EXISTS (SELECT 1 FROM visit_presence p WHERE p.visit_id = v.id AND p.arrived_at IS NOT NULL)'

/** The filters, in the table's own words. */
const conditions: Readonly<Record<GuestFilter, string>> = {
  all: '1 = 1',
  active: "v.level_step = 'done' AND v.from_at <= @now AND v.until_at > @now",
  ending: "v.level_step = 'done' AND v.until_at > @now AND v.until_at <= @now + 3600000",
  inside: isInside,
  expected: `v.until_at > @now AND v.state NOT IN ('cancelled', 'revoked', 'expired', 'checked-out', 'draft', 'failed') AND NOT ${hasCome}`,
  overstaying: `${isInside} AND v.until_at <= @now`,
  refused: "v.state IN ('failed', 'partly')",
  alarms: "v.level_step = 'done' AND v.until_at <= @late",
  over: "v.state IN ('revoked', 'expired', 'checked-out', 'cancelled')",
}

export interface GuestsAsked {
  site: string
  /** LIKE patterns for the search column (`guests.patterns`). */
  words: readonly string[]
  now: Instant
  /** Windows that ended before it and still have access are alarms. */
  late: Instant
}
export interface GuestPage extends GuestsAsked {
  filter: GuestFilter
  offset: number
  limit: number
}

/** `@word0`, `@word1`: each must be in the guest's search column. */
const named = (words: readonly string[]) => words.map((_, i) => ` AND g.search LIKE @word${i} ESCAPE '\\'`).join('')
const values = (words: readonly string[]) => Object.fromEntries(words.map((word, i) => [`word${i}`, word]))

/** Pages of the guests' table, the visits of one site, the newest first; and how many each filter would show. */
export function createGuestPages(db: Database) {
  const prepared = new Map<string, Statement>()
  /** Prepared once for each number of words. */
  function query(key: string, sql: () => string): Statement {
    const known = prepared.get(key)
    if (known) return known
    const made = db.prepare(sql())
    prepared.set(key, made)
    return made
  }
  const from = ({ words }: GuestsAsked) => `FROM visits v JOIN guests g ON g.id = v.guest_id WHERE v.site = @site${named(words)}`
  const sums = Object.entries(conditions).map(([filter, condition]) => `coalesce(sum(${condition}), 0) AS "${filter}"`)

  return {
    page(asked: GuestPage): { visits: StoredVisit[]; total: number } {
      const { filter, words, offset, limit, ...rest } = asked
      const key = `${filter} ${words.length}`
      const where = `${from(asked)} AND ${conditions[filter]}`
      const page = query(`page ${key}`, () => `SELECT ${columnsOf('v')} ${where} ORDER BY v.id DESC LIMIT @limit OFFSET @offset`)
      const count = query(`count ${key}`, () => `SELECT count(*) AS n ${where}`)
      const about = { ...rest, ...values(words) }
      return { visits: toVisits(page.all({ ...about, offset, limit })), total: (count.get(about) as { n: number }).n }
    },
    /** One pass for all of them. */
    counts(asked: GuestsAsked): Record<GuestFilter, number> {
      const { words, ...rest } = asked
      const all = query(`all ${words.length}`, () => `SELECT ${sums.join(', ')} ${from(asked)}`)
      return all.get({ ...rest, ...values(words) }) as Record<GuestFilter, number>
    },
  }
}
