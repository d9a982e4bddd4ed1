import { type ActView, actShare } from '../../shared/model/act.ts'
import type { IconName } from '../ui/icon.tsx'
import type { Tone } from '../ui/state-word.tsx'

/** Something is being done to the guest, or waits to be. */
export const isUnderWay = (act: ActView): boolean => actShare(act.state) === 'left'

/** How an act looks beside its word. */
export function actTone({ state }: ActView): { tone: Tone; icon: IconName } {
  switch (state) {
    case 'done':
      return { tone: 'ok', icon: 'check' }
    case 'applied':
      return { tone: 'plain', icon: 'check' }
    case 'failed':
      return { tone: 'no', icon: 'cross' }
    case 'cancelled':
      return { tone: 'plain', icon: 'undo' }
    case 'held':
      return { tone: 'wait', icon: 'pause' }
    default:
      return { tone: 'plain', icon: 'clock' }
  }
}
