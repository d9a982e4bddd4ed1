import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Clock } from '../../electron/base/clock.ts'
import { systemClock } from '../../electron/base/clock.ts'
import { systemRandom } from '../../electron/base/random.ts'
import { openWebHost } from '../../electron/web/http-server.ts'
import { carrierCore, silent } from '../support/carrier-core.ts'
import { temporaryFolder } from '../support/folders.ts'

async function openHost(clock: Clock = systemClock) {
  const folder = temporaryFolder()
  const pageDir = join(folder, 'page')
  mkdirSync(join(pageDir, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'outside.json'), '"outside"')
  writeFileSync(join(pageDir, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">page')
  writeFileSync(join(pageDir, 'assets/face.wasm'), 'wasm')
  const host = await openWebHost({ ...carrierCore({}), pageDir, port: 0, clock, random: systemRandom(), log: silent })
  onTestFinished(() => host.close())
  const admit = async () => (await ask(host.address())).headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  return { host, admit }
}

/** A request as it stands: `fetch` would tidy the path and forbid the Host header. */
function ask(url: string, options: { method?: string; path?: string; headers?: Record<string, string> } = {}) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string[]> & Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const { method = 'GET', path, headers = {} } = options
      const sent = request(url, { method, headers, ...(path ? { path } : {}) }, response => {
        let body = ''
        response.on('data', chunk => {
          body += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers as never, body }))
      })
      sent.on('error', reject)
      sent.end()
    },
  )
}

/** Opens the link with these headers; the HTTP status of the refusal, or 'open'. */
function upgrade(origin: string, headers: Record<string, string>, path = '/link'): Promise<number | 'open'> {
  return new Promise(resolve => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, { headers })
    socket.on('open', () => {
      socket.close()
      resolve('open')
    })
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => {})
  })
}

test('a ticket becomes a cookie, once', async () => {
  const { host } = await openHost()
  const address = host.address()
  const first = await ask(address)
  expect(first.status).toBe(303)
  expect(first.headers.location).toBe('/')
  expect(first.headers['set-cookie']?.[0]).toMatch(/^foyer_\d+=[0-9a-f]{64}; HttpOnly; SameSite=Strict; Path=\/$/)
  const again = await ask(address)
  expect(again.status).toBe(401)
  expect(again.headers['set-cookie']).toBeUndefined()
})

test('a ticket is good for an hour', async () => {
  let ahead = 0
  const clock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() + ahead }
  const { host } = await openHost(clock)
  const address = host.address()
  ahead = 61 * 60_000
  expect((await ask(address)).status).toBe(401)
})

test('a browser that was admitted may open a spent address, and the ticket leaves the address bar', async () => {
  const { host } = await openHost()
  const address = host.address()
  const cookie = (await ask(address)).headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const again = await ask(address, { headers: { cookie } })
  expect([again.status, again.headers.location]).toEqual([303, '/'])
})

test('looking at an address without opening it does not spend it', async () => {
  const { host } = await openHost()
  const address = host.address()
  expect((await ask(address, { method: 'HEAD' })).status).toBe(401)
  expect((await ask(address)).status).toBe(303)
})

test('nothing is served without the cookie', async () => {
  const { host } = await openHost()
  for (const path of ['/', '/index.html', '/assets/face.wasm', '/link', '/?token=', '/?token=0']) {
    expect((await ask(host.origin, { path })).status, path).toBe(401)
  }
  const forged = `foyer_${new URL(host.origin).port}=${'0'.repeat(64)}`
  expect((await ask(host.origin, { headers: { cookie: forged } })).status).toBe(401)
})

test('the page carries the policy, with a fresh nonce each time', async () => {
  const { host, admit } = await openHost()
  const cookie = await admit()
  const nonces = new Set<string>()
  for (let load = 0; load < 2; load++) {
    const page = await ask(host.origin, { headers: { cookie } })
    const nonce = /content="([0-9a-f]{32})"/.exec(page.body)?.[1] ?? 'none'
    nonces.add(nonce)
    expect(page.headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-${nonce}'; img-src 'self' blob: data:; font-src 'self'; ` +
        `media-src 'self' blob:; worker-src 'self'; connect-src 'self' ws://127.0.0.1:${new URL(host.origin).port}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    expect(page.headers['x-content-type-options']).toBe('nosniff')
    expect(page.headers['cache-control']).toBe('no-store')
  }
  expect(nonces.size).toBe(2)
  const wasm = await ask(host.origin, { path: '/assets/face.wasm', headers: { cookie } })
  expect([wasm.headers['content-type'], wasm.headers['cache-control']]).toEqual([
    'application/wasm',
    'private, max-age=31536000, immutable',
  ])
})

test('no path leads out of the page', async () => {
  const { host, admit } = await openHost()
  const cookie = await admit()
  const paths = [
    '/../outside.json',
    '/%2e%2e/outside.json',
    '/..%2foutside.json',
    '/%2e%2e%2foutside.json',
    '/assets/..%2f..%2foutside.json',
    '/..%5coutside.json',
    '/assets//face.wasm',
    '/index.html%00.json',
    '/%',
    '/nothing.html',
    '/assets',
  ]
  for (const path of paths) expect((await ask(host.origin, { path, headers: { cookie } })).status, path).toBe(404)
  expect((await ask(host.origin, { path: 'http://elsewhere/index.html', headers: { cookie } })).status).toBe(400)
})

test('another Host is a rebound name', async () => {
  const { host, admit } = await openHost()
  const cookie = await admit()
  const { port } = new URL(host.origin)
  for (const name of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${Number(port) + 1}`, `0.0.0.0:${port}`]) {
    expect((await ask(host.origin, { headers: { cookie, host: name } })).status, name).toBe(421)
  }
  expect((await ask(host.origin, { headers: { cookie, host: `localhost:${port}` } })).status).toBe(200)
})

test('only reads, and nothing else from another origin', async () => {
  const { host, admit } = await openHost()
  const cookie = await admit()
  expect((await ask(host.origin, { method: 'POST', headers: { cookie } })).status).toBe(403)
  expect((await ask(host.origin, { method: 'POST', headers: { cookie, origin: 'http://evil.example' } })).status).toBe(403)
  expect((await ask(host.origin, { method: 'POST', headers: { cookie, origin: host.origin } })).status).toBe(405)
})

test('the link opens for our own page with the cookie only', async () => {
  const { host, admit } = await openHost()
  const cookie = await admit()
  const { origin } = host
  expect(await upgrade(origin, { cookie, origin })).toBe('open')
  expect(await upgrade(origin, { origin })).toBe(403)
  expect(await upgrade(origin, { cookie })).toBe(403)
  expect(await upgrade(origin, { cookie, origin: 'http://evil.example' })).toBe(403)
  expect(await upgrade(origin, { cookie, origin: 'null' })).toBe(403)
  expect(await upgrade(origin, { cookie, origin: 'http://evil.example', host: 'evil.example' })).toBe(403)
  expect(await upgrade(origin, { cookie, origin }, '/elsewhere')).toBe(403)
})

test('two hosts on one machine do not share a cookie', async () => {
  const [one, other] = [await openHost(), await openHost()]
  expect((await ask(other.host.origin, { headers: { cookie: await one.admit() } })).status).toBe(401)
})
