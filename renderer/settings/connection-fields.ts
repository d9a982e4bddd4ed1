import type { ConnectionInput, ConnectionView } from '../../shared/contract/connection-calls.ts'
import { DEFAULT_CONCURRENCY } from '../../shared/model/settings.ts'
import type { ConnectionFields } from '../stores/connection.ts'

/** The form's fields by name; a refusal of the core names them the same way. */
export type ConnectionField = keyof ConnectionFields

/** What the form begins with: the connection in use, else our defaults. The secret is never read back. */
export function fieldsOf(view: ConnectionView | null): ConnectionFields {
  const known = view?.connection.kind === 'hikcentral' ? view.connection : null
  return {
    url: known?.url ?? '',
    appKey: known?.appKey ?? '',
    appSecret: '',
    rate: known?.rate ? String(known.rate) : '',
    concurrency: String(known?.concurrency ?? DEFAULT_CONCURRENCY),
    pin: known?.pin ? inPairs(known.pin) : '',
    enrol: known?.enrol ?? 'persons',
  }
}

/** The fields that cannot be tested or saved as they stand. */
export function faultsOf(fields: ConnectionFields, secretKnown: boolean): ConnectionField[] {
  const faults: ConnectionField[] = []
  const rate = numberOf(fields.rate)
  const concurrency = numberOf(fields.concurrency)
  if (!isAddress(fields.url)) faults.push('url')
  if (fields.appKey.trim() === '') faults.push('appKey')
  if (fields.appSecret === '' && !secretKnown) faults.push('appSecret')
  if (fields.rate.trim() !== '' && !(rate >= 0.1 && rate <= 1000)) faults.push('rate')
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 200)) faults.push('concurrency')
  if (!/^([0-9a-f]{64})?$/.test(digitsOf(fields.pin))) faults.push('pin')
  return faults
}

/** The call that the fields stand for; a secret left empty is left out, so that the known one serves. */
export function inputOf(fields: ConnectionFields): ConnectionInput {
  return {
    url: fields.url.trim(),
    appKey: fields.appKey.trim(),
    ...(fields.appSecret === '' ? {} : { appSecret: fields.appSecret }),
    pin: digitsOf(fields.pin) || null,
    rate: fields.rate.trim() === '' ? null : numberOf(fields.rate),
    concurrency: numberOf(fields.concurrency),
    enrol: fields.enrol,
  }
}

/** A fingerprint in pairs, as administrators compare it: `AB:CD:…`. */
export function inPairs(sha256: string): string {
  return (sha256.toUpperCase().match(/../g) ?? []).join(':')
}

/** A fingerprint's digits alone, however it was typed: with colons or spaces, in capitals or not. */
export function digitsOf(fingerprint: string): string {
  return fingerprint.replace(/[\s:]/g, '').toLowerCase()
}

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))

function isAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text.trim()).protocol)
  } catch {
    return false
  }
}
