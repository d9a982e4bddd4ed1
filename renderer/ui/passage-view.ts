import type { PassageView, PassageWay } from '../../shared/model/passage.ts'
import type { StepState } from '../../shared/model/visit.ts'
import type { IconName } from './icon.tsx'
import type { Tone } from './state-word.tsx'

/** How a result looks. What nobody told us the meaning of is never green; an exit of somebody whom no door saw come in wants a look. */
export function resultLook({ result, effects }: Pick<PassageView, 'result' | 'effects'>): {
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
      return { tone: 'plain', icon: 'help', lamp: 'none' }
  }
}

export const wayIcons: Record<PassageWay, IconName> = { in: 'enters', out: 'leaves', unknown: 'minus' }
