import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Certificate } from './certificate.ts'
import type { FaultBook } from './faults.ts'
import type { Ask, Endpoint } from './isapi/ask.ts'
import { pictureAt } from './isapi/pictures.ts'
import { refusalReply, replyOf, sessionReply, unauthorizedReply } from './isapi/replies.ts'
import { endpointOf } from './isapi/routes.ts'
import { done, Refused } from './isapi/status.ts'
import { hasRoom, openStream } from './isapi/stream.ts'
import { dropFaces, dropUsers, type Terminal } from './isapi/terminal.ts'
import { html, type Reply, send, sendDripping, sendHalf } from './reply.ts'
import type { Fault } from './script.ts'
import type { Traffic } from './traffic.ts'

const MAX_BODY = 4 * 1024 * 1024
const KEEP_ALIVE_MS = 30_000
// OpenSSL offers such old TLS at its lowest level of security only.
const LEGACY = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const
const SPACING_MS = 100
const STREAM = 'Event/notification/alertStream'

/** What the server needs to know beside the terminal. */
export interface TerminalFront {
  terminal: Terminal
  faults: FaultBook
  traffic: Traffic
  /** Calls at work, streams left out, and connections: now, and at most. */
  load: { now: number; most: number; unauthorized: number; sockets: number; mostSockets: number }
  /** Takes the terminal off the network for a while. */
  away(forMs: number): void
}

/** A call on its way through. */
interface Call {
  request: IncomingMessage
  response: ServerResponse
  ask: Ask
  json: boolean
}

/** A terminal's HTTP or HTTPS server, not yet listening; the twin of `artemis-server.ts`. What is answered is in `isapi/`. @param legacy nothing newer than TLS 1.1 */
export function isapiServer(front: TerminalFront, certificate: Certificate | null, legacy = false): Server {
  const used = new WeakMap<Socket, number>()
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    front.traffic.arrive(front.terminal.site.clock.monotonic())
    const times = (used.get(request.socket) ?? 0) + 1
    used.set(request.socket, times)
    const { load } = front
    load.now++
    let left = false
    const leave = () => {
      if (!left) load.now--
      left = true
    }
    response.on('close', leave)
    response.on('error', () => {}) // the client is gone: nobody to tell
    serve(front, request, response, times > 1, leave).catch(error => response.destroy(error))
  }
  const server = certificate
    ? createTlsServer({ key: certificate.key, cert: certificate.cert, ...(legacy ? LEGACY : {}) }, listener)
    : createServer(listener)
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.on('connection', (socket: Socket) => {
    const { load } = front
    load.mostSockets = Math.max(load.mostSockets, ++load.sockets)
    socket.on('close', () => load.sockets--)
  })
  return server
}

async function readBody(request: IncomingMessage, cut: boolean): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (cut) {
      request.socket.destroy()
      return null
    }
    size += chunk.length
    if (size <= MAX_BODY) chunks.push(chunk)
  }
  return size > MAX_BODY ? null : Buffer.concat(chunks)
}

