import type { batchesRu } from './batches.ru.ts'
import type { EnglishOf } from './keys.ts'

export const batchesEn: EnglishOf<typeof batchesRu> = {
  title: 'Batches',
}
