import type { EnglishOf } from './keys.ts'
import type { spansRu } from './spans.ru.ts'

export const spansEn: EnglishOf<typeof spansRu> = {
  'range s': '{{low}} to {{high}} s',
  'range s-min': '{{low}} s to {{high}} min',
  'range min': '{{low}} to {{high}} min',
  'range min-h': '{{low}} min to {{high}} h',
  'range h': '{{low}} to {{high}} h',
  'about s': 'about {{low}} s',
  'about min': 'about {{low}} min',
  'about h': 'about {{low}} h',
  'took s': '{{seconds}} s',
  'took min': '{{minutes}} min {{seconds}} s',
  'took h': '{{hours}} h {{minutes}} min',
}
