import type { ConnectionInput, ConnectionView } from '../../shared/contract/calls.ts'
import { DEFAULT_CONCURRENCY, DEFAULT_RATE } from '../../shared/model/settings.ts'

/** The wizard's fields as typed. */
export interface ConnectionFields {
  url: string
  appKey: string
  appSecret: string
  rate: string
  concurrency: string
  pin: string | null
}
export type ConnectionError = 'address' | 'app key' | 'secret' | 'rate' | 'concurrency'

/** What the wizard begins with: the connection in use, else our defaults. The secret is never read back. */
export function fieldsOf(view: ConnectionView | null): ConnectionFields {
  const known = view?.connection.kind === 'hikcentral' ? view.connection : null
  return {
    url: known?.url ?? '',
    appKey: known?.appKey ?? '',
    appSecret: '',
    rate: String(known?.rate ?? DEFAULT_RATE),
    concurrency: String(known?.concurrency ?? DEFAULT_CONCURRENCY),
    pin: known?.pin ?? null,
  }
}

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))

/** What cannot be tested or saved as it stands. */
export function errorsOf(fields: ConnectionFields, secretKnown: boolean): ConnectionError[] {
  const errors: ConnectionError[] = []
  const rate = numberOf(fields.rate)
  const concurrency = numberOf(fields.concurrency)
  if (!isAddress(fields.url)) errors.push('address')
  if (fields.appKey.trim() === '') errors.push('app key')
  if (fields.appSecret === '' && !secretKnown) errors.push('secret')
  if (!(rate >= 0.1 && rate <= 1000)) errors.push('rate')
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 200)) errors.push('concurrency')
  return errors
}

function isAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text.trim()).protocol)
  } catch {
    return false
  }
}

/** The call that the fields stand for; a secret left empty is left out, so that the known one serves. */
export function inputOf(fields: ConnectionFields): ConnectionInput {
  return {
    url: fields.url.trim(),
    appKey: fields.appKey.trim(),
    ...(fields.appSecret === '' ? {} : { appSecret: fields.appSecret }),
    pin: fields.pin,
    rate: numberOf(fields.rate),
    concurrency: numberOf(fields.concurrency),
  }
}

/** A fingerprint in pairs, as administrators compare it: `AB:CD:…`. */
export function pairs(sha256: string): string {
  return (sha256.toUpperCase().match(/../g) ?? []).join(':')
}
