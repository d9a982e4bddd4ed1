import type { importRu } from './import.ru.ts'
import type { EnglishOf } from './keys.ts'

export const importEn: EnglishOf<typeof importRu> = {
  title: 'Import',
}
