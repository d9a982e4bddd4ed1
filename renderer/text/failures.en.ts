import type { failuresRu } from './failures.ru.ts'
import type { EnglishOf } from './keys.ts'

export const failuresEn: EnglishOf<typeof failuresRu> = {
  'kind invalid': 'The site will not take this as it is',
  'kind photo-refused': 'Photo refused',
  'kind credentials': 'The site refused the keys',
  'kind not-found': 'The site does not have it',
  'kind conflict': 'The site has one already, and it is not ours',
  'kind full': 'The site is full',
  'kind busy': 'The site is busy, retries by itself',
  'kind offline': 'The site is not answering',
  'kind timeout': 'No answer came, looking it up',
  'kind unsupported': 'The site cannot do this',
  'kind bug': 'A fault of the program; it is in the log',
  'link-lost': 'The link to the core broke; nobody knows whether it arrived',
  'retry at': 'retry at {{time}}',
}
