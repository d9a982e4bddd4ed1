import { type ActAsked, actProblem } from '../../shared/model/act-rules.ts'
import { LAST_INSTANT } from '../../shared/model/time.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import { lowerFirst } from '../text/lower-first.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { useNow } from '../ui/use-now.ts'

const kinds = ['extend', 'assign', 'reapply', 'checkout', 'revoke', 'remove'] as const
export type OfferedKind = (typeof kinds)[number]

export interface ActProblems {
  /** Nobody of them can be done this to. */
  isOff(kind: OfferedKind): boolean
  /** Why, in words: one sentence a reason, with the buttons it holds for. */
  reasons: readonly string[]
}

/** What cannot be done to these visits, and why: the core's own rules, asked before anybody tries. */
export function useActProblems(visits: readonly VisitView[], offered: readonly OfferedKind[] = kinds): ActProblems {
  const { t } = useText()
  const say = useFailure()
  const now = useNow(5_000)
  const problemOf = (visit: VisitView, kind: OfferedKind) => {
    const asked: ActAsked = { kind, levelId: null, until: LAST_INSTANT }
    const { state, levels, from, until, steps } = visit
    const about = { state, onSite: steps.person === 'done', window: { from, until }, held: levels, wasRevoked: false }
    return actProblem(asked, about, now)
  }
  const off = new Map<OfferedKind, string>()
  for (const kind of offered) {
    const [problem] = visits.map(visit => problemOf(visit, kind)).sort((a, b) => Number(a !== null) - Number(b !== null))
    if (problem) off.set(kind, say(problem))
  }
  const because = Map.groupBy(off.keys(), kind => off.get(kind) ?? '')
  return {
    isOff: kind => off.has(kind),
    reasons: [...because].map(([cause, held]) =>
      t('guests.off', { acts: held.map(kind => t(`guests.do ${kind}`)).join(', '), cause: lowerFirst(cause) }),
    ),
  }
}
