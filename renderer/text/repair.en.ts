import type { EnglishOf } from './keys.ts'
import type { repairRu } from './repair.ru.ts'

/** What doors have lost: the check at night and by the button. */
export const repairEn: EnglishOf<typeof repairRu> = {
  title: 'Check against the doors',
  'why devices':
    'A device was reset or replaced, or somebody deleted a guest in its menu: the check finds it for everybody who has access now or later, and gives it back. Desk and lists do not wait.',
  'why faces':
    'Faces are compared with the terminals. Of people and levels HikCentral tells only what it believes: the access of everybody who has it now or later is applied again. Desk and lists do not wait.',
  'why server':
    'What a door really holds HikCentral does not tell: the access of everybody who has it now or later is applied again, and refusals show. Desk and lists do not wait.',
  'each night': 'By itself each night',
  at: 'at {{hour}}',
  never: 'no',
  now: 'Check now',
  running: 'Checking…',
  none: 'Not checked here yet.',
  'by night': 'at night, {{time}}',
  'by hand': 'by the button, {{time}}',
  'by change': 'after a change of devices, {{time}}',
  looking: '{{guests}} of {{total}} looked at',
  whole_one: 'All there for {{count}} guest',
  whole_other: 'All there for {{count}} guests',
  applied_one: 'Applied again for {{count}} guest',
  applied_other: 'Applied again for {{count}} guests',
  nobody: 'Nobody has access: there is nothing to check',
  found_one: '{{count}} guest lacked something',
  found_other: '{{count}} guests lacked something',
  mended: '{{mended}} given back',
  failed: '{{failed}} failed',
  'failed where': 'Each has a cause of its own: open the guest.',
  unsaid_one: 'Nothing can be said of {{count}} guest: a door, or the site, did not say',
  unsaid_other: 'Nothing can be said of {{count}} guests: a door, or the site, did not say',
  door: '{{lacking}} lacking, {{mended}} given back',
}
