import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Locale } from '../../shared/model/settings.ts'
import { sections } from './sections.ts'

function flat(locale: Locale): Record<string, string> {
  return Object.fromEntries(
    Object.entries<Record<string, string>>(sections[locale]).flatMap(([section, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${section}.${key}`, text]),
    ),
  )
}

/** Both languages, bundled. Keys are flat: a word of the core (`characters the system refuses`) may stand in one as it is. */
export function createI18n(locale: Locale): i18n {
  const made = createInstance()
  void made.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    contextSeparator: '\u0000',
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { ru: { translation: flat('ru') }, en: { translation: flat('en') } },
  })
  return made
}
