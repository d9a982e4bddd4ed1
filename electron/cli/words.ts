import type { Failure } from '../../shared/model/failure.ts'
import type { PhotoCause } from '../../shared/model/photo-verdict.ts'
import type { StatusView } from '../../shared/model/site.ts'

// The command line speaks English. Sentences for screens stand in renderer/text.

const byCause: Readonly<Record<string, string>> = {
  missing: 'this is missing',
  'bad-input': 'this cannot be read',
  'no-secret': 'the app secret is not known: name its file with connect hikcentral --app-secret-file',
  'not-open': 'the site has not answered yet',
  'other-site': 'this visit was made for another site than the one connected now',
  'photo-gone': 'the photo is no longer in the photo folder',
  'person-lost': 'the site no longer knows this person',
  'active-visit': 'the guest has another visit on the site at this time',
  'door-face': 'a door did not take the photo',
  'door-failed': 'a door refused',
  'doors-silent': 'the doors did not answer in a quarter of an hour',
  'not-a-csv': 'this is not a CSV file',
  'bad-encoding': 'the file is not in the encoding it was said to be in',
  'empty-list': 'there is nothing in the file',
  'too-large-file': 'the file is too large',
  'too-many-rows': 'the list has too many rows',
  'too-many-columns': 'the list has too many columns',
  'no-good-rows': 'no row of the list can be sent',
  'not-on-site': 'the guest is not on the site yet',
  'not-active': 'the guest has no access now',
  'visit-over': 'the visit is over',
  'already-revoked': 'the access was taken away before',
  'not-granted': 'the guest is not on this access level',
  'already-out': 'the guest has been checked out before',
  'no-guest': 'nobody has this code',
  'before from': 'the end is before the beginning',
  'in the past': 'the end is in the past',
  'after 2037-12-31': 'the end is after 2037',
  'level-unknown': 'there is no such access level',
  'no-device': 'there is no such device',
  'levels-at-site': 'the access levels are kept by the site, not here',
  'level-twice': 'two levels have the same name',
  'no-remote-open': 'this site cannot open doors from here',
  'no-backup': 'there is no backup that can be used',
  'disk-full': 'the disk of this computer is full',
  'profile-in-use': 'another process runs this profile',
  'webhook-off': 'nobody is told of batches: webhook --url says whom to tell',
  'no-delivery': 'there is no such delivery',
  'code-taken': 'the guest’s code is taken by another',
  'no-login': 'the device offers no way to log in that is allowed here',
  'not-kept': 'the door takes the guest and does not keep them',
  'door-unknown': 'there is no such door',
  locked: 'the account is locked there',
  'no-face-library': 'the device keeps no faces that could be sent to it',
  'device-late': 'the device takes its time',
  'device-busy': 'the device is busy',
  'name-unknown': 'the name in the address is not known in the network',
  'connection-refused': 'nobody answers at the address',
  'tls-failed': 'no secure connection came about',
  keys: 'the site does not accept the key or the password',
  signature: 'the site does not accept the app secret',
  'signature-rewritten': 'something between here and the site changes our requests',
  token: 'the site does not accept the keys',
  'no-permission': 'the site does not allow this call to our AppKey',
  licence: 'the licence of the site does not include this',
  'no-batch': 'there is no such batch',
  'not-running': 'the batch is not running',
  'not-paused': 'the batch is not paused',
  'no-push-yet': 'the site was asked to tell by itself, and nothing has happened at the doors since',
  'not-pushed': 'the site was asked to tell by itself, and does not reach this machine',
  'port-taken': 'another program has the port',
  'port-forbidden': 'the port is the system’s: take one above 1023',
  'address-not-here': 'this machine has no such address',
  'certificate-unknown': 'nobody this machine trusts vouches for the certificate: pin it with --pin',
  'certificate-mismatch': 'the certificate is not the pinned one',
}

const byKind: Readonly<Record<Failure['kind'], string>> = {
  invalid: 'the site does not take this',
  'photo-refused': 'the photo was refused',
  credentials: 'the site does not accept the keys, or does not allow this',
  'not-found': 'there is no such thing',
  conflict: 'there is one already',
  full: 'the site is full',
  busy: 'the site asks to wait',
  offline: 'the site does not answer',
  timeout: 'the site did not answer in time, and what became of it is not known',
  unsupported: 'the site cannot do this',
  bug: 'something went wrong in Foyer',
}

/** A failure in a sentence, with the site's own words where it had any. */
export function failureText(failure: Failure): string {
  const photo = failure.kind === 'photo-refused' && photoCauses[failure.cause as PhotoCause]
  const own = (photo && `the photo was refused: ${photo}`) || (failure.cause && byCause[failure.cause]) || byKind[failure.kind]
  const field =
    failure.field && !OURS.test(failure.field)
      ? ` (${failure.field}${failure.cause && !byCause[failure.cause] ? `: ${failure.cause}` : ''})`
      : ''
  const site = failure.site ? `: ${failure.site.code} ${shortened(failure.site.text)}` : ''
  return `${own}${field}${site}`
}

