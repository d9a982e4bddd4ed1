import type { EnglishOf } from './keys.ts'
import type { settingsRu } from './settings.ru.ts'

export const settingsEn: EnglishOf<typeof settingsRu> = {
  title: 'Settings',
}
