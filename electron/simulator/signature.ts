import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { Refusal } from './answer.ts'

/** A request as it arrived; header names in lower case. */
export interface Received {
  method: string
  /** Path and query as on the wire. */
  url: string
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/** The partner the site knows. */
export interface Partner {
  appKey: string
  appSecret: string
}

// Lines of their own, or never signed (protocol A1).
const NEVER_SIGNED = new Set([
  'x-ca-signature',
  'x-ca-signature-headers',
  'accept',
  'content-md5',
  'content-type',
  'date',
  'content-length',
  'server',
  'connection',
  'host',
  'transfer-encoding',
  'x-application-context',
  'content-encoding',
])

const header = (request: Received, name: string): string | undefined => {
  const value = request.headers[name]
  return (Array.isArray(value) ? value.join(', ') : value)?.trim()
}

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Line 7: the path as sent, and query (with the fields of a form) sorted by key, values un-encoded, a key alone when empty. */
function pathLine(request: Received): string {
  const [path = '', ...rest] = request.url.split('?')
  const fields = new Map(new URLSearchParams(rest.join('?')))
  if (header(request, 'content-type')?.startsWith('application/x-www-form-urlencoded'))
    for (const [key, value] of new URLSearchParams(request.body.toString())) fields.set(key, value)
  const pairs = [...fields].sort(([a], [b]) => byCodeUnit(a, b)).map(([key, value]) => (value === '' ? key : `${key}=${value}`))
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}

/** Rebuilds the string to sign from what was received (protocol A1): lines of absent headers are left out, empty ones stay. */
export function stringToSign(request: Received): string {
  const names = (header(request, 'x-ca-signature-headers') ?? '').split(',').map(name => name.trim().toLowerCase())
  const signed = [...new Set(names)].filter(name => name !== '' && !NEVER_SIGNED.has(name)).sort(byCodeUnit)
  return [
    request.method.toUpperCase(),
    ...['accept', 'content-md5', 'content-type', 'date'].map(name => header(request, name)),
    ...signed.map(name => (header(request, name) === undefined ? undefined : `${name}:${header(request, name)}`)),
    pathLine(request),
  ]
    .filter(line => line !== undefined)
    .join('\n')
}

/** The end of every recorded refusal: which API, and the key that was used. */
const trail = (request: Received, appKey?: string) =>
  `apiName:${request.url.split('?')[0]?.replace(/^\/artemis/, '')}${appKey === undefined ? '' : `, appKey:${appKey}`}`

/** The refusal of a request whose clock is wrong. The text is INF: no source has one (protocol A1 Anti-replay). */
export const clockRefusal = (request: Received) =>
  new Refusal(
    '0x02401003',
    `api AK/SK signature authentication failed,Invalid X-Ca-Timestamp! The timestamp has expired, ${trail(request, header(request, 'x-ca-key') ?? '')}`,
  )

/** Accepts a request signed in any of the shapes a to d (protocol A1). @throws Refusal with the recorded texts */
export function judgeSignature(request: Received, partner: Partner): void {
  const appKey = header(request, 'x-ca-key')
  if (!appKey) throw new Refusal('0x02401019', `no access_token and header parameter X-Ca-Key(appKey) found! ${trail(request)}`)
  if (appKey !== partner.appKey) throw new Refusal('0x02401001', `The partner does not exist! ${trail(request, appKey)}`)
  const given = header(request, 'x-ca-signature')
  if (!given) throw new Refusal('0x02401002', `header parameter X-Ca-Signature not found! ${trail(request, appKey)}`)
  const text = stringToSign(request)
  const own = createHmac('sha256', partner.appSecret).update(text).digest()
  const theirs = Buffer.from(given, 'base64')
  const same = theirs.length === own.length && timingSafeEqual(theirs, own) && theirs.toString('base64') === given
  const digest = header(request, 'content-md5')
  const intact = digest === undefined || digest === createHash('md5').update(request.body).digest('base64')
  if (same && intact) return
  throw new Refusal(
    '0x02401003',
    `api AK/SK signature authentication failed,Invalid Signature! and StringToSign: ${text}, ${trail(request, appKey)}`,
  )
}
