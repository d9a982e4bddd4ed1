import type { DeliveryView } from '../../../shared/model/webhook.ts'
import { isWebhookUrl } from '../../../shared/model/webhook.ts'
import { UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { CallRefused, type Console, openConsole } from '../console.ts'
import { table } from '../out.ts'
import { checkSecretFile } from '../secret-file.ts'

/** As the contract asks of a secret: fewer characters can be tried out. */
const SHORTEST_SECRET = 16

const causes: Readonly<Record<NonNullable<DeliveryView['cause']>, string>> = {
  status: 'the receiver did not take it',
  redirect: 'the receiver points elsewhere; it is not followed',
  'no-answer': 'no answer within 10 s',
  unreachable: 'the receiver cannot be reached',
  certificate: 'the receiver’s certificate is not trusted',
  'no-secret': 'the secret to sign with is not known',
  'bad-url': 'the address is neither https nor on loopback',
  off: 'webhooks were switched off',
}

const instant = (at: number | null) => (at === null ? '' : new Date(at).toISOString())
const lineOf = (row: DeliveryView) => [
  instant(row.createdAt),
  row.event,
  row.batchId === null ? '' : `batch ${row.batchId}`,
  row.state,
  `${row.attempts} ${row.attempts === 1 ? 'try' : 'tries'}`,
  row.status === null ? '' : `HTTP ${row.status}`,
  row.cause === null ? '' : causes[row.cause],
  row.nextAt === null ? '' : `next ${instant(row.nextAt)}`,
]

export const webhook: Command = {
  usage: 'webhook [--url U --secret-file F | --off | --test]',
  summary: 'says where the end of a batch is told and what became of it; --url and --secret-file set it, --test tries it',
  options: {
    url: { type: 'string' },
    'secret-file': { type: 'string' },
    off: { type: 'boolean' },
    test: { type: 'boolean' },
  },
  places: 0,
  async run({ words, environment, out }) {
    const url = words.text('url')
    const secretFile = words.path('secret-file')
    const asked = [url !== undefined || secretFile !== undefined, words.flag('off'), words.flag('test')].filter(Boolean)
    if (asked.length > 1) throw new UsageError('--url, --off and --test do not go together')
    if (url !== undefined && !isWebhookUrl(url)) throw new UsageError('--url takes https, or http on loopback, without a user')
    if (secretFile !== undefined) checkSecretFile(secretFile, SHORTEST_SECRET)
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      if (url !== undefined || secretFile !== undefined) {
        if (secretFile !== undefined) keepPath(desk, secretFile)
        const saved = await desk.call('webhook.save', { on: true, url: url ?? null })
        out.answer({ on: saved.on, url: saved.url }, `The end of each batch is told to ${saved.url}. Try it with --test.`)
        return 0
      }
      if (words.flag('off')) {
        const saved = await desk.call('webhook.save', { on: false, url: null })
        out.answer({ on: saved.on, url: saved.url }, 'The end of a batch is told to nobody.')
        return 0
      }
      if (words.flag('test')) {
        if (!(await desk.call('webhook.get', {})).on) throw new CallRefused({ kind: 'conflict', cause: 'webhook-off' })
        const row = await desk.call('webhook.test', {})
        const text = row.cause === null ? `Arrived: HTTP ${row.status}.` : `Did not arrive: ${causes[row.cause]}.`
        out.answer(row, row.cause === 'status' ? `${text} HTTP ${row.status}.` : text)
        return row.state === 'delivered' ? 0 : 1
      }
      const { on, url: to } = await desk.call('webhook.get', {})
      const rows = await desk.call('webhook.deliveries', {})
      const head = on ? `The end of each batch is told to ${to}.` : 'The end of a batch is told to nobody.'
      const log = rows.length > 0 ? table(rows.map(lineOf)) : 'Nothing was sent yet.'
      out.answer({ on, url: to, deliveries: rows }, `${head}\n${log}`)
      return 0
    } finally {
      await desk.close()
    }
  },
}

/** The path, never the secret: a window may not name files, so this is no call of the corridor. */
function keepPath({ settings }: Console, secretFile: string): void {
  const kept = settings.read()
  settings.write({ ...kept, webhook: { ...kept.webhook, secretFile } })
}
