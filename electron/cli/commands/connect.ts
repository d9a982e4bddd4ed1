import { type Enrol, HikCentralConnection } from '../../../shared/model/settings.ts'
import { systemClock } from '../../base/clock.ts'
import { openLog } from '../../base/log.ts'
import { openSettingsFile } from '../../web/settings-file.ts'
import { UsageError } from '../arguments.ts'
import type { Command, CommandContext } from '../command.ts'
import { checkSecretFile } from '../secret-file.ts'
import { showCertificate } from './certificate.ts'
import { connectDevice, deviceOptions, deviceUsage } from './connect-device.ts'

/** The option that a field of the connection came from. */
const optionOf: Readonly<Record<string, string>> = {
  url: 'url',
  appKey: 'app-key',
  pin: 'pin',
  rate: 'rate',
  concurrency: 'concurrency',
  enrol: 'enrol',
}

const hikCentralUsage =
  'hikcentral --url U --app-key K --app-secret-file F [--pin SHA256] [--rate R] [--concurrency C] [--enrol persons|visitors]'

const enrolled: Readonly<Record<Enrol, string>> = {
  persons: 'guests as persons',
  visitors: 'guests through the visitor module',
}

/** `connect hikcentral`: the profile's site is this HikCentral from now on. */
async function connectHikCentral({ words, out }: CommandContext): Promise<0 | 1> {
  words.must('app-secret-file')
  const settings = openSettingsFile(words.profileDir, { clock: systemClock, log: openLog({ level: 'error' }) })
  const before = settings.read().connection
  const parsed = HikCentralConnection.safeParse({
    kind: 'hikcentral',
    terminals: before.kind === 'hikcentral' ? before.terminals : [],
    url: words.must('url'),
    appKey: words.must('app-key'),
    pin: words.text('pin') ?? null,
    rate: words.number('rate') ?? null,
    concurrency: words.number('concurrency'),
    enrol: words.text('enrol'),
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UsageError(`--${optionOf[String(issue?.path[0])] ?? String(issue?.path[0])}: ${issue?.message}`)
  }
  const secretFile = words.path('app-secret-file') as string
  checkSecretFile(secretFile)
  const connection = parsed.data
  settings.write({ ...settings.read(), connection, secretFile, connectedAt: systemClock.now() })
  if (connection.pin === null) await showCertificate(connection.url, out, 'server')
  const { url, rate, concurrency, pin, enrol } = connection
  const pinned = pin ? 'certificate pinned' : 'certificate not pinned'
  out.answer(
    { url, appKey: connection.appKey, pin, rate, concurrency, enrol, secretFile },
    `Connected to ${url}, ${rate === null ? 'as many calls a second as it is found to take' : `${rate} calls a second`}, ${concurrency} at once, ${pinned}, ${enrolled[enrol]}.`,
  )
  return 0
}

export const connect: Command = {
  usage: `connect ${hikCentralUsage}\n       foyer connect ${deviceUsage}`,
  summary: 'connects the profile to a site; keeps the path of the secret file, never the secret',
  options: {
    url: { type: 'string' },
    'app-key': { type: 'string' },
    'app-secret-file': { type: 'string' },
    pin: { type: 'string' },
    rate: { type: 'string' },
    concurrency: { type: 'string' },
    enrol: { type: 'string' },
    ...deviceOptions,
  },
  places: 1,
  async run(context) {
    const [what] = context.words.words
    if (what === 'hikcentral') return connectHikCentral(context)
    if (what === 'device') return connectDevice(context)
    throw new UsageError('connect what? hikcentral or device')
  },
}