async function serve(
  front: TerminalFront,
  request: IncomingMessage,
  response: ServerResponse,
  usedBefore: boolean,
  leave: () => void,
): Promise<void> {
  const { terminal, load } = front
  const target = request.url ?? '/'
  const url = new URL(target, 'http://terminal')
  const path = url.pathname.replace(/^\/ISAPI\//, '')
  const crowded = load.now > terminal.plan.atOnce
  if (path !== STREAM && !crowded) load.most = Math.max(load.most, load.now)
  const cut = usedBefore && terminal.on('dropsFaceUploads') && path === 'Intelligent/FDLib/FDSetUp'
  const body = await readBody(request, cut)
  if (!body) {
    response.destroy()
    return
  }
  const ask: Ask = { method: request.method ?? 'GET', path, query: url.searchParams, headers: request.headers, body }
  const call: Call = { request, response, ask, json: url.searchParams.get('format') === 'json' }
  if (crowded && path !== STREAM) {
    load.most = Math.max(load.most, load.now)
    return refuse(front, call, 'deviceBusy')
  }
  const session = sessionReply(terminal, ask)
  if (session) return answer(front, call, session)
  const verdict = terminal.doorkeeper.judge({
    method: ask.method,
    target,
    authorization: request.headers.authorization,
    cookie: request.headers.cookie,
  })
  if (verdict !== 'in') {
    load.unauthorized++
    return answer(front, call, unauthorizedReply(terminal, verdict), false)
  }
  await admitted(front, call, leave)
}

/** Sends a reply, with its challenges if it has any. `counted`: whether it is a call that was answered. */
function answer(front: TerminalFront, call: Call, reply: Reply & { challenges?: string[] }, counted = true): void {
  if (counted) front.traffic.answer(call.ask.path)
  if (reply.challenges?.length && call.response.writable) call.response.setHeader('WWW-Authenticate', reply.challenges)
  send(call.response, reply)
}

function refuse(front: TerminalFront, call: Call, sub: string, field?: string): void {
  const reply = refusalReply(front.terminal, new Refused(sub, field), call.json)
  if (sub === 'deviceBusy') front.traffic.refuse()
  answer(front, call, reply, sub !== 'deviceBusy')
}

async function admitted(front: TerminalFront, call: Call, leave: () => void): Promise<void> {
  const { terminal, faults } = front
  const { ask } = call
  const fault = faults.take(ask.path)
  if (fault?.kind === 'offline') return front.away(fault.forMs ?? 5000)
  if (fault?.kind === 'loses-users') dropUsers(terminal)
  if (fault?.kind === 'loses-faces') dropFaces(terminal)
  if (ask.path === STREAM && ask.method === 'GET' && !terminal.on('noStream')) {
    leave()
    if (fault) return misbehave(front, call, fault, () => refusalReply(terminal, new Refused('deviceError'), false))
    if (!hasRoom(terminal)) return refuse(front, call, 'deviceBusy')
    front.traffic.answer(ask.path)
    return openStream(terminal, call.response)
  }
  const ready = prepare(front, call)
  if ('status' in ready) return answer(front, call, ready)
  const now = terminal.site.clock.monotonic()
  if (ready.write && (terminal.writing || (terminal.on('needsSpacing') && now - terminal.lastWriteAt < SPACING_MS)))
    return refuse(front, call, 'deviceBusy')
  terminal.writing ||= ready.write
  try {
    if (terminal.plan.latencyMs > 0) await terminal.site.clock.sleep(terminal.plan.latencyMs)
    const act = () => outcome(terminal, call, ready)
    if (fault && !fault.kind.startsWith('loses-')) misbehave(front, call, fault, act)
    else answer(front, call, act())
  } finally {
    if (ready.write) {
      terminal.writing = false
      terminal.lastWriteAt = terminal.site.clock.monotonic()
    }
  }
}

/** What is to be done, or the reply when that is clear without doing anything. */
function prepare({ terminal }: TerminalFront, call: Call): Endpoint | Reply {
  const { ask, request } = call
  const picture = ask.path.startsWith('/LOCALS/') ? pictureAt(terminal, ask.path) : null
  if (picture) return replyOf(terminal, { picture }, false)
  if (ask.path === 'Security/sessionLogout' || ask.path === 'Security/sessionHeartbeat') {
    if (ask.path.endsWith('Logout')) terminal.doorkeeper.leave(request.headers.cookie)
    return replyOf(terminal, done(), false)
  }
  try {
    const endpoint = endpointOf(ask, terminal)
    const chunked = request.headers['transfer-encoding'] !== undefined
    if (chunked && terminal.on('chunkedRefused')) throw new Refused(endpoint.json ? 'badJsonFormat' : 'badXmlFormat')
    // JSON that was not announced is read as XML (protocol B2).
    if (endpoint.json && !call.json) throw new Refused('badXmlFormat')
    return endpoint
  } catch (error) {
    if (error instanceof Refused) return refusalReply(terminal, error, call.json)
    throw error
  }
}

function outcome(terminal: Terminal, call: Call, endpoint: Endpoint): Reply {
  try {
    return replyOf(terminal, endpoint.run(call.ask, terminal), endpoint.json)
  } catch (error) {
    if (error instanceof Refused) return refusalReply(terminal, error, endpoint.json)
    throw error
  }
}

function misbehave(front: TerminalFront, call: Call, fault: Fault, act: () => Reply): void {
  const { terminal, traffic } = front
  const { response, ask } = call
  if (fault.kind !== 'drop' && fault.kind !== 'hang') traffic.answer(ask.path)
  if (fault.kind === 'hang')
    act() // done, and never answered
  else if (fault.kind === 'drop') {
    if (fault.effect) act()
    response.destroy()
  } else if (fault.kind === '5xx') send(response, html(503, 'Service Unavailable'))
  else if (fault.kind === 'html') send(response, html(200, 'Web components'))
  else if (fault.kind === 'drip') sendDripping(response, act(), terminal.site)
  else if (fault.kind === 'truncated') sendHalf(response, act())
  else if (fault.kind === 'busy401') send(response, { status: 401, headers: {}, body: Buffer.alloc(0) })
  else {
    const refused = new Refused(fault.kind === 'busy' ? 'deviceBusy' : (fault.sub ?? 'deviceError'))
    send(response, refusalReply(terminal, refused, call.json))
  }
}
