import { createHmac } from 'node:crypto'
import { type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { DeliveryCause } from '../../shared/model/webhook.ts'
import { isWebhookUrl } from '../../shared/model/webhook.ts'
import type { Clock } from '../base/clock.ts'

/** The longest a try may take, from the name's look-up to the first line of the answer; milliseconds. */
export const WEBHOOK_DEADLINE_MS = 10_000
/** Headers of an answer, in bytes. Its body is never read. */
const MAX_HEADERS = 16 * 1024

export interface WebhookMessage {
  url: string
  secret: string
  /** The `X-Foyer-Delivery` header. */
  id: string
  body: string
}

/** How a try ended: `cause` is null where it arrived. */
export interface WebhookAnswer {
  status: number | null
  cause: DeliveryCause | null
}

/** What the receiver computes too: HMAC-SHA256 over the timestamp (seconds, as in its header), a dot, and the body as it came. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

// Asked of nobody: a name server that calls another machine `localhost` would get our figures in the open.
const loopback: LookupFunction = (_, options, answer) => {
  const known = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  const [first] = known
  if (options.all) answer(null, known)
  else answer(null, first?.address ?? '', first?.family)
}

/**
 * One POST. Never rejects. A redirect is an answer that is not followed: a signed message goes where the administrator said, and nowhere else.
 * Signed at every try, so that a receiver may refuse old timestamps.
 */
export function postWebhook(
  message: WebhookMessage,
  about: { clock: Clock; version: string; signal: AbortSignal },
): Promise<WebhookAnswer> {
  const { clock, signal } = about
  if (!isWebhookUrl(message.url)) return Promise.resolve({ status: null, cause: 'bad-url' })
  const url = new URL(message.url)
  const plain = url.protocol === 'http:'
  const body = Buffer.from(message.body)
  const timestamp = String(Math.floor(clock.now() / 1000))
  const options: RequestOptions = {
    method: 'POST',
    // A connection of its own: hours lie between two of them.
    agent: false,
    maxHeaderSize: MAX_HEADERS,
    ...(plain ? { lookup: loopback } : {}),
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      'user-agent': `Foyer/${about.version}`,
      'x-foyer-timestamp': timestamp,
      'x-foyer-signature': signatureOf(message.secret, timestamp, message.body),
      'x-foyer-delivery': message.id,
    },
  }
  return new Promise(resolve => {
    const request = (plain ? requestHttp : requestHttps)(url, options)
    const settle = (answer: WebhookAnswer) => {
      clock.clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
      request.destroy()
      resolve(answer)
    }
    const giveUp = () => settle({ status: null, cause: 'no-answer' })
    const timer = clock.setTimeout(giveUp, WEBHOOK_DEADLINE_MS)
    signal.addEventListener('abort', giveUp, { once: true })
    request.on('response', response => {
      const status = response.statusCode ?? 0
      const isRedirect = status >= 300 && status < 400
      settle({ status, cause: status >= 200 && status < 300 ? null : isRedirect ? 'redirect' : 'status' })
    })
    request.on('error', (error: NodeJS.ErrnoException) => settle({ status: null, cause: causeOf(error) }))
    request.end(body)
  })
}

/** Codes of OpenSSL and of Node about a certificate that nobody vouches for, or that is another's. */
const OF_CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|ALTNAME/

function causeOf(error: NodeJS.ErrnoException): DeliveryCause {
  if (OF_CERTIFICATE.test(error.code ?? '')) return 'certificate'
  // Something was there and hung up.
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code?.startsWith('HPE_') ? 'no-answer' : 'unreachable'
}
