import type { LocalLevel } from '../../shared/model/device.ts'
import { type DoorId, LevelId } from '../../shared/model/ids.ts'

export type LevelFault = 'name' | 'twice' | 'doors'

/** What keeps a level from being saved; null: nothing. */
export function levelFault(level: LocalLevel, all: readonly LocalLevel[]): LevelFault | null {
  const name = level.name.trim()
  if (name === '' || name.length > 60) return 'name'
  if (all.some(other => other !== level && other.name.trim() === name)) return 'twice'
  return level.doors?.length === 0 ? 'doors' : null
}

/** One more level, with an id that none of them has, and no doors yet. */
export function withNewLevel(levels: readonly LocalLevel[], nameOf: (n: number) => string): LocalLevel[] {
  for (let n = levels.length + 1; ; n++) {
    const id = LevelId.parse(`level-${n}`)
    const name = nameOf(n)
    if (levels.every(level => level.id !== id && level.name !== name)) return [...levels, { id, name, doors: [] }]
  }
}

/** A door put in or taken out; the order is that of the site's doors. */
export function withDoor(level: LocalLevel, door: DoorId, isIn: boolean, all: readonly DoorId[]): LocalLevel {
  const wanted = new Set(level.doors ?? all)
  if (isIn) wanted.add(door)
  else wanted.delete(door)
  return { ...level, doors: [...all.filter(id => wanted.has(id)), ...[...wanted].filter(id => !all.includes(id))] }
}
