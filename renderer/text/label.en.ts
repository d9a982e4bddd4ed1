import type { EnglishOf } from './keys.ts'
import type { labelRu } from './label.ru.ts'

export const labelEn: EnglishOf<typeof labelRu> = {
  title: 'Badge',
  guest: 'GUEST',
  note: '90 × 55 mm, no margins. If it jams, print again: the pass works without a badge.',
  print: 'Print',
  test: 'Test badge',
  'test name': 'Test, Badge',
  'test company': 'A company prints like this',
  printing: 'Printing…',
  printed: 'The printer has taken it',
}
