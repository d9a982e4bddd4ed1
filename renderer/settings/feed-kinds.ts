import type { FeedSettingsView } from '../../shared/contract/feed-calls.ts'
import type { EventKind, PassageResult } from '../../shared/model/passage.ts'
import { PROMPT_EVENT_TYPES, RARE_EVENT_TYPES } from '../../shared/model/settings.ts'

type Lists = Pick<FeedSettingsView, 'types' | 'rareTypes'>

/** How often a kind of event is asked for. */
export const paces = ['every', 'slower', 'never'] as const
export type Pace = (typeof paces)[number]
export type KindRow = EventKind & { pace: Pace }

const unique = (types: readonly number[]) => [...new Set(types)]

/** The kinds to choose from, by what they mean: those that are asked for as shipped, and whatever somebody added. */
export function kindRows({ types, rareTypes, kinds }: FeedSettingsView): { result: PassageResult; rows: KindRow[] }[] {
  const known = new Map(kinds.map(kind => [kind.type, kind]))
  const paceOf = (type: number): Pace => (types.includes(type) ? 'every' : rareTypes.includes(type) ? 'slower' : 'never')
  const rows = unique([...PROMPT_EVENT_TYPES, ...RARE_EVENT_TYPES, ...types, ...rareTypes]).map(type => ({
    ...(known.get(type) ?? { type, result: 'unknown' as const, cause: null }),
    pace: paceOf(type),
  }))
  const groups: readonly PassageResult[] = ['granted', 'denied', 'alarm', 'unknown']
  return groups
    .map(result => ({ result, rows: rows.filter(row => row.result === result) }))
    .filter(group => group.rows.length > 0)
}

/** The lists with one kind asked for at another pace; null where nothing would be left for every round. */
export function withPace({ types, rareTypes }: Lists, type: number, pace: Pace): Lists | null {
  const others = (list: readonly number[]) => list.filter(one => one !== type)
  const next = {
    types: pace === 'every' ? [...others(types), type] : others(types),
    rareTypes: pace === 'slower' ? [...others(rareTypes), type] : others(rareTypes),
  }
  return next.types.length > 0 ? next : null
}
