import { DoorId, LevelId } from '../../shared/model/ids.ts'
import type { AccessLevel, Door } from '../../shared/model/site.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

export type SiteCache = ReturnType<typeof createSiteCache>

type LevelRow = { id: string; name: string; doors: string | null; seen_at: number }

/** Levels and doors as a site last told them, kept so that the desk works while the site is away. */
export function createSiteCache(db: Database) {
  const levels = db.prepare<unknown[], LevelRow>('SELECT id, name, doors, seen_at FROM site_levels WHERE site = ?')
  // A site that does not tell a level's doors takes nothing away from what was learned of them.
  const saveLevel = db.prepare(
    'INSERT INTO site_levels (site, id, name, doors, seen_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, doors = COALESCE(excluded.doors, doors), seen_at = excluded.seen_at',
  )
  const dropLevels = db.prepare('DELETE FROM site_levels WHERE site = ? AND seen_at < ?')
  const learn = db.prepare('UPDATE site_levels SET doors = ? WHERE site = ? AND id = ?')
  const doors = db.prepare<unknown[], { id: string; name: string; seen_at: number }>(
    'SELECT id, name, seen_at FROM site_doors WHERE site = ? ORDER BY position',
  )
  const saveDoor = db.prepare(
    'INSERT INTO site_doors (site, id, name, position, seen_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, position = excluded.position, seen_at = excluded.seen_at',
  )
  const dropDoors = db.prepare('DELETE FROM site_doors WHERE site = ? AND seen_at < ?')
  const parseDoors = (text: string | null) => (text === null ? null : (JSON.parse(text) as string[]).map(id => DoorId.parse(id)))

  return {
    levels(site: string): { levels: AccessLevel[]; asOf: Instant | null } {
      const rows = levels.all(site)
      const found = rows.map(row => ({ id: LevelId.parse(row.id), name: row.name, doors: parseDoors(row.doors) }))
      found.sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1))
      return { levels: found, asOf: rows[0]?.seen_at ?? null }
    },
    saveLevels: db.transaction((site: string, found: readonly AccessLevel[], now: Instant) => {
      for (const { id, name, doors: told } of found) saveLevel.run(site, id, name, told && JSON.stringify(told), now)
      dropLevels.run(site, now)
    }),
    /** The doors of a level, learned from what the doors of one guest answered. */
    learnDoors(site: string, level: LevelId, ids: readonly DoorId[]): void {
      learn.run(JSON.stringify([...ids].sort()), site, level)
    },
    doors(site: string): { doors: Door[]; asOf: Instant | null } {
      const rows = doors.all(site)
      return { doors: rows.map(row => ({ id: DoorId.parse(row.id), name: row.name })), asOf: rows[0]?.seen_at ?? null }
    },
    saveDoors: db.transaction((site: string, found: readonly Door[], now: Instant) => {
      found.forEach((door, position) => {
        saveDoor.run(site, door.id, door.name, position, now)
      })
      dropDoors.run(site, now)
    }),
  }
}
