import type { CallInput } from '../../shared/contract/calls.ts'
import type { DeviceView } from '../../shared/contract/device-calls.ts'
import type { DeviceFields } from '../stores/device-form.ts'
import type { WizardStep } from '../stores/device-steps.ts'

export type DeviceField = keyof DeviceFields

/** The step in which a field is typed. */
export const stepOfField: Readonly<Record<DeviceField, WizardStep>> = {
  scheme: 'address',
  host: 'address',
  name: 'address',
  pin: 'certificate',
  legacyTls: 'certificate',
  user: 'login',
  password: 'login',
  basic: 'login',
}

/** What the wizard begins with: the device as it is known, else our defaults. The password is never read back. */
export function fieldsOf(device: DeviceView | null): DeviceFields {
  const address = device ? addressOf(device.url, 'https') : null
  return {
    scheme: address?.scheme ?? 'https',
    host: address?.host ?? '',
    name: device?.name ?? '',
    user: device?.user ?? 'admin',
    password: '',
    pin: device?.pin ?? '',
    legacyTls: device?.legacyTls ?? false,
    basic: device?.basic ?? false,
  }
}

/** An address as typed or pasted: with a scheme it chooses that one too. */
export function addressOf(typed: string, scheme: DeviceFields['scheme']): Pick<DeviceFields, 'scheme' | 'host'> {
  const [, named, rest] = /^\s*(https?):\/\/(.*)$/i.exec(typed) ?? []
  if (named === undefined || rest === undefined) return { scheme, host: typed }
  return { scheme: named.toLowerCase() === 'http' ? 'http' : 'https', host: rest.replace(/\/+$/, '') }
}

export const urlOf = ({ scheme, host }: Pick<DeviceFields, 'scheme' | 'host'>) => `${scheme}://${host.trim()}`

/** The fields that cannot be asked or saved with as they stand, in the wizard's order. */
export function faultsOf(fields: DeviceFields, passwordKnown: boolean): DeviceField[] {
  const faults: DeviceField[] = []
  if (!isHost(fields)) faults.push('host')
  if (fields.name.trim().length > 60) faults.push('name')
  if (fields.user.trim() === '') faults.push('user')
  if (fields.password === '' && !passwordKnown) faults.push('password')
  return faults
}

function isHost(fields: DeviceFields): boolean {
  if (/[\s@]/.test(fields.host.trim()) || !URL.canParse(urlOf(fields))) return false
  const { host, pathname, search, hash } = new URL(urlOf(fields))
  return host !== '' && pathname === '/' && search === '' && hash === ''
}

/** The call that asks the way there. */
export function wayOf(fields: DeviceFields): CallInput<'devices.reach'> {
  const isTls = fields.scheme === 'https'
  return { url: urlOf(fields), pin: isTls && fields.pin !== '' ? fields.pin : null, legacyTls: isTls && fields.legacyTls }
}

/** The call that the fields stand for; a password left empty is left out, so that the known one serves. */
export function inputOf(device: DeviceView | null, fields: DeviceFields): CallInput<'devices.save'> {
  return {
    ...wayOf(fields),
    id: device?.id ?? null,
    name: fields.name.trim(),
    user: fields.user.trim(),
    ...(fields.password === '' ? {} : { password: fields.password }),
    basic: fields.basic,
  }
}
