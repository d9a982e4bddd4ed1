import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import { Refusal } from './answer.ts'
import type { Certificate } from './certificate.ts'
import { FaultBook } from './faults.ts'
import { answerRequest, apiPath, refusalReply } from './gateway.ts'
import { html, type Reply, send, sendDripping, sendHalf } from './reply.ts'
import type { Fault, FaultKind } from './script.ts'
import { clockRefusal, type Partner, type Received } from './signature.ts'
import type { Traffic } from './traffic.ts'
import type { World } from './world.ts'

const MAX_BODY = 8 * 1024 * 1024
// As nginx: longer than a client's own keep-alive, so that it is the client who closes an idle socket.
const KEEP_ALIVE_MS = 75_000

/** What the server needs to know beside the world. */
export interface Front {
  world: World
  partner: Partner
  traffic: Traffic
  latencyMs: number
  /** Seconds of the Retry-After with a 429 for the rate; null: none. */
  retryAfter: number | null
}

const tooMany = (retryAfter: number | null) =>
  html(429, 'Too Many Requests', retryAfter === null ? {} : { 'Retry-After': String(retryAfter) })

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= MAX_BODY) chunks.push(chunk)
  }
  return size > MAX_BODY ? null : Buffer.concat(chunks)
}

/** The gateway's HTTPS server, not yet listening. Rate, faults and latency live here; what is answered, in `gateway.ts`. */
export function artemisServer(front: Front, certificate: Certificate): Server {
  const faults = new FaultBook(front.world.script.faults.filter(one => one.device === undefined))
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    // First of all, before the body: the arrival is what the rate counts.
    const admitted = front.traffic.arrive(front.world.clock.monotonic())
    response.on('error', () => {}) // the client is gone: nobody to tell
    serve(front, faults, admitted, request, response).catch(error => response.destroy(error))
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  return server
}

async function serve(
  front: Front,
  faults: FaultBook,
  admitted: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { world, traffic } = front
  const url = request.url ?? '/'
  const path = apiPath(url)
  response.setHeader('X-Ca-Request-Id', world.random.hex(16))
  // The site's own clock, by which it also judges timestamps: Node would put down the machine's.
  response.setHeader('Date', new Date(world.clock.now()).toUTCString())
  const fault = admitted ? faults.take(path) : null
  if (!admitted || fault?.kind === '429') {
    request.resume()
    traffic.refuse()
    return send(response, tooMany(fault ? (fault.retryAfter ?? 1) : front.retryAfter))
  }
  const body = await readBody(request)
  const received = { method: request.method ?? 'GET', url, headers: request.headers, body: body ?? Buffer.alloc(0) }
  // A request that was read takes effect even when its client hangs up meanwhile: the outcome it will not see is the hard case.
  if (front.latencyMs > 0) await new Promise<void>(resolve => world.later(resolve, front.latencyMs))
  const reply = body === null ? html(413, 'Request Entity Too Large') : () => answerRequest(world, front.partner, received)
  if (fault) return misbehave(front, fault, path, received, response, typeof reply === 'function' ? reply : () => reply)
  traffic.answer(path)
  send(response, typeof reply === 'function' ? reply() : reply)
}

function misbehave(
  front: Front,
  fault: Fault,
  path: string,
  received: Received,
  response: ServerResponse,
  act: () => Reply,
): void {
  const { world, traffic } = front
  const retry: Record<string, string> = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) }
  const refuse = (refusal: Refusal) => {
    const reply = refusalReply(world, path, refusal)
    send(response, { ...reply, headers: { ...reply.headers, ...retry } })
  }
  const deeds: Partial<Record<FaultKind, () => void>> = {
    '429': () => send(response, tooMany(fault.retryAfter ?? 1)),
    '5xx': () => send(response, html(503, 'Service Temporarily Unavailable', retry)),
    html: () => send(response, html(200, 'Welcome to HikCentral Professional', retry)),
    quota: () => refuse(new Refusal('0x02401009', 'The number of API calls has reached the upper limit')),
    clock: () => refuse(clockRefusal(received)),
    drip: () => sendDripping(response, act(), world),
    truncated: () => sendHalf(response, act()),
    hang: () => act(), // done, and never answered
    drop: () => {
      if (fault.effect) act()
      response.destroy()
    },
  }
  if (fault.kind !== 'drop' && fault.kind !== 'hang') traffic.answer(path)
  deeds[fault.kind]?.()
}
