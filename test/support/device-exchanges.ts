import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEventQueue } from '../../electron/access-control/event-queue.ts'
import type { DeviceExchange } from '../../electron/access-control/isapi/device-exchange.ts'
import { readEventText } from '../../electron/access-control/isapi/event-text.ts'
import { clockOf } from '../../electron/access-control/isapi/event-time.ts'
import { SiteError } from '../../electron/access-control/port.ts'
import type { ScriptedDevice } from './scripted-device.ts'

const gone = () => new SiteError({ kind: 'offline', cause: 'connection-refused' })

function answerOf(device: ScriptedDevice, method: string, path: string, body: unknown): object | null {
  device.calls.push(`${method} ${path}`)
  if (path.startsWith('/ISAPI/AccessControl/AcsEvent/capabilities')) return device.capabilities()
  if (path.startsWith('/ISAPI/AccessControl/AcsEvent'))
    return device.search((body as { AcsEventCond: Record<string, unknown> }).AcsEventCond)
  return null
}

/** A scripted device asked without a wire: for what only time decides. */
export function directExchange(device: ScriptedDevice, now: () => number): DeviceExchange {
  const there = () => {
    if (device.down) throw gone()
  }
  return {
    async info() {
      device.calls.push('info')
      there()
      return { serial: device.serial() }
    },
    async clock() {
      there()
      const clock = clockOf(device.timeText(device.wall()), now())
      if (!clock) throw new Error('no clock')
      return clock
    },
    async ask(method, path, body) {
      there()
      const answer = answerOf(device, method, path, body)
      if (!answer) throw new SiteError({ kind: 'unsupported', cause: 'not-supported' })
      return answer as Record<string, unknown>
    },
    async stream(path, signal) {
      device.calls.push(`GET ${path}`)
      there()
      const queue = createEventQueue<Buffer>(Number.POSITIVE_INFINITY)
      const close = device.open(chunk => (chunk === null ? queue.close() : queue.push(chunk)))
      signal.addEventListener('abort', () => {
        close()
        queue.close()
      })
      return { contentType: 'multipart/mixed; boundary=MIME_boundary', chunks: queue }
    },
    async bytes(path) {
      there()
      const picture = device.pictures.get(path)
      if (!picture) throw new SiteError({ kind: 'not-found', cause: 'not-found' })
      return picture
    },
  }
}

/** The device behind a socket on loopback. No Digest: that is another test's. */
export async function serveDevice(device: ScriptedDevice): Promise<{ url: string; server: Server; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null
    if (path === '/ISAPI/Event/notification/alertStream') {
      response.writeHead(200, { 'content-type': 'multipart/mixed; boundary=MIME_boundary' })
      response.flushHeaders()
      const close = device.open(chunk => (chunk === null ? response.end() : response.write(chunk)))
      response.once('close', close)
    } else if (path === '/ISAPI/System/deviceInfo') {
      response.setHeader('content-type', 'application/xml')
      response.end(`<?xml version="1.0"?><DeviceInfo><serialNumber>${device.serial()}</serialNumber></DeviceInfo>`)
    } else if (path === '/ISAPI/System/time') {
      response.setHeader('content-type', 'application/xml')
      response.end(`<Time><timeMode>NTP</timeMode><localTime>${device.timeText(device.wall())}</localTime></Time>`)
    } else if (device.pictures.has(path)) response.end(device.pictures.get(path))
    else {
      const answer = answerOf(device, request.method ?? '', path, body)
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer ?? { statusCode: 4 }, null, '\t'))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    async close() {
      server.closeAllConnections()
      if (server.listening) await new Promise(resolve => server.close(resolve))
    },
  }
}

/** The least that speaks HTTP to such a server. */
export function plainExchange(url: string, now: () => number, onChunk: () => void = () => {}): DeviceExchange {
  async function send(method: string, path: string, body: unknown, signal: AbortSignal): Promise<IncomingMessage> {
    const request = httpRequest(`${url}${path}`, { method, signal, agent: false })
    request.end(body === null ? undefined : JSON.stringify(body))
    const [response] = (await once(request, 'response').catch(error => {
      throw new SiteError({ kind: 'offline', cause: 'connection-refused' }, { cause: error })
    })) as [IncomingMessage]
    if (response.statusCode === 200) return response
    response.resume()
    throw new SiteError({ kind: response.statusCode === 404 ? 'not-found' : 'busy', cause: 'site-busy' })
  }
  async function whole(method: string, path: string, body: unknown, signal: AbortSignal): Promise<Buffer> {
    const chunks: Buffer[] = []
    for await (const chunk of await send(method, path, body, signal)) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }
  const read = async (method: string, path: string, body: unknown, signal: AbortSignal) => {
    const fields = readEventText(await whole(method, path, body, signal))
    if (!fields) throw new SiteError({ kind: 'timeout', cause: 'not-http' })
    return fields as Record<string, Record<string, unknown>>
  }
  return {
    async info(signal) {
      return { serial: String((await read('GET', '/ISAPI/System/deviceInfo', null, signal)).DeviceInfo?.serialNumber) }
    },
    async clock(signal) {
      const clock = clockOf(String((await read('GET', '/ISAPI/System/time', null, signal)).Time?.localTime), now())
      if (!clock) throw new SiteError({ kind: 'timeout', cause: 'not-http' })
      return clock
    },
    ask: read,
    async stream(path, signal) {
      const response = await send('GET', path, null, signal)
      return {
        contentType: String(response.headers['content-type']),
        chunks: (async function* () {
          for await (const chunk of response) {
            onChunk()
            yield chunk as Buffer
          }
        })(),
      }
    },
    bytes: (path, signal) => whole('GET', path, null, signal),
  }
}
