import { type Enrol, HikCentralConnection } from '../../../shared/model/settings.ts'
import { readCertificate } from '../../access-control/connector.ts'
import { SiteError } from '../../access-control/port.ts'
import { systemClock } from '../../base/clock.ts'
import { openLog } from '../../base/log.ts'
import { openSettingsFile } from '../../web/settings-file.ts'
import { UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { checkSecretFile } from '../secret-file.ts'
import { failureText } from '../words.ts'

/** The option that a field of the connection came from. */
const optionOf: Readonly<Record<string, string>> = {
  url: 'url',
  appKey: 'app-key',
  pin: 'pin',
  rate: 'rate',
  concurrency: 'concurrency',
  enrol: 'enrol',
}

const enrolled: Readonly<Record<Enrol, string>> = {
  persons: 'guests as persons',
  visitors: 'guests through the visitor module',
}

export const connect: Command = {
  usage:
    'connect hikcentral --url U --app-key K --app-secret-file F [--pin SHA256] [--rate R] [--concurrency C] [--enrol persons|visitors]',
  summary: 'connects the profile to a site; keeps the path of the secret file, never the secret',
  options: {
    url: { type: 'string' },
    'app-key': { type: 'string' },
    'app-secret-file': { type: 'string' },
    pin: { type: 'string' },
    rate: { type: 'string' },
    concurrency: { type: 'string' },
    enrol: { type: 'string' },
  },
  places: 1,
  async run({ words, out }) {
    if (words.words[0] !== 'hikcentral') throw new UsageError('connect what? hikcentral')
    words.must('app-secret-file')
    const parsed = HikCentralConnection.safeParse({
      kind: 'hikcentral',
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
    const settings = openSettingsFile(words.profileDir, { clock: systemClock, log: openLog({ level: 'error' }) })
    settings.write({ ...settings.read(), connection, secretFile, connectedAt: systemClock.now() })
    if (connection.pin === null && connection.url.startsWith('https:')) {
      // Shown, never pinned by itself: whoever compares it with the server is the one who trusts it.
      const certificate = await readCertificate(connection.url, systemClock).catch((error: unknown) => {
        out.say(
          error instanceof SiteError
            ? `The certificate could not be read: ${failureText(error.failure)}.`
            : 'The certificate could not be read.',
        )
        return null
      })
      if (certificate && !certificate.trusted)
        out.say(`The site shows the certificate ${certificate.sha256}: compare it with the server, then pin it with --pin.`)
    }
    const { url, rate, concurrency, pin, enrol } = connection
    const pinned = pin ? 'certificate pinned' : 'certificate not pinned'
    out.answer(
      { url, appKey: connection.appKey, pin, rate, concurrency, enrol, secretFile },
      `Connected to ${url}, ${rate === null ? 'as many calls a second as it is found to take' : `${rate} calls a second`}, ${concurrency} at once, ${pinned}, ${enrolled[enrol]}.`,
    )
    return 0
  },
}
