import type { LevelId } from '../../shared/model/ids.ts'
import type { AccessLevel } from '../../shared/model/site.ts'

/**
 * The levels offered as chips: those given last, newest first, then the site's own order. The chosen one is always among them,
 * in the last place when it is not recent. Levels that the site no longer has are left out.
 */
export function recentLevels(
  levels: readonly AccessLevel[],
  given: readonly (LevelId | null)[],
  chosen: LevelId | null,
  count: number,
): AccessLevel[] {
  const order = [...new Set([...given, ...levels.map(level => level.id)])]
  const known = order.flatMap(id => levels.find(level => level.id === id) ?? [])
  const first = known.slice(0, count)
  const extra = known.find(level => level.id === chosen)
  return extra && !first.includes(extra) ? [...first.slice(0, count - 1), extra] : first
}
