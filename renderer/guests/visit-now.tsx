import type { VisitView } from '../../shared/model/visit.ts'
import { useFormat } from '../text/use-format.ts'
import { usePassage } from '../text/use-passage.ts'
import { useText } from '../text/use-text.ts'
import { actTone, isUnderWay } from '../ui/act-view.ts'
import type { IconName } from '../ui/icon.tsx'
import { StateWord, type Tone } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'
import { isStillOpen, toneOf } from '../ui/visit-view.ts'

const rested: readonly VisitView['state'][] = ['delivered', 'applied']

/** How a visit stands: what is being done to it, a door that is open too long, else its state. */
export function useVisitNow(): (visit: VisitView) => { word: string; look: { tone: Tone; icon: IconName } } {
  const { t } = useText()
  const format = useFormat()
  const words = usePassage()
  const now = useNow(30_000)
  return visit => {
    const { act, state, until } = visit
    if (act && isUnderWay(act)) return { word: t(`visits.act ${act.kind}`), look: actTone(act) }
    if (isStillOpen(visit, now))
      return { word: t('guests.still open', { time: format.when(until, now) }), look: { tone: 'no', icon: 'bang' } }
    const { presence } = visit
    if (presence?.place === 'in' && until <= now)
      return { word: t('guests.overstaying', { age: words.age(now - until) }), look: { tone: 'wait', icon: 'bang' } }
    // What the doors say of a guest says more than that they know one.
    if (presence && rested.includes(state)) {
      const place = { in: 'inside since', out: 'left at', seen: 'seen at' } as const
      const icons = { in: 'enters', out: 'leaves', seen: 'minus' } as const
      const at = presence.place === 'in' ? (presence.arrivedAt ?? presence.at) : presence.at
      return {
        word: t(`guests.${place[presence.place]}`, { time: format.when(at, now) }),
        look: { tone: 'plain', icon: icons[presence.place] },
      }
    }
    return { word: t(`visits.state ${state}`), look: toneOf(visit) }
  }
}

export function VisitNow({ visit }: { visit: VisitView }) {
  const { word, look } = useVisitNow()(visit)
  return <StateWord {...look}>{word}</StateWord>
}
