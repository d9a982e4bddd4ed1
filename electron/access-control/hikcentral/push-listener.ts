import { createServer, type IncomingMessage } from 'node:http'
import type { Failure } from '../../../shared/model/failure.ts'
import { isSame } from '../../base/loopback.ts'

/** A batch of events is some hundred bytes an event: this is thousands of them. */
const MOST_BYTES = 1024 * 1024
/** Slow senders are cut off after so many milliseconds. */
const DEADLINE_MS = 10_000

export interface PushListener {
  readonly port: number
  close(): Promise<void>
}

export interface PushListenerOptions {
  address: string
  /** 0 takes any free port. */
  port: number
  /** What stands in the path: whoever does not know it is told nothing. */
  token: string
  /** The body, as JSON. */
  onBody(body: unknown): void
}

/**
 * Where a site pushes its events: `POST /events/<token>`, and nothing else. It answers as soon as the body is there, since a site that waits sends again.
 * Rejects with the socket's error where the address or the port is not to be had.
 */
export async function openPushListener({ address, port, token, onBody }: PushListenerOptions): Promise<PushListener> {
  const server = createServer({
    requestTimeout: DEADLINE_MS,
    headersTimeout: DEADLINE_MS,
    connectionsCheckingInterval: DEADLINE_MS,
    maxHeaderSize: 8 * 1024,
  })
  server.maxConnections = 32
  server.on('request', (request, response) => {
    const end = (status: number) => {
      response.writeHead(status, { 'content-length': '0', ...(status === 200 ? {} : { connection: 'close' }) })
      response.end()
    }
    if (!isSame((request.url ?? '').split('?')[0] ?? '', `/events/${token}`)) return end(404)
    if (request.method !== 'POST') return end(405)
    if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return end(413)
    bodyOf(request).then(
      bytes => {
        if (bytes === null) return end(413)
        end(200)
        try {
          onBody(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')))
        } catch {
          // No JSON: nothing to be told of it, and a site that is told so would only send it again.
        }
      },
      () => request.destroy(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      server.off('error', reject)
      server.on('error', () => {})
      resolve()
    })
  })
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : port,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** Why nobody can listen there, in a word for the field that names it. */
export function listenFailure(error: unknown): Failure {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return { kind: 'conflict', cause: 'port-taken', field: 'port' }
    case 'EACCES':
      return { kind: 'invalid', cause: 'port-forbidden', field: 'port' }
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { kind: 'invalid', cause: 'address-not-here', field: 'address' }
    default:
      return { kind: 'bug' }
  }
}

/** Null where it is too long. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MOST_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
