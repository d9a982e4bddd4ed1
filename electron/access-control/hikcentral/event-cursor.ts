import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { DoorId } from '../../../shared/model/ids.ts'
import type { Instant } from '../../../shared/model/time.ts'

/** At most so many doors a query (protocol A4, Doors and events). */
const DOORS_A_QUERY = 10

const Marks = z.object({ v: z.literal(1), marks: z.record(z.string(), z.number()) })

/** Up to when each kind of event has been told, by doors asked together: `<type> <doors>` -> an instant of the site's clock. */
export type Marks = ReadonlyMap<string, Instant>

/** The cursor as it is kept; one that cannot be read is none. */
export function readCursor(text: string | null): Marks | null {
  if (text === null) return null
  try {
    const read = Marks.safeParse(JSON.parse(text))
    return read.success && Object.keys(read.data.marks).length > 0 ? new Map(Object.entries(read.data.marks)) : null
  } catch {
    return null
  }
}

export const writeCursor = (marks: Marks): string => JSON.stringify({ v: 1, marks: Object.fromEntries(marks) })

/** A cursor of one instant for every kind: `markOf` falls back to it. */
export const cursorAt = (at: Instant): string => writeCursor(new Map([['*', at]]))

/** Doors in the sets that are asked about together, the same for the same doors in whatever order they were listed. */
export function doorSets(doors: readonly DoorId[]): { key: string; doors: DoorId[] }[] {
  const sorted = [...new Set(doors)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  return Array.from({ length: Math.ceil(sorted.length / DOORS_A_QUERY) }, (_, i) => {
    const set = sorted.slice(i * DOORS_A_QUERY, (i + 1) * DOORS_A_QUERY)
    const key = createHash('sha256').update(set.join(' ')).digest('hex').slice(0, 8)
    return { key, doors: set }
  })
}

/**
 * Where a kind of event is gone on with. A set of doors that is not in the cursor (one was added) begins where the slowest of that kind stands; a kind that is not in it (the
 * setting was changed) where the slowest of all does. Nothing is lost; what is told twice has its key.
 */
export function markOf(marks: Marks, type: number, set: string): Instant {
  const own = marks.get(`${type} ${set}`)
  if (own !== undefined) return own
  const least = (values: Instant[]) => (values.length > 0 ? Math.min(...values) : null)
  const ofType = least([...marks].flatMap(([key, at]) => (key.startsWith(`${type} `) ? [at] : [])))
  return ofType ?? least([...marks.values()]) ?? 0
}
