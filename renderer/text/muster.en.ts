import type { EnglishOf } from './keys.ts'
import type { musterRu } from './muster.ru.ts'

export const musterEn: EnglishOf<typeof musterRu> = {
  title: 'Muster list',
  'offline too': 'who is inside, also offline',
  people_one: '{{count}} person inside',
  people_other: '{{count}} people inside',
  'as of': 'As of {{clock}}, {{day}}',
  blind: 'The site has not been heard since {{time}}',
  'blind why': 'Whoever left later still stands here as inside.',
  'not read': 'The list was not read anew.',
  nobody: 'By the doors’ books nobody is inside.',
  print: 'Print',
  'pdf in browser': 'In the print dialog choose “Save as PDF”.',
  'no zone': 'No zone named',
  found: 'Found',
  zone: 'Zone',
  name: 'Name',
  company: 'Company',
  host: 'Visits',
  phone: 'Phone',
  seen: 'Last passage',
  door: 'Door',
  unsure: 'perhaps gone',
  note: 'Note',
  'never heard': 'The site has never been heard',
}
