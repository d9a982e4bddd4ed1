import type { DenialCause, NextStep, PassageView } from '../../shared/model/passage.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { VisitView } from '../../shared/model/visit.ts'

/** What no registration mends. */
const UNFIT: readonly DenialCause[] = ['liveness', 'duress', 'anti-passback', 'interlock', 'too-many-tries']

/** What the card of a denied passage offers: the core's one step; else the way to whom it is about, known or not. */
export type Offer = NextStep | { do: 'register' } | { do: 'open' }

/** Null where the sentence alone says what to do: whoever is nobody's guest and sets off an alarm, or holds up a picture, is not to be registered. */
export function offerOf({
  nextStep,
  guestId,
  result,
  cause,
}: Pick<PassageView, 'nextStep' | 'guestId' | 'result' | 'cause'>): Offer | null {
  if (nextStep) return nextStep
  if (guestId !== null) return { do: 'open' }
  return result === 'alarm' || (cause !== null && UNFIT.includes(cause)) ? null : { do: 'register' }
}

/** Why somebody was turned away, as a word of `passages.why …`; `at` is the hour that the sentence names. */
export interface Reason {
  word: string
  at?: Instant
}

/** Causes by which a door may mean that it has not heard yet what the site knows. */
const UNHEARD = ['person-unknown', 'card-unknown', 'expired', 'no-level']
/** Faces that nobody enrolled are told as "not matched", or as nothing at all. */
const FACELESS = ['face-failed', 'other', 'person-unknown']

/** Why the door stayed shut: the visit's own trouble before the door's word for it. `visit` is null while it is not known. */
export function reasonOf(passage: PassageView, visit: VisitView | null, now: Instant): Reason {
  const cause = passage.cause ?? (passage.result === 'alarm' ? 'alarm' : 'other')
  if (passage.guestId === null) return { word: FACELESS.includes(cause) ? 'stranger' : cause }
  if (visit?.state === 'checked-out') return { word: 'checked out', at: visit.updatedAt }
  if (visit && ['revoked', 'cancelled', 'revoking'].includes(visit.state)) return { word: 'taken', at: visit.updatedAt }
  const until = visit?.until ?? passage.until
  const from = visit?.from ?? passage.from
  if (until !== null && until <= now) return { word: 'over', at: until }
  if (from !== null && from > now) return { word: 'not begun', at: from }
  if (visit?.steps.photo === 'refused' && FACELESS.includes(cause)) return { word: 'photo refused' }
  if (passage.nextStep?.do === 'apply' && UNHEARD.includes(cause)) return { word: 'not delivered' }
  return { word: cause }
}
