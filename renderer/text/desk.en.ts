import type { deskRu } from './desk.ru.ts'
import type { EnglishOf } from './keys.ts'

export const deskEn: EnglishOf<typeof deskRu> = {
  title: 'New guest',
}
