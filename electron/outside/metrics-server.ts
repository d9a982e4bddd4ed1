import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { isOurHost, isSame } from '../base/loopback.ts'

/** A token is kept as this: whoever reads the settings cannot ask with it. (It has 256 random bits, so there is nothing for a slow hash to slow.) */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

export interface MetricsServer {
  readonly port: number
  close(): Promise<void>
}

export interface MetricsServerOptions {
  /** 0 takes any free port. */
  port: number
  /** Asked at every request; null lets nobody in. */
  tokenSha256: () => string | null
  /** The document, in Prometheus' text format. */
  write: () => Promise<{ text: string; type: string }>
  onError: (error: unknown) => void
}

/** Slow readers and half requests are cut off after that many milliseconds; a scrape takes a few. */
const DEADLINE_MS = 10_000

/**
 * `GET /metrics` on loopback, for whoever has the token. Host is checked first: a page in a browser that has rebound a name to this machine gets nothing.
 * Rejects with the socket's error where the port is taken.
 */
export async function openMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer({
    requestTimeout: DEADLINE_MS,
    headersTimeout: DEADLINE_MS,
    connectionsCheckingInterval: DEADLINE_MS,
  })
  server.maxConnections = 16
  let port = options.port
  server.on('request', (request, response) => {
    const end = (status: number, headers: Record<string, string> = {}, body = '') => {
      response.writeHead(status, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers })
      response.end(request.method === 'HEAD' ? undefined : body)
    }
    if (!isOurHost(request.headers.host, port)) return end(421)
    if (!isAdmitted(request, options.tokenSha256())) return end(401, { 'www-authenticate': 'Bearer realm="foyer"' })
    if ((request.url ?? '').split('?')[0] !== '/metrics') return end(404)
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(405, { allow: 'GET, HEAD' })
    options.write().then(
      ({ text, type }) => end(200, { 'content-type': type }, text),
      error => {
        options.onError(error)
        end(500)
      },
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => {
      server.off('error', reject)
      server.on('error', options.onError)
      resolve()
    })
  })
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : options.port
  return {
    port,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** Both sides are hashes, so they are as long as each other, and the time a comparison takes says nothing of the token. */
function isAdmitted(request: IncomingMessage, tokenSha256: string | null): boolean {
  const [, offered = ''] = /^Bearer +([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '') ?? []
  return tokenSha256 !== null && isSame(tokenHash(offered), tokenSha256)
}
