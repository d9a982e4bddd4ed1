import { once } from 'node:events'
import { createServer as createPlainServer, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { readCertificate } from '../../electron/access-control/connector.ts'
import { createHttpClient, type HttpClient, MAX_REPLY_BYTES } from '../../electron/access-control/http-client.ts'
import { SiteError } from '../../electron/access-control/port.ts'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { selfSigned } from '../../electron/simulator/certificate.ts'

const ours = selfSigned(seededRandom(1))
const theirs = selfSigned(seededRandom(2))
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => sockets.add(socket.on('error', () => {})))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function client(url: string, pin: string | null, deadlineMs = 2000, connections = 2): HttpClient {
  const made = createHttpClient({ url, pin, connections, clock, deadlineMs })
  closing.push(() => made.close())
  return made
}

async function site(answer: RequestListener, deadlineMs?: number): Promise<HttpClient> {
  const port = await listen(createServer(ours, answer))
  return client(`https://127.0.0.1:${port}`, ours.sha256, deadlineMs)
}

const secret = {
  method: 'POST' as const,
  path: '/p',
  headers: { 'x-ca-key': 'the-key', 'content-type': 'application/json' },
  body: '{"secret":1}',
}

async function failure(work: Promise<unknown>) {
  const error = await work.then(
    () => new Error('it got through'),
    e => e,
  )
  expect(error).toBeInstanceOf(SiteError)
  return (error as SiteError).failure
}

test('the pinned site is spoken to, over kept-alive connections', async () => {
  const sockets = new Set<Socket>()
  const http = await site((request, response) => {
    sockets.add(request.socket)
    request.resume().on('end', () => response.end(`${request.method} ${request.headers['x-ca-key']}`))
  })
  for (let i = 0; i < 8; i++) expect((await http.send(secret)).body.toString()).toBe('POST the-key')
  expect(sockets.size).toBeLessThanOrEqual(2)
})

test.each(['another pin', 'no pin'])('a wrong server is not told one byte: %s', async how => {
  let heard = ''
  let ended = 0
  const server = createTlsServer(theirs, socket => {
    socket.on('error', () => {})
    socket.on('data', data => {
      heard += data
    })
  })
  server.on('connection', socket => socket.on('close', () => ended++))
  const port = await listen(server)
  let sent = 0
  const http = client(`https://127.0.0.1:${port}`, how === 'no pin' ? null : ours.sha256)
  const refusals = await Promise.all([1, 2, 3].map(() => failure(http.send({ ...secret, onSent: () => sent++ }))))
  const cause = how === 'no pin' ? 'certificate-unknown' : 'certificate-mismatch'
  for (const refusal of refusals) expect(refusal).toEqual({ kind: 'credentials', cause })
  await expect.poll(() => ended).toBeGreaterThan(0)
  expect(heard).toBe('')
  expect(sent).toBe(0)
})

test('the wizard reads a certificate and sends nothing', async () => {
  let heard = ''
  const port = await listen(
    createTlsServer(theirs, socket =>
      socket
        .on('error', () => {})
        .on('data', data => {
          heard += data
        }),
    ),
  )
  const certificate = await readCertificate(`https://127.0.0.1:${port}`, clock)
  expect(certificate).toMatchObject({ sha256: theirs.sha256, trusted: false })
  expect(certificate.subject).not.toBe('')
  expect(heard).toBe('')
  expect(await failure(readCertificate('http://127.0.0.1:1', clock))).toMatchObject({ cause: 'not-https' })
})

test('nobody there: offline, and nothing was sent', async () => {
  const port = await listen(createPlainServer())
  await closing.pop()?.()
  expect(await failure(client(`https://127.0.0.1:${port}`, null).send(secret))).toEqual({
    kind: 'offline',
    cause: 'connection-refused',
  })
  expect(await failure(client('https://no-such-host.invalid', null).send(secret))).toEqual({
    kind: 'offline',
    cause: 'name-unknown',
  })
  expect(await failure(readCertificate(`https://127.0.0.1:${port}`, clock))).toEqual({
    kind: 'offline',
    cause: 'connection-refused',
  })
})

test('a port that speaks no TLS: offline', async () => {
  const port = await listen(createPlainServer((_, response) => response.end()))
  expect(await failure(client(`https://127.0.0.1:${port}`, ours.sha256).send(secret))).toMatchObject({ kind: 'offline' })
})

test('no answer in time, and an answer that drips: unknown outcome at the deadline', async () => {
  const silent = await site(() => {}, 200)
  expect(await failure(silent.send(secret))).toEqual({ kind: 'timeout', cause: 'deadline' })
  const dripping = await site((_, response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(drip))
  }, 200)
  expect(await failure(dripping.send(secret))).toEqual({ kind: 'timeout', cause: 'deadline' })
})

