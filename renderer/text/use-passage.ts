import { useMemo } from 'react'
import type { PassageView } from '../../shared/model/passage.ts'
import { ageOf } from './age.ts'
import { useText } from './use-text.ts'

export interface PassageText {
  /** As we know the guest, as the site named somebody, or "unknown person". */
  name(passage: PassageView): string
  door(passage: PassageView): string
  /** How it ended, as a row says it: `Granted, first entry`, `Face not matched`. */
  row(passage: PassageView): string
  /** Whose initials stand where there is no photo; a question mark for somebody nobody knows. */
  initials(passage: PassageView): { family: string; given: string }
  /** How long ago, in one number: `12 min`. */
  age(ms: number): string
}

/** What is said of a passage, wherever one is told. */
export function usePassage(): PassageText {
  const { t } = useText()
  return useMemo(() => {
    const effects = (passage: PassageView) => passage.effects.map(effect => t(`passages.effect ${effect}`))
    const resultOf = ({ result, cause, type }: PassageView) => {
      if (result === 'denied') return t(`passages.cause ${cause ?? 'other'}`)
      if (result === 'alarm') return t(cause ? `passages.cause ${cause}` : 'passages.row alarm')
      if (result === 'granted') return t('passages.row granted')
      return cause === 'person-unknown' ? t('passages.row nobody') : t('passages.row unknown', { type })
    }
    return {
      name: ({ guestName, name }) => guestName || name || t('passages.unknown person'),
      door: ({ doorName, doorId }) => doorName || doorId || t('passages.no door'),
      initials({ guestName, name }) {
        const [family = '', given = ''] = (guestName || name || '?').split(' ')
        return { family, given }
      },
      row: passage => [resultOf(passage), ...effects(passage)].join(', '),
      age(ms) {
        const { count, unit } = ageOf(ms)
        return t(`frame.age_${unit}`, { count })
      },
    }
  }, [t])
}
