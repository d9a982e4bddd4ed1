import type { VisitView } from '../../shared/model/visit.ts'
import { doorsDone, needsPerson } from '../ui/visit-view.ts'

/** What a guest on the way is waiting for. */
export type Wait =
  | { for: 'doors'; count: number }
  | { for: 'level' | 'person' | 'all doors' }
  | { for: 'sending'; withPhoto: boolean }

/** What this guest waits for; null when nothing more happens by itself. */
export function waitOf(visit: VisitView): Wait | null {
  if (needsPerson(visit)) return null
  const { steps, state } = visit
  if (state === 'sending' && steps.person !== 'done') return { for: 'sending', withPhoto: steps.photo === 'waiting' }
  if (state === 'queued' && steps.person !== 'done') return { for: 'person' }
  if (!['queued', 'sending', 'accepted', 'held'].includes(state)) return null
  if (steps.level === 'waiting') return { for: 'level' }
  const { done, total } = doorsDone(visit)
  if (total > done) return { for: 'doors', count: total - done }
  // Which doors a level has is not known before somebody is through.
  return { for: steps.level === 'done' ? 'all doors' : 'person' }
}

/** Whether the state is told by counting doors: `3 of 4`. */
export function countsDoors(visit: VisitView): boolean {
  const { done, total } = doorsDone(visit)
  return (
    total > 0 &&
    (visit.state === 'delivered' || (visit.state === 'accepted' && visit.steps.level === 'done') || (done > 0 && done < total))
  )
}
