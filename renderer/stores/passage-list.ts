import type { PassageFilter, Quarter } from '../../shared/contract/passage-calls.ts'
import { fold } from '../../shared/model/guest.ts'
import type { PassageView } from '../../shared/model/passage.ts'
import type { Instant } from '../../shared/model/time.ts'

/** A quarter of an hour, the plot's bar. */
export const QUARTER_MS = 900_000

/** What is shown with nothing narrowed. */
export const everything: PassageFilter = {
  result: null,
  way: null,
  doorId: null,
  guestId: null,
  guestsOnly: false,
  search: '',
  from: null,
  until: null,
}

/** Nothing is narrowed. */
export const isEverything = (filter: PassageFilter): boolean =>
  (Object.keys(everything) as (keyof PassageFilter)[]).every(key => filter[key] === everything[key])

/** Whether a passage that was just heard belongs into what is shown; the core asks the same of its table. */
export function belongs(passage: PassageView, filter: PassageFilter): boolean {
  const { result, way, doorId, guestId, guestsOnly, search, from, until } = filter
  if (result !== null && passage.result !== result) return false
  if (way !== null && passage.way !== way) return false
  if (doorId !== null && passage.doorId !== doorId) return false
  if (guestId !== null && passage.guestId !== guestId) return false
  if (guestsOnly && passage.guestId === null) return false
  if (from !== null && passage.at < from) return false
  if (until !== null && passage.at >= until) return false
  if (search.trim() === '') return true
  const words = fold(`${passage.guestName} ${passage.name} ${passage.company} ${passage.code ?? ''}`).split(' ')
  return fold(search)
    .split(' ')
    .every(asked => words.some(word => word.startsWith(asked)))
}

/** The newest first, by the site's own time; what came at the same instant by its number. */
const byTime = (a: PassageView, b: PassageView) => b.at - a.at || b.id - a.id

/** Rows with those just heard among them, the newest first, each id once (the younger telling wins), no more than `most`. */
export function merged(rows: readonly PassageView[], heard: readonly PassageView[], most: number): readonly PassageView[] {
  if (heard.length === 0) return rows
  const fresh = new Map(heard.map(passage => [passage.id, passage]))
  const kept = rows.map(row => {
    const again = fresh.get(row.id)
    if (again) fresh.delete(row.id)
    return again ?? row
  })
  const added = [...fresh.values()].sort(byTime)
  const [newest] = kept
  const oldestAdded = added.at(-1)
  // Nearly always all of them are newer than what is here; a late one finds its place.
  const inOrder = !newest || !oldestAdded || byTime(oldestAdded, newest) < 0
  const all = inOrder ? [...added, ...kept] : [...added, ...kept].sort(byTime)
  return all.length > most ? all.slice(0, most) : all
}

/** The day's quarters with what was just heard counted in. `from` is the day's first instant: what is older belongs to another day's plot. */
export function counted(quarters: readonly Quarter[], heard: readonly PassageView[], from: Instant): readonly Quarter[] {
  const byAt = new Map(quarters.map(quarter => [quarter.at, quarter]))
  for (const { at, result, way } of heard) {
    if (at < from) continue
    const quarter = from + Math.floor((at - from) / QUARTER_MS) * QUARTER_MS
    const before = byAt.get(quarter) ?? { at: quarter, entries: 0, exits: 0, denied: 0 }
    byAt.set(quarter, {
      at: quarter,
      entries: before.entries + (result === 'granted' && way === 'in' ? 1 : 0),
      exits: before.exits + (result === 'granted' && way === 'out' ? 1 : 0),
      denied: before.denied + (result === 'denied' ? 1 : 0),
    })
  }
  return [...byAt.values()].sort((a, b) => a.at - b.at)
}

/** What the quarters add up to. */
export function totalOf(quarters: readonly Quarter[]): { entries: number; exits: number; denied: number } {
  return quarters.reduce(
    (sum, { entries, exits, denied }) => ({
      entries: sum.entries + entries,
      exits: sum.exits + exits,
      denied: sum.denied + denied,
    }),
    { entries: 0, exits: 0, denied: 0 },
  )
}
