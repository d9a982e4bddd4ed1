import type { BatchActKind } from '../../shared/model/act.ts'
import { closedStates } from '../../shared/model/act-rules.ts'
import type { GuestId, LevelId } from '../../shared/model/ids.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { Core } from './core.ts'

/**
 * The visits that an act is about where somebody names a guest and not a visit. A guest may have several that are not over, by a list sent twice or a visit of next week. To be
 * taken off a level is to be taken off it by every one of them, else the doors stay open for a guest who is told to be off it; whoever is checked out ends each visit that has begun;
 * another end is for what goes on now. All else, and whatever finds no such visit, is about the one of this moment or the newest. Empty where there was never a visit.
 */
export function visitsMeant(
  core: Pick<Core, 'visits' | 'levels' | 'site' | 'clock'>,
  { kind, levelId }: { kind: BatchActKind; levelId: LevelId | null },
  guest: GuestId,
): StoredVisit[] {
  const now = core.clock.now()
  const all = core.visits.allOfGuest(guest)
  const here = all.filter(visit => visit.site === core.site.key())
  const newestFirst = here.length > 0 ? here : all
  const isNow = ({ from_at, until_at }: StoredVisit) => from_at <= now && now < until_at
  const holding = newestFirst.filter(({ id }) =>
    core.levels.held(id).some(level => kind !== 'revoke' || (levelId ?? level.id) === level.id),
  )
  const meant = (): StoredVisit[] => {
    switch (kind) {
      case 'revoke':
      case 'remove':
        return holding
      case 'checkout':
        return holding.filter(visit => visit.from_at <= now)
      case 'extend':
        return holding.filter(isNow)
      case 'reapply':
        return holding.filter(isNow).slice(0, 1)
      case 'assign':
        return newestFirst.filter(visit => isNow(visit) && !closedStates.includes(visit.state)).slice(0, 1)
    }
  }
  const found = meant()
  return found.length > 0 ? found : [holding[0] ?? newestFirst[0]].flatMap(visit => visit ?? [])
}