test('cut off after it was sent, or in the middle of the answer: unknown outcome', async () => {
  const dropping = await site(request => request.socket.destroy())
  expect(await failure(dropping.send(secret))).toEqual({ kind: 'timeout', cause: 'connection-lost' })
  const cutting = await site((_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{"code"', () => response.destroy())
  })
  expect(await failure(cutting.send(secret))).toMatchObject({ kind: 'timeout' })
})

test('a kept-alive connection that dies under a request counts as sent', async () => {
  let count = 0
  const http = await site((request, response) => (++count === 1 ? response.end('{}') : request.socket.destroy()))
  await http.send(secret)
  expect(await failure(http.send(secret))).toEqual({ kind: 'timeout', cause: 'connection-lost' })
})

test('an endless answer is cut at the cap', async () => {
  const http = await site((_, response) => {
    const block = Buffer.alloc(1024 * 1024)
    for (let i = 0; i <= MAX_REPLY_BYTES / block.length; i++) response.write(block)
    response.end()
  })
  expect(await failure(http.send(secret))).toEqual({ kind: 'timeout', cause: 'reply-too-long' })
})

test('a redirect is an answer, never followed', async () => {
  let count = 0
  const http = await site((_, response) => {
    count++
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  expect(await http.send(secret)).toMatchObject({ status: 302 })
  expect(count).toBe(1)
})

test('given up before it was sent: nothing goes out; given up after: unknown outcome', async () => {
  const paths: string[] = []
  const port = await listen(createServer(ours, request => void paths.push(request.url ?? '')))
  const http = client(`https://127.0.0.1:${port}`, ours.sha256, 2000, 1)
  const first = new AbortController()
  const second = new AbortController()
  const sent = failure(http.send({ ...secret, path: '/first', signal: first.signal }))
  const queued = failure(http.send({ ...secret, path: '/second', signal: second.signal }))
  await expect.poll(() => paths).toEqual(['/first'])
  second.abort()
  expect(await queued).toEqual({ kind: 'busy', cause: 'cancelled' })
  first.abort()
  expect(await sent).toEqual({ kind: 'timeout', cause: 'cancelled' })
  await failure(client(`https://127.0.0.1:${port}`, ours.sha256, 300).send({ ...secret, path: '/third' }))
  expect(paths).toEqual(['/first', '/third'])
})

test('a reply that goes on is read at the pace of its reader, whole, in order, and can be left', async () => {
  let closed = 0
  const port = await listen(
    createPlainServer((request, response) => {
      request.socket.once('close', () => closed++)
      response.writeHead(200, { 'content-type': 'multipart/mixed' })
      // In one packet: the reader is full in the middle of it.
      response.cork()
      for (let i = 0; i < 500; i++) response.write(`${i};`)
      response.uncork()
      if (request.url === '/ends') response.end()
    }),
  )
  const http = client(`http://127.0.0.1:${port}`, null)
  const open = (path: string, signal?: AbortSignal) => http.open({ method: 'GET', path, headers: {}, body: null, signal })
  const { status, headers, chunks } = await open('/ends')
  expect([status, headers['content-type']]).toEqual([200, 'multipart/mixed'])
  const pieces: Uint8Array[] = []
  for await (const chunk of chunks) {
    pieces.push(chunk)
    if (pieces.length % 50 === 0) await new Promise(resolve => setImmediate(resolve))
    expect(pieces.length).toBeLessThanOrEqual(500)
  }
  expect(Buffer.concat(pieces).toString()).toBe(Array.from({ length: 500 }, (_, i) => `${i};`).join(''))

  for await (const _ of (await open('/goes-on')).chunks) break
  const leaving = new AbortController()
  const cut = (async () => {
    for await (const _ of (await open('/goes-on', leaving.signal)).chunks) leaving.abort()
  })()
  expect(await failure(cut)).toMatchObject({ cause: 'cancelled' })
  await expect.poll(() => closed, { timeout: 20_000 }).toBe(3)
})

test('a reply that stops in the middle of a chunk, its reader full: nothing comes before there is more', async () => {
  const sockets: Socket[] = []
  const port = await listen(
    createTcpServer(socket => {
      sockets.push(socket)
      socket.once('data', () => {
        const chunks = Array.from({ length: 60 }, () => '2\r\nab\r\n').join('')
        socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}6\r\nabc`)
      })
    }) as unknown as Server,
  )
  const { chunks } = await client(`http://127.0.0.1:${port}`, null).open({ method: 'GET', path: '/', headers: {}, body: null })
  let text = ''
  let pieces = 0
  for await (const chunk of chunks) {
    text += Buffer.from(chunk).toString()
    expect(++pieces).toBeLessThanOrEqual(100)
    if (text.length === 123) sockets[0]?.end('def\r\n0\r\n\r\n')
  }
  expect(text).toBe(`${'ab'.repeat(60)}abcdef`)
})
