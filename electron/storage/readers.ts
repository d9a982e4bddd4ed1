import { DoorId } from '../../shared/model/ids.ts'
import type { PassageWay } from '../../shared/model/passage.ts'
import { guessWay } from '../../shared/model/presence-rules.ts'
import type { Database } from './database.ts'

export interface Reader {
  doorId: DoorId
  doorName: string
  reader: string
  way: PassageWay
  guessed: boolean
}

export type ReadersTable = ReturnType<typeof createReadersTable>

type Row = { id: number; door_id: string; door_name: string; reader: string; way: PassageWay; guessed: number }

/** Sides of doors and which way they lead: guessed from the name at first sight, until somebody says so. */
export function createReadersTable(db: Database) {
  const columns = 'id, door_id, door_name, reader, way, guessed'
  const one = db.prepare<unknown[], Row>(`SELECT ${columns} FROM readers WHERE feed = ? AND door_id = ? AND reader = ?`)
  const add = db.prepare('INSERT INTO readers (feed, door_id, door_name, reader, way) VALUES (?, ?, ?, ?, ?)')
  const rename = db.prepare('UPDATE readers SET door_name = ?, way = CASE guessed WHEN 1 THEN ? ELSE way END WHERE id = ?')
  const all = db.prepare<unknown[], Row>(`SELECT ${columns} FROM readers WHERE feed = ? ORDER BY door_name, door_id, reader`)
  const set = db.prepare('UPDATE readers SET way = ?, guessed = 0 WHERE feed = ? AND door_id = ? AND reader = ?')
  const known = new Map<string, { id: number; doorName: string; way: PassageWay }>()

  return {
    /** The reader of a door, made when first seen; a door's new name is taken over. Call inside a transaction. */
    of(feed: number, doorId: string, doorName: string, reader: string): { id: number; way: PassageWay } {
      const key = `${feed} ${doorId} ${reader}`
      const cached = known.get(key)
      if (cached && (doorName === '' || cached.doorName === doorName)) return cached
      const row = one.get(feed, doorId, reader)
      if (!row) add.run(feed, doorId, doorName, reader, guessWay(reader, doorName))
      else if (doorName !== '' && row.door_name !== doorName) rename.run(doorName, guessWay(reader, doorName), row.id)
      const fresh = one.get(feed, doorId, reader)
      if (!fresh) throw new Error('a reader was lost inside its own transaction')
      const found = { id: fresh.id, doorName: fresh.door_name, way: fresh.way }
      known.set(key, found)
      return found
    },
    list: (feed: number): Reader[] =>
      all.all(feed).flatMap(row => {
        const id = DoorId.safeParse(row.door_id)
        return id.success
          ? [{ doorId: id.data, doorName: row.door_name, reader: row.reader, way: row.way, guessed: row.guessed === 1 }]
          : []
      }),
    /** Somebody says which way it leads: from now on. False where there is no such reader. */
    set(feed: number, doorId: DoorId, reader: string, way: PassageWay): boolean {
      known.clear()
      return set.run(way, feed, doorId, reader).changes === 1
    },
    /** Another process may have said so. */
    forgetCache: (): void => known.clear(),
  }
}
