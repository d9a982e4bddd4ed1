import { request } from 'node:http'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openMetricsServer, tokenHash } from '../../electron/outside/metrics-server.ts'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { base64, type DeskApp, inventList, openDesk } from '../support/desk-app.ts'
import { temporaryFolder } from '../support/folders.ts'
import { foyer } from '../support/foyer.ts'
import { freePort } from '../support/free-port.ts'
import { readPrometheus, type Sample } from '../support/prometheus.ts'

const TOKEN = 'a1b2c3d4e5f6'

interface Reply {
  status: number
  headers: Record<string, unknown>
  body: string
}

/** `fetch` would not let a test choose its Host. */
function ask(port: number, headers: Record<string, string>, path = '/metrics', method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, response => {
      let body = ''
      response.on('data', chunk => {
        body += String(chunk)
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('loopback, the right Host and the token, or nothing', async () => {
  let writes = 0
  let known: string | null = tokenHash(TOKEN)
  const server = await openMetricsServer({
    port: 0,
    tokenSha256: () => known,
    async write() {
      writes++
      return { text: 'x 1\n', type: 'text/plain' }
    },
    onError() {},
  })
  onTestFinished(() => server.close())
  const { port } = server
  const told = await ask(port, bearer(TOKEN))
  expect(told).toMatchObject({ status: 200, body: 'x 1\n', headers: { 'cache-control': 'no-store' } })
  expect(await ask(port, { ...bearer(TOKEN), host: `localhost:${port}` })).toMatchObject({ status: 200 })
  expect((await ask(port, bearer(TOKEN), '/metrics?x=1')).status).toBe(200)
  expect(await ask(port, bearer(TOKEN), '/metrics', 'HEAD')).toMatchObject({ status: 200, body: '' })
  expect(writes).toBe(4)

  // A rebound name is refused before its token is looked at.
  for (const host of ['evil.example.org', `evil.example.org:${port}`, '127.0.0.1', `[::1]:${port}`, `127.0.0.1:${port + 1}`])
    expect((await ask(port, { ...bearer(TOKEN), host })).status, host).toBe(421)
  for (const headers of [
    {},
    bearer(''),
    bearer('wrong'),
    bearer(`${TOKEN}x`),
    bearer(tokenHash(TOKEN)),
    { authorization: TOKEN },
    { authorization: `Basic ${TOKEN}` },
  ]) {
    const refused = await ask(port, headers as Record<string, string>)
    expect(refused).toMatchObject({ status: 401, body: '', headers: { 'www-authenticate': 'Bearer realm="foyer"' } })
  }
  expect((await ask(port, {}, '/nothing')).status).toBe(401)
  expect((await ask(port, bearer(TOKEN), '/nothing')).status).toBe(404)
  expect((await ask(port, bearer(TOKEN), '/metrics', 'POST')).status).toBe(405)
  known = null
  expect((await ask(port, bearer(TOKEN))).status).toBe(401)
  expect(writes).toBe(4)
})

async function deskOfTest(profileDir = temporaryFolder()) {
  const site = await startSimulator({ rate: 500, walkers: false, script: { applyMs: 20, refusePhotos: 1 } })
  const desk = await openDesk(site, { profileDir })
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= desk.close()
    return closing
  }
  onTestFinished(async () => {
    await close()
    await site.close()
  })
  return { desk, site, profileDir, close }
}

async function finish(desk: DeskApp, count: number): Promise<void> {
  await desk.call('site.levels', {})
  const list = await desk.call('lists.read', { fileName: 'Kanarievogel.csv', bytes: base64(inventList(count)) })
  const { batchId } = await desk.call('lists.send', { listId: list.listId, name: 'Kanarievogel' })
  await expect
    .poll(async () => (await desk.call('batches.list', {})).find(batch => batch.id === batchId)?.state, { timeout: 20_000 })
    .toBe('done')
}

const measured = (samples: readonly Sample[], name: string, labels: Record<string, string> = {}) =>
  samples.find(s => s.name === name && Object.entries(labels).every(([key, word]) => s.labels[key] === word))?.value

test('it is off until switched on; the token is told once and kept by its hash alone', async () => {
  const { desk } = await deskOfTest()
  const port = await freePort()
  expect(await desk.call('metrics.get', {})).toMatchObject({ on: false, hasToken: false, state: 'off' })
  await expect(ask(port, {})).rejects.toThrow('ECONNREFUSED')

  const on = await desk.call('metrics.save', { on: true, port })
  expect(on).toMatchObject({ on: true, port, state: 'listening', hasToken: true, token: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect((await ask(port, bearer(on.token ?? ''))).status).toBe(200)
  expect(JSON.stringify(await desk.call('metrics.get', {}))).not.toContain(on.token)
  expect((await desk.call('metrics.save', { on: true, port })).token).toBeNull()

  const renewed = await desk.call('metrics.save', { on: true, port, newToken: true })
  expect((await ask(port, bearer(on.token ?? ''))).status).toBe(401)
  expect((await ask(port, bearer(renewed.token ?? ''))).status).toBe(200)

  const other = await freePort()
  expect(await desk.call('metrics.save', { on: true, port: other })).toMatchObject({ state: 'listening', token: null })
  await expect(ask(port, {})).rejects.toThrow('ECONNREFUSED')
  expect((await ask(other, bearer(renewed.token ?? ''))).status).toBe(200)

  const taken = createServer()
  await new Promise<void>(resolve => taken.listen(port, '127.0.0.1', resolve))
  expect(await desk.call('metrics.save', { on: true, port })).toMatchObject({ state: 'port-taken' })
  await new Promise(resolve => taken.close(resolve))
  expect(await desk.call('metrics.save', { on: true, port })).toMatchObject({ state: 'listening' })
  expect(await desk.call('metrics.save', { on: false, port })).toMatchObject({ state: 'off', token: null })
  await expect(ask(port, {})).rejects.toThrow('ECONNREFUSED')
})

test('a batch is measured, in a text that parses; the command line prints the same, also when the console is gone', async () => {
  const { desk, site, profileDir, close } = await deskOfTest()
  const port = await freePort()
  const { token } = await desk.call('metrics.save', { on: true, port })
  await finish(desk, 7)
  const { photo } = await desk.call('photo.prepare', { bytes: base64(await drawPhoto(2)) })
  const { levels } = await desk.call('site.levels', {})
  const window = { from: Date.now(), until: Date.now() + 3_600_000 }
  const { visitId } = await desk.call('guests.register', {
    card: { family: 'Berg', given: 'Anna' },
    levelId: levels[0]?.id as string,
    window,
    photo,
  })
  await expect.poll(async () => (await desk.call('visits.get', { visitId })).state, { timeout: 20_000 }).toBe('partly')
  const [first] = (await desk.call('visits.list', {})).visits.filter(visit => visit.state === 'delivered')
  await desk.call('acts.start', { kind: 'revoke', visitIds: [first?.id as number] })
  await expect
    .poll(async () => (await desk.call('visits.get', { visitId: first?.id as number })).state, { timeout: 20_000 })
    .toBe('revoked')

  const reply = await ask(port, bearer(token ?? ''))
  expect(reply.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  const { samples, types } = readPrometheus(reply.body)
  for (const name of Object.keys(types)) expect(name).toMatch(/^foyer_[a-z_]+$/)
  for (const [name, type] of Object.entries(types)) expect([name, /_total$/.test(name)]).toEqual([name, type === 'counter'])
  expect(measured(samples, 'foyer_assignments_total', { result: 'successful' })).toBe(7)
  expect(measured(samples, 'foyer_assignments_total', { result: 'failed' })).toBe(1)
  expect(measured(samples, 'foyer_revocations_total', { result: 'successful' })).toBe(1)
  expect(measured(samples, 'foyer_revocations_total', { result: 'failed' })).toBe(0)
  expect(measured(samples, 'foyer_photos_refused_total')).toBe(1)
  expect(measured(samples, 'foyer_batch_duration_seconds_count')).toBe(1)
  expect(measured(samples, 'foyer_queue_jobs', { state: 'dead' })).toBe(0)
  expect(measured(samples, 'foyer_queue_oldest_job_age_seconds')).toBeGreaterThanOrEqual(0)
  expect(measured(samples, 'foyer_limiter_calls_per_second')).toBe(200)
  expect(measured(samples, 'foyer_limiter_concurrency')).toBe(20)
  expect(measured(samples, 'foyer_build_info', { version: '0.0.0' })).toBe(1)
  // What nobody reads yet is not told as nothing.
  expect(measured(samples, 'foyer_guests_inside')).toBeUndefined()
  expect(measured(samples, 'foyer_passages_total')).toBeUndefined()

  // The site's own count is the witness.
  const calls = samples.filter(s => s.name === 'foyer_site_calls_total')
  const { byPath } = site.document().calls
  for (const [path, count] of Object.entries(byPath)) {
    const told = calls.filter(s => path.endsWith(s.labels.path as string)).reduce((sum, s) => sum + s.value, 0)
    // A probe may lie between the two looks.
    if (!path.endsWith('version')) expect([path, told]).toEqual([path, count])
  }

  const counters = (text: string) => readPrometheus(text).samples.filter(s => /_total$/.test(s.name) && !s.labels.path)
  const beside = await foyer(['metrics', '--data', profileDir])
  expect(beside.code).toBe(0)
  expect(counters(beside.out)).toEqual(counters(reply.body))
  // This one opens no site, so it has no limiter to tell of.
  expect(measured(readPrometheus(beside.out).samples, 'foyer_limiter_calls_per_second')).toBeUndefined()
  await close()
  const after = await foyer(['metrics', '--data', profileDir, '--json'])
  const json = after.json<Sample[]>()
  expect(json.filter(s => /_total$/.test(s.name) && !s.labels.path)).toEqual(counters(reply.body))
})
