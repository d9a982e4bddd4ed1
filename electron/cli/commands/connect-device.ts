import type { Device } from '../../../shared/model/device.ts'
import { devicesOf, withDevices } from '../../../shared/model/settings.ts'
import { deviceFrom } from '../../app/devices.ts'
import { Refusal } from '../../app/dispatcher.ts'
import { systemClock } from '../../base/clock.ts'
import { openLog } from '../../base/log.ts'
import { openSettingsFile } from '../../web/settings-file.ts'
import { UsageError } from '../arguments.ts'
import type { Command, CommandContext } from '../command.ts'
import { checkSecretFile } from '../secret-file.ts'
import { showCertificate } from './certificate.ts'

export const deviceUsage =
  'device --url U --user N --password-file F [--pin SHA256] [--name NAME] [--legacy-tls] [--basic] [--terminal]'

export const deviceOptions: Command['options'] = {
  user: { type: 'string' },
  'password-file': { type: 'string' },
  name: { type: 'string' },
  'legacy-tls': { type: 'boolean' },
  basic: { type: 'boolean' },
  terminal: { type: 'boolean' },
}

/**
 * `connect device`: one more device for the profile; the same address again changes what is known of it. The devices are the site then, or with `--terminal` the terminals
 * of its HikCentral that get faces from here.
 */
export async function connectDevice({ words, out }: CommandContext): Promise<0 | 1> {
  const [url, user] = [words.must('url'), words.must('user')]
  words.must('password-file')
  const secretFile = words.path('password-file') as string
  const settings = openSettingsFile(words.profileDir, { clock: systemClock, log: openLog({ level: 'error' }) })
  const before = settings.read()
  if ((before.connection.kind === 'hikcentral') !== words.flag('terminal')) {
    throw new UsageError(
      words.flag('terminal')
        ? '--terminal is for a profile that is connected to a HikCentral: connect hikcentral first'
        : 'this profile is connected to a HikCentral: --terminal sends faces to the device beside it',
    )
  }
  const known = devicesOf(before.connection)
  const old = known.find(device => device.url === url.replace(/\/+$/, ''))
  let device: Device
  try {
    device = deviceFrom(
      {
        id: old?.id ?? null,
        name: words.text('name') ?? old?.name ?? '',
        url,
        user,
        pin: words.text('pin') ?? null,
        legacyTls: words.flag('legacy-tls'),
        basic: words.flag('basic'),
      },
      known,
    )
  } catch (error) {
    if (error instanceof Refusal) throw new UsageError(`--${error.failure.field}: not so`)
    throw error
  }
  checkSecretFile(secretFile)
  const kept = { ...device, secretFile, sealedSecret: null }
  const devices = old ? known.map(one => (one.id === old.id ? kept : one)) : [...known, kept]
  settings.write({ ...before, connection: withDevices(before.connection, devices), connectedAt: systemClock.now() })
  if (device.pin === null) await showCertificate(device.url, out, 'device', device)
  if (device.url.startsWith('http:'))
    out.say('The way to it is not encrypted: whoever listens sees names and faces, though not the password.')
  if (device.legacyTls) out.say('Old TLS can be read by whoever takes the trouble: better update the firmware.')
  if (device.basic) out.say('Where it offers nothing else the password is sent readable.')
  const { id, name, pin, legacyTls, basic } = device
  out.answer(
    { id, name, url: device.url, user, pin, legacyTls, basic, secretFile, devices: devices.length },
    `${old ? 'Changed' : 'Connected'} ${name} at ${device.url}, ${device.url.startsWith('http:') ? 'not encrypted' : pin ? 'certificate pinned' : 'certificate not pinned'}; ${devices.length} ${devices.length === 1 ? 'device' : 'devices'} in all.`,
  )
  return 0
}