const byDeviceCause: Readonly<Record<string, string>> = {
  'no-permission': 'a right that this needs is missing',
  keys: 'user or password is wrong',
  'no-secret': 'its password is not known: name its file with connect device --password-file',
}

/** The same of a device that is spoken to directly; when a lock opens is told with it. */
export function deviceFailureText(failure: Failure): string {
  const own = (failure.cause && byDeviceCause[failure.cause]) ?? failureText(failure)
  return `${own}${untilText(failure)}`
}

export const untilText = ({ retryAt }: Failure): string =>
  retryAt === undefined ? '' : ` (until ${new Date(retryAt).toISOString()})`

/** Names of ours for what was asked about: the sentence says it already. */
const OURS = /Ids?$|^code$/

/** What a site says may be a page: of one line there is enough to know it by. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= SITE_WORDS ? line : `${line.slice(0, SITE_WORDS)}…`
}
const SITE_WORDS = 100

/** Why nothing goes out now, whatever is in the queue; null while it goes. */
export function standstill({ site, disk }: StatusView): string | null {
  if (disk === 'full') return 'held: the disk of this computer is full'
  const away = site.state === 'offline' || site.state === 'credentials'
  return away ? `held: ${site.failure ? failureText(site.failure) : byKind.offline}` : null
}

export const photoCauses: Readonly<Record<PhotoCause, string>> = {
  'no-face': 'no face is seen',
  'several-faces': 'there is more than one face',
  'too-small': 'the face is too small',
  'turned-left': 'the face is turned to the left',
  'turned-right': 'the face is turned to the right',
  'turned-up': 'the face is turned up',
  'turned-down': 'the face is turned down',
  'too-dark': 'it is too dark',
  'too-bright': 'it is too bright',
  uneven: 'the light is uneven',
  blurred: 'it is blurred',
  'not-an-image': 'this is not a picture',
  heic: 'HEIC is not taken: save it as JPEG',
  'too-large-file': 'the file is too large',
  'too-many-pixels': 'the picture is too large',
  'too-few-pixels': 'the picture is too small',
  damaged: 'the picture is damaged',
  unchecked: 'the face check could not run',
}

/** What to do about a check of the doctor that failed. */
export const fixTexts: Readonly<Record<string, string>> = {
  'check-address': 'Check the host name in the address.',
  'check-network': 'Check that this machine reaches the site: cable, VPN, firewall.',
  'check-port': 'Check the port in the address, and that the gateway runs there.',
  'pin-certificate': 'Compare the fingerprint with the server and pin it: connect hikcentral --pin SHA256.',
  'compare-certificate': 'The certificate is not the pinned one. Compare it with the server before you pin the new one.',
  'check-keys': 'Check the AppKey of the partner in HikCentral.',
  'check-secret': 'Check the app secret of the partner in HikCentral.',
  'check-proxy': 'Something between here and the gateway changes headers: take the proxy out of the way.',
  'set-clock': 'Set the clock of this machine or of the server: they are too far apart.',
  'grant-api': 'Tick this group of the OpenAPI for the partner in HikCentral.',
  'check-partner-user': 'Check the HikCentral user that the partner is linked to.',
  'check-licence': 'Check the OpenAPI licence of the site.',
  'allow-address': "Allow this machine's address in the partner's settings.",
  'update-site': 'This version of HikCentral does not know the call: update it.',
  'check-url': 'Check the address: something else answers there.',
  'try-later': 'The site is busy: try again later.',
  report: 'Report this, with the request log.',
}

/** And for a device that is spoken to directly, where it is another. */
export const deviceFixTexts: Readonly<Record<string, string>> = {
  'check-network': 'Check that this machine reaches the device: power, cable, firewall.',
  'check-port': 'Check the port in the address, and that the web service of the device is on.',
  'pin-certificate': 'Compare the fingerprint with the device and pin it: connect device --pin SHA256.',
  'compare-certificate': 'The certificate is not the pinned one. Compare it with the device before you pin the new one.',
  'legacy-tls': 'It may speak old TLS only: update its firmware, or connect device --legacy-tls.',
  'check-password': 'Check user and password: connect device --password-file. It locks the account after a few wrong ones.',
  'wait-unlock': 'The account is locked there: wait, or unlock it at the device.',
  'set-clock': 'Set the clock of the device: windows are judged by it.',
  'grant-rights': 'Give this user the right to manage persons at the device.',
  'clean-up': 'The device is nearly full: remove persons whose visits are over.',
  'allow-basic': 'It takes readable passwords only: better update its firmware, or connect device --basic.',
  'update-device': 'This firmware does not know the call: newer firmware may. Without faces a card or a code is left.',
  'try-later': 'The device is busy: try again later.',
}
