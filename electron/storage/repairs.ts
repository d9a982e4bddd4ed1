import { z } from 'zod'
import { ActState, actShare } from '../../shared/model/act.ts'
import { Failure } from '../../shared/model/failure.ts'
import type { GuestId } from '../../shared/model/ids.ts'
import { GuestId as GuestIdSchema } from '../../shared/model/ids.ts'
import { LackingDoor, RepairSight, type RepairView, RepairWhy } from '../../shared/model/repair.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

const StoredRepair = z.object({
  id: z.number().int(),
  site: z.string(),
  why: RepairWhy,
  started_at: z.number(),
  looked_at: z.number().nullable(),
  ended_at: z.number().nullable(),
  sight: RepairSight.nullable(),
  total: z.number().int(),
  guests: z.number().int(),
  unsaid: z.number().int(),
  failure: z.string().nullable(),
})
export type StoredRepair = Omit<z.infer<typeof StoredRepair>, 'failure'> & { failure: Failure | null }

/** What came of those who lacked something. */
export type Mended = Pick<RepairView, 'found' | 'mended' | 'failed' | 'doors'> & { left: number }

export type RepairsTable = ReturnType<typeof createRepairsTable>

const parse = (row: unknown): StoredRepair | null => {
  if (row === undefined) return null
  const repair = StoredRepair.parse(row)
  return { ...repair, failure: repair.failure === null ? null : Failure.parse(JSON.parse(repair.failure)) }
}

/** A guest with access now or later, whose doors have answered: what a repair looks at. */
const STANDING = "site = @site AND level_step = 'done' AND until_at > @now AND state IN ('delivered', 'applied', 'partly')"

/** Looks at what the doors hold. Who lacked something is in the acts that each has made. */
export function createRepairsTable(db: Database) {
  const insert = db.prepare('INSERT INTO repairs (site, why, started_at, total) VALUES (@site, @why, @now, @total)')
  const byId = db.prepare('SELECT * FROM repairs WHERE id = ?')
  const last = db.prepare('SELECT * FROM repairs WHERE site = ? ORDER BY id DESC LIMIT 1')
  const note = db.prepare(
    'UPDATE repairs SET guests = guests + @guests, unsaid = unsaid + @unsaid, sight = @sight WHERE id = @id',
  )
  const looked = db.prepare('UPDATE repairs SET looked_at = ?, failure = ? WHERE id = ? AND looked_at IS NULL')
  const end = db.prepare('UPDATE repairs SET ended_at = ? WHERE id = ? AND looked_at IS NOT NULL AND ended_at IS NULL')
  const acts = db.prepare<unknown[], { state: string; lacking: string | null }>(
    'SELECT state, lacking FROM acts WHERE repair_id = ?',
  )
  const isBusy = db.prepare(
    "SELECT 1 FROM acts WHERE repair_id = ? AND state NOT IN ('done', 'applied', 'failed', 'cancelled') LIMIT 1",
  )
  const guests = db.prepare<unknown[], { guest_id: number }>(
    `SELECT DISTINCT guest_id FROM visits WHERE ${STANDING} AND guest_id > @after ORDER BY guest_id LIMIT @limit`,
  )
  const count = db.prepare(`SELECT count(DISTINCT guest_id) AS n FROM visits WHERE ${STANDING}`)
  const before = db.prepare(`SELECT 1 FROM visits WHERE ${STANDING} AND updated_at < @at LIMIT 1`)

  const repairs = {
    add(site: string, why: RepairWhy, now: Instant): number {
      const { n: total } = count.get({ site, now }) as { n: number }
      return Number(insert.run({ site, why, now, total }).lastInsertRowid)
    },
    get: (id: number): StoredRepair | null => parse(byId.get(id)),
    last: (site: string): StoredRepair | null => parse(last.get(site)),
    note: (id: number, by: { guests: number; unsaid: number; sight: RepairSight }): void => void note.run({ ...by, id }),
    /** Everybody was looked at, or it was given up. */
    setLooked: (id: number, failure: Failure | null, now: Instant): void =>
      void looked.run(now, failure && JSON.stringify(failure), id),
    /** True where it has come to its end with this. */
    end: (id: number, now: Instant): boolean => isBusy.get(id) === undefined && end.run(now, id).changes > 0,
    mended(id: number): Mended {
      const all = acts.all(id).map(row => ({
        share: actShare(ActState.parse(row.state)),
        lacking: row.lacking === null ? [] : z.array(LackingDoor).parse(JSON.parse(row.lacking)),
      }))
      const counted = (share: string) => all.filter(act => act.share === share).length
      const doors = new Map<string, Mended['doors'][number]>()
      for (const { share, lacking } of all)
        for (const door of lacking) {
          const { lacking: n, mended } = doors.get(door.id) ?? { lacking: 0, mended: 0 }
          doors.set(door.id, { ...door, lacking: n + 1, mended: mended + (share === 'done' ? 1 : 0) })
        }
      return {
        found: all.length - counted('cancelled'),
        mended: counted('done'),
        failed: counted('failed'),
        left: counted('left'),
        doors: [...doors.values()],
      }
    },
    /** The next guests to look at, in the order of their ids. */
    guestsAfter: (about: { site: string; now: Instant; after: number; limit: number }): GuestId[] =>
      guests.all(about).map(row => GuestIdSchema.parse(row.guest_id)),
    hasAnybody: (site: string, now: Instant): boolean => before.get({ site, now, at: Number.MAX_SAFE_INTEGER }) !== undefined,
    /** Somebody has had access since before `at`, and nobody has looked since. */
    isDue(site: string, at: Instant, now: Instant): boolean {
      const newest = repairs.last(site)
      return (newest === null || newest.started_at < at) && before.get({ site, now, at }) !== undefined
    },
  }
  return repairs
}
