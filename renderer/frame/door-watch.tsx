import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { PassageView } from '../../shared/model/passage.ts'
import { useFrom, useStores } from '../stores/context.ts'
import { isFreshDenial } from '../stores/pinned.ts'
import { useFormat } from '../text/use-format.ts'
import { usePassage } from '../text/use-passage.ts'
import { useText } from '../text/use-text.ts'
import { atMostEvery } from '../ui/at-most-every.ts'
import { notify } from '../ui/notify.ts'
import { playDenied } from '../ui/tone.ts'

/** A storm of denials rings this often. */
const TONE_EVERY_MS = 5_000
/** Everything but denials is spoken this often (rule 9 of the design). */
const SPOKEN_EVERY_MS = 10_000
/** What happened longer ago is history: a night caught up notifies nobody. */
const NEWS_MS = 120_000

/** Hears the doors on every screen: a tone and a spoken word on denied, the desktop's own notice when a guest comes or goes. */
export function DoorWatch() {
  const { t } = useText()
  const words = usePassage()
  const format = useFormat()
  const { passages } = useStores()
  const screen = useFrom('view', s => s.screen)
  const ahead = useFrom('session', s => s.ahead)
  const sound = useFrom('session', s => s.preferences?.sound ?? true)
  const notices = useFrom('session', s => s.preferences?.notices ?? true)
  const [denied, setDenied] = useState('')
  const [lately, setLately] = useState('')
  const unspoken = useRef(0)
  const mayRing = useRef(atMostEvery(TONE_EVERY_MS))
  const maySpeak = useRef(atMostEvery(SPOKEN_EVERY_MS))

  const about = (passage: PassageView) => ({ name: words.name(passage), door: words.door(passage) })
  const onHeard = useEffectEvent((heard: readonly PassageView[]) => {
    const now = Date.now()
    const turnedAway = heard.filter(passage => isFreshDenial(passage, now + ahead))
    const newest = turnedAway.at(-1)
    if (newest) {
      setDenied(t('passages.spoken denied', { ...about(newest), why: words.row(newest) }))
      if (sound && mayRing.current(now)) void playDenied()
    }
    unspoken.current += heard.length - turnedAway.length
    const last = heard.at(-1)
    // Only who looks at the passages is told of each.
    if (screen === 'passages' && last && unspoken.current > 0 && maySpeak.current(now)) {
      setLately(t('passages.spoken some', { count: unspoken.current, ...about(last) }))
      unspoken.current = 0
    }
    if (!notices) return
    const isAway = !document.hasFocus()
    for (const passage of heard) {
      const { effects, at, id } = passage
      // A denial is pinned and spoken here; the desktop tells it to whoever looks elsewhere.
      const isDenied = isAway && turnedAway.includes(passage) && passage.guestId !== null
      const what = effects.includes('checked-in') ? 'in' : effects.includes('checked-out') ? 'out' : isDenied ? 'denied' : null
      if (what === null || now + ahead - at > NEWS_MS) continue
      const body = t('passages.notice body', { ...about(passage), time: format.time(at) })
      // One id, one notice: a second window's replaces it.
      notify({ tag: `passage ${id} ${what}`, title: t(`passages.notice ${what}`), body })
    }
  })
  useEffect(() => passages.getState().onHeard(heard => onHeard(heard)), [passages])
  return (
    <>
      <div className="visually-hidden" role="alert" data-testid="spoken-denied">
        {denied}
      </div>
      <div className="visually-hidden" aria-live="polite">
        {lately}
      </div>
    </>
  )
}
