import type { Instant } from '../../shared/model/time.ts'
import type { Database, Statement } from './database.ts'
import { columnsOf, type StoredVisit, toVisits } from './visits.ts'

/** What the guests' table can be narrowed to. `alarms`: the window is over, and the site still lets them in. */
export type GuestFilter = 'all' | 'active' | 'ending' | 'expected' | 'refused' | 'alarms' | 'over'

const conditions: Readonly<Record<GuestFilter, string>> = {
  all: '1 = 1',
  active: "v.level_step = 'done' AND v.from_at <= @now AND v.until_at > @now",
  ending: "v.level_step = 'done' AND v.until_at > @now AND v.until_at <= @now + 3600000",
  expected: "v.from_at > @now AND v.state NOT IN ('cancelled', 'revoked', 'checked-out')",
  refused: "v.state IN ('failed', 'partly')",
  alarms: "v.level_step = 'done' AND v.until_at <= @late",
  over: "v.state IN ('revoked', 'expired', 'checked-out', 'cancelled')",
}

export interface GuestPage {
  site: string
  filter: GuestFilter
  /** LIKE patterns for the search column (`guests.patterns`). */
  words: readonly string[]
  now: Instant
  /** Windows that ended before it and still have access are alarms. */
  late: Instant
  offset: number
  limit: number
}

/** Pages of the guests' table: the visits of one site, the newest first. */
export function createGuestPages(db: Database): (asked: GuestPage) => { visits: StoredVisit[]; total: number } {
  const prepared = new Map<string, { page: Statement; count: Statement }>()
  function queries(filter: GuestFilter, words: number) {
    const known = prepared.get(`${filter} ${words}`)
    if (known) return known
    const named = Array.from({ length: words }, (_, i) => ` AND g.search LIKE @word${i} ESCAPE '\\'`).join('')
    const from = `FROM visits v JOIN guests g ON g.id = v.guest_id WHERE v.site = @site AND ${conditions[filter]}${named}`
    const made = {
      page: db.prepare(`SELECT ${columnsOf('v')} ${from} ORDER BY v.id DESC LIMIT @limit OFFSET @offset`),
      count: db.prepare(`SELECT count(*) AS n ${from}`),
    }
    prepared.set(`${filter} ${words}`, made)
    return made
  }
  return ({ filter, words, offset, limit, ...rest }) => {
    const { page, count } = queries(filter, words.length)
    const named = { ...rest, ...Object.fromEntries(words.map((word, i) => [`word${i}`, word])) }
    return { visits: toVisits(page.all({ ...named, offset, limit })), total: (count.get(named) as { n: number }).n }
  }
}
