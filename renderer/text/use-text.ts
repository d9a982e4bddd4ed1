import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Locale } from '../../shared/model/settings.ts'
import type { TextKey } from './keys.ts'

/** Values of a sentence; `count` chooses its plural. */
export type TextValues = Readonly<Record<string, string | number>>

export interface Text {
  locale: Locale
  /** The sentence under `key` in the language of the moment. */
  t(key: TextKey, values?: TextValues): string
  /** The sentence for a word of the core, or `otherwise` where there is none: new words of a site must not break a screen. */
  word(section: string, word: string, otherwise: TextKey, values?: TextValues): string
}

/** The language of the moment; a component that uses it is drawn again when the language is switched. */
export function useText(): Text {
  const { i18n } = useTranslation()
  const locale = i18n.language as Locale
  return useMemo(() => {
    const say = i18n.getFixedT(locale) as unknown as (key: string, values?: TextValues) => string
    return {
      locale,
      t: say,
      word: (section, word, otherwise, values) =>
        say(i18n.exists(`${section}.${word}`) ? `${section}.${word}` : otherwise, values),
    }
  }, [i18n, locale])
}
