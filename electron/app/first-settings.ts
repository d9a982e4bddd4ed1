import { Settings } from '../../shared/model/settings.ts'

/** The settings of a profile that has none yet: everything as by default, in the language of the machine where it is one of ours. */
export function firstSettings(tag = Intl.DateTimeFormat().resolvedOptions().locale): Settings {
  return Settings.parse({ preferences: { locale: /^ru\b/.test(tag) ? 'ru' : 'en' } })
}
