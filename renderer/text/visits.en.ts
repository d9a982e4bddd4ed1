import type { EnglishOf } from './keys.ts'
import type { visitsRu } from './visits.ru.ts'

export const visitsEn: EnglishOf<typeof visitsRu> = {
  'state draft': 'Draft',
  'state queued': 'In the queue',
  'state sending': 'Sending',
  'state accepted': 'Accepted by the site',
  'state applied': 'Applied, not confirmed by the door',
  'state delivered': 'Delivered',
  'state partly': 'Delivered without photo',
  'state failed': 'Failed',
  'state held': 'Waiting for the site',
  'state cancelled': 'Cancelled',
  'state expired': 'Expired',
  'state revoking': 'Taking access back',
  'state checked-out': 'Checked out',
  'state revoked': 'Access taken back',
  'delivered of': 'Delivered {{done}} of {{total}}',
  of: '{{done}} of {{total}}',

  'step none': 'not asked for',
  'step waiting': 'not yet',
  'step done': 'delivered',
  'step refused': 'refused',
  'step late': 'waits for time or a person',
  'step unconfirmed': 'applied, not confirmed by the door',
  person: 'Person',
  photo: 'Photo',
  level: 'Level',
  lamp: '{{what}}: {{state}}',
}
