import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Dispatcher } from '../app/dispatcher.ts'
import type { PushBus } from '../app/push-bus.ts'
import type { Clock } from '../base/clock.ts'
import { contentSecurityPolicy, securityHeaders } from '../base/csp.ts'
import type { Log } from '../base/log.ts'
import { isOurHost } from '../base/loopback.ts'
import { pageFile } from '../base/page-files.ts'
import type { Random } from '../base/random.ts'
import { type Admission, isOurOrigin, openAdmission } from './admission.ts'
import { openLinkServer } from './ws-server.ts'

/** A console served to browsers on this machine. */
export interface WebHost {
  /** `http://127.0.0.1:port`. */
  readonly origin: string
  /** A fresh address to open: it admits one browser, once, within the hour. */
  address(): string
  /** Resolves when the port is free and every window's link is closed. */
  close(): Promise<void>
}

export interface WebHostOptions {
  dispatcher: Dispatcher
  pushes: PushBus
  /** The built page: `out/renderer`. */
  pageDir: string
  /** 0 takes any free port. */
  port: number
  clock: Clock
  random: Random
  log: Log
}

const NOT_ADMITTED = `<!doctype html><meta charset="utf-8"><title>Foyer</title>
<p>This page opens with the address that Foyer printed when it started. Each address works once.
<p>Эта страница открывается по адресу, который Foyer вывел при запуске. Каждый адрес срабатывает один раз.
<p><a href="/">Foyer</a>`

/** Serves the page and the link on loopback only. Rejects with the socket's error where the port is taken. */
export async function openWebHost(options: WebHostOptions): Promise<WebHost> {
  const server = createServer()
  // The listener is there before the first connection can be: no request meets a server without rules.
  const portOf = () => (server.address() as AddressInfo | null)?.port ?? 0
  const admission = openAdmission({ port: portOf, clock: options.clock, random: options.random })
  const link = openLinkServer(options)

  server.on('request', (request, response) => {
    answer(request, response, { ...options, admission, port: portOf() }).catch(error => {
      options.log.error({ event: 'request-failed', error })
      if (!response.headersSent) response.writeHead(500, securityHeaders)
      response.end()
    })
  })
  server.on('upgrade', (request, socket, head) => {
    const admitted =
      isOurHost(request.headers.host, portOf()) &&
      isOurOrigin(request) &&
      admission.admitted(request) &&
      new URL(request.url ?? '/', 'http://foyer').pathname === '/link'
    if (admitted) return link.accept(request, socket, head)
    socket.on('error', () => {})
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const origin = `http://127.0.0.1:${portOf()}`
  return {
    origin,
    address: () => `${origin}/?token=${admission.ticket()}`,
    async close() {
      link.close()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

type Surroundings = WebHostOptions & { admission: Admission; port: number }

async function answer(request: IncomingMessage, response: ServerResponse, host: Surroundings): Promise<void> {
  const end = (status: number, headers: Record<string, string> = {}, body: string | Buffer = '') => {
    response.writeHead(status, { ...securityHeaders, 'cache-control': 'no-store', ...headers })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
  if (!isOurHost(request.headers.host, host.port)) return end(421)
  const read = request.method === 'GET' || request.method === 'HEAD'
  if (!read && !isOurOrigin(request)) return end(403)

  const url = URL.parse(request.url ?? '/', 'http://foyer')
  if (!url || !(request.url ?? '').startsWith('/')) return end(400)
  if (!host.admission.admitted(request)) {
    const ticket = url.pathname === '/' && request.method === 'GET' ? url.searchParams.get('token') : null
    const cookie = ticket ? host.admission.exchange(ticket) : null
    if (cookie) return end(303, { location: '/', 'set-cookie': host.admission.setCookie(cookie) })
    return end(401, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" }, NOT_ADMITTED)
  }
  if (!read) return end(405, { allow: 'GET, HEAD' })
  // Admitted already, but the ticket still stands in the address: take it out of sight, unspent or not.
  if (url.searchParams.has('token')) {
    host.admission.exchange(url.searchParams.get('token') ?? '')
    return end(303, { location: '/' })
  }

  const nonce = host.random.hex(16)
  const file = await pageFile(host.pageDir, url.pathname, nonce)
  if (!file) return end(404)
  end(
    200,
    {
      'content-type': file.type,
      'content-security-policy': contentSecurityPolicy({ nonce, socket: `ws://${request.headers.host}` }),
      // Vite puts the content's hash into these names.
      'cache-control': url.pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
    },
    file.body,
  )
}
