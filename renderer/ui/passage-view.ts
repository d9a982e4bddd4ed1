import type { PassageView, PassageWay } from '../../shared/model/passage.ts'
import type { StepState } from '../../shared/model/visit.ts'
import type { IconName } from './icon.tsx'
import type { Tone } from './state-word.tsx'

/** A door opened, and neither the site nor we can say for whom. */
export const isOpenedForNobody = ({ result, cause }: Pick<PassageView, 'result' | 'cause'>): boolean =>
  result === 'unknown' && cause === 'person-unknown'

/** How a result looks. What nobody told us the meaning of is never green; an exit of somebody whom no door saw come in wants a look. */
export function resultLook({ result, cause, effects }: Pick<PassageView, 'result' | 'cause' | 'effects'>): {
  tone: Tone
  icon: IconName
  lamp: StepState
} {
  if (result === 'granted' && effects.includes('exit-without-entry')) return { tone: 'wait', icon: 'bang', lamp: 'done' }
  switch (result) {
    case 'granted':
      return { tone: 'ok', icon: 'check', lamp: 'done' }
    case 'denied':
      return { tone: 'no', icon: 'cross', lamp: 'refused' }
    case 'alarm':
      return { tone: 'no', icon: 'bang', lamp: 'late' }
    case 'unknown':
      return isOpenedForNobody({ result, cause })
        ? { tone: 'wait', icon: 'help', lamp: 'late' }
        : { tone: 'plain', icon: 'help', lamp: 'none' }
  }
}

export const wayIcons: Record<PassageWay, IconName> = { in: 'enters', out: 'leaves', unknown: 'minus' }
