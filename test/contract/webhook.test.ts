import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { postWebhook, WEBHOOK_DEADLINE_MS } from '../../electron/outside/webhook-post.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import type { DeliveryView } from '../../shared/model/webhook.ts'
import { base64, type DeskApp, inventList, openDesk } from '../support/desk-app.ts'
import { type FakeClock, fakeClock } from '../support/fake-clock.ts'
import { temporaryFolder } from '../support/folders.ts'
import { startFoyer } from '../support/foyer.ts'
import { openReceiver, type Received } from '../support/receiver.ts'

const SECRET = 'shared-with-the-receiver'

async function receiverOfTest() {
  const receiver = await openReceiver()
  onTestFinished(() => receiver.close())
  return receiver
}

/** As a receiver would, by the documentation alone. */
function isGenuine({ headers, body }: Received, secret = SECRET): boolean {
  const mac = createHmac('sha256', secret)
  mac.update(String(headers['x-foyer-timestamp']))
  mac.update('.')
  mac.update(body)
  return headers['x-foyer-signature'] === `sha256=${mac.digest('hex')}`
}

const send = (url: string, clock = fakeClock()) =>
  postWebhook(
    { url, secret: SECRET, id: 'abc', body: '{"event":"test"}' },
    { clock, version: '1.2.3', signal: new AbortController().signal },
  )

/** Moves a fake clock on while real sockets do their part. */
async function passing<T>(clock: FakeClock, ms: number, work: Promise<T>): Promise<T> {
  let over = false
  void work.finally(() => {
    over = true
  })
  for (let i = 0; i < 400 && !over; i++) await clock.advance(ms / 100)
  return work
}

test('a message carries its id, its time and a signature that a receiver can verify by itself', async () => {
  const receiver = await receiverOfTest()
  expect(await send(receiver.url)).toEqual({ status: 204, cause: null })
  const [got] = receiver.received
  expect(got?.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'Foyer/1.2.3',
    'x-foyer-delivery': 'abc',
    'x-foyer-timestamp': String(Date.UTC(2030, 2, 15, 9) / 1000),
  })
  expect(isGenuine(got as Received)).toBe(true)
  expect(isGenuine(got as Received, 'another secret')).toBe(false)
  expect(isGenuine({ ...(got as Received), body: '{"event":"tess"}' })).toBe(false)
})

test('localhost is this machine, whatever a name server says', async () => {
  const receiver = await receiverOfTest()
  expect(await send(receiver.url.replace('127.0.0.1', 'localhost'))).toEqual({ status: 204, cause: null })
})

test('a redirect is not followed', async () => {
  const [receiver, other] = [await receiverOfTest(), await receiverOfTest()]
  receiver.answer = response => response.writeHead(307, { location: other.url }).end()
  expect(await send(receiver.url)).toEqual({ status: 307, cause: 'redirect' })
  expect(other.received).toEqual([])
})

test.each(['http://192.0.2.1/hook', 'http://example.org/hook', 'https://user:word@127.0.0.1/', 'ftp://127.0.0.1/'])(
  '%s is not told, not even asked for',
  async url => {
    expect(await send(url)).toEqual({ status: null, cause: 'bad-url' })
  },
)

test('an endless answer is not read; a receiver that never answers has ten seconds', async () => {
  const receiver = await receiverOfTest()
  receiver.answer = response => {
    const drip = setInterval(() => response.write('x'.repeat(65_536)), 1)
    response.on('close', () => clearInterval(drip))
    response.writeHead(200)
    response.write('x')
  }
  expect(await send(receiver.url)).toEqual({ status: 200, cause: null })

  receiver.answer = () => {}
  const clock = fakeClock()
  expect(await passing(clock, WEBHOOK_DEADLINE_MS, send(receiver.url, clock))).toEqual({ status: null, cause: 'no-answer' })
})

test('nobody there, somebody who hangs up, and a certificate that nobody vouches for', async () => {
  const receiver = await receiverOfTest()
  receiver.answer = response => response.socket?.destroy()
  expect(await send(receiver.url)).toEqual({ status: null, cause: 'no-answer' })

  const gone = await openReceiver()
  await gone.close()
  expect(await send(gone.url)).toEqual({ status: null, cause: 'unreachable' })

  // The simulator's gateway signs its own certificate.
  const site = await startSimulator({ walkers: false })
  onTestFinished(() => site.close())
  expect(await send(`${site.url}/hook`)).toEqual({ status: null, cause: 'certificate' })
})

async function deskOfTest(url: string, more: Parameters<typeof openDesk>[1] = {}) {
  const site = await startSimulator({ rate: 500, walkers: false, script: { applyMs: 20 } })
  const desk = await openDesk(site, more)
  onTestFinished(async () => {
    await desk.close()
    await site.close()
  })
  await desk.call('webhook.save', { on: true, url, secret: SECRET })
  return { desk, site }
}

async function sendList(desk: DeskApp, count: number): Promise<number> {
  await desk.call('site.levels', {})
  const list = await desk.call('lists.read', { fileName: 'Kuznetsova.csv', bytes: base64(inventList(count)) })
  return (await desk.call('lists.send', { listId: list.listId, name: 'Kuznetsova.csv' })).batchId
}

const logged = async (desk: DeskApp): Promise<DeliveryView[]> => desk.call('webhook.deliveries', {})

test('a batch that ends is told once, in figures, and stands in the log', async () => {
  const receiver = await receiverOfTest()
  const { desk } = await deskOfTest(receiver.url)
  const batchId = await sendList(desk, 12)
  await expect.poll(async () => (await logged(desk))[0]?.state, { timeout: 20_000 }).toBe('delivered')
  const [got, ...more] = receiver.received as [Received, ...Received[]]
  expect(more).toEqual([])
  expect(isGenuine(got)).toBe(true)
  const told = JSON.parse(got.body) as Record<string, unknown>
  const batch = (await desk.call('batches.list', {})).find(found => found.id === batchId)
  expect(told).toEqual({
    event: 'batch.finished',
    id: got.headers['x-foyer-delivery'],
    batch: batchId,
    kind: 'enrol',
    total: 12,
    successful: 12,
    failed: 0,
    cancelled: 0,
    duration_seconds: ((batch?.finishedAt ?? 0) - (batch?.createdAt ?? 0)) / 1000,
    guests_per_second: expect.any(Number),
    calls: batch?.calls,
    finished_at: new Date(batch?.finishedAt ?? 0).toISOString(),
  })
  expect(await logged(desk)).toMatchObject([
    { id: told.id, event: 'batch.finished', batchId, state: 'delivered', attempts: 1, status: 204, cause: null, nextAt: null },
  ])

  await desk.call('webhook.redeliver', { id: String(told.id) })
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(2)
  expect(receiver.received[1]?.body).toBe(got.body)
  expect(receiver.received[1]?.headers['x-foyer-delivery']).toBe(told.id)
})

test('a batch opened again tells its end once more, as another event', async () => {
  const receiver = await receiverOfTest()
  const { desk, site } = await deskOfTest(receiver.url)
  expect(site.url).toBeTruthy()
  const batchId = await sendList(desk, 3)
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1)
  const [visit] = (await desk.call('batches.visits', { batchId })).visits
  const newPhoto = await import('../../electron/photo/draw-photo.ts').then(({ drawPhoto }) => drawPhoto(3))
  const { photo } = await desk.call('photo.prepare', { bytes: base64(newPhoto) })
  await desk.call('visits.newPhoto', { visitId: visit?.id as number, photo: photo as string })
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(2)
  const ids = receiver.received.map(got => JSON.parse(got.body) as { id: string; batch: number })
  expect(new Set(ids.map(told => told.id)).size).toBe(2)
  expect(ids.map(told => told.batch)).toEqual([batchId, batchId])
})

test('what is refused is tried again with a fresh signature, then arrives; nothing waits once it is switched off', async () => {
  const receiver = await receiverOfTest()
  let refusals = 1
  receiver.answer = response => response.writeHead(refusals-- > 0 ? 503 : 200).end()
  const { desk } = await deskOfTest(receiver.url)
  await sendList(desk, 2)
  await expect.poll(async () => (await logged(desk))[0]?.status, { timeout: 20_000 }).toBe(503)
  const [waiting] = await logged(desk)
  expect(waiting).toMatchObject({ state: 'waiting', attempts: 1, cause: 'status' })
  expect(((waiting?.nextAt ?? 0) - (waiting?.lastAt ?? 0)) / 1000).toBeGreaterThanOrEqual(5)
  expect(((waiting?.nextAt ?? 0) - (waiting?.lastAt ?? 0)) / 1000).toBeLessThanOrEqual(6)
  // Saving the settings tries at once what waits: that is what somebody who has just mended them is waiting for.
  await desk.call('webhook.save', { on: true, url: receiver.url })
  await expect.poll(async () => (await logged(desk))[0]?.state, { timeout: 20_000 }).toBe('delivered')
  expect(receiver.received.map(got => isGenuine(got))).toEqual([true, true])
  expect(receiver.received[0]?.headers['x-foyer-delivery']).toBe(receiver.received[1]?.headers['x-foyer-delivery'])

  receiver.answer = response => response.writeHead(500).end()
  await sendList(desk, 1)
  await expect.poll(async () => (await logged(desk))[0]?.status, { timeout: 20_000 }).toBe(500)
  await desk.call('webhook.save', { on: false, url: null })
  expect((await logged(desk))[0]).toMatchObject({ state: 'failed', cause: 'off', nextAt: null })
  const before = receiver.received.length
  await sendList(desk, 1)
  await expect.poll(async () => (await desk.call('batches.list', {}))[0]?.state, { timeout: 20_000 }).toBe('done')
  expect(receiver.received).toHaveLength(before)
  expect(await logged(desk)).toHaveLength(2)
})

test('a test goes out once, says what came of it, and is never repeated', async () => {
  const receiver = await receiverOfTest()
  const desk = await openDesk(null)
  onTestFinished(() => desk.close())
  const refused = await desk.app.dispatcher.dispatch('webhook.test', {})
  expect(refused).toMatchObject({ ok: false, failure: { kind: 'invalid', cause: 'missing', field: 'url' } })
  for (const url of ['http://192.0.2.1/', 'nowhere'])
    expect(await desk.app.dispatcher.dispatch('webhook.save', { on: true, url, secret: SECRET })).toMatchObject({
      ok: false,
      failure: { kind: 'invalid', field: 'url' },
    })
  receiver.answer = response => response.writeHead(500).end()
  const tried = await desk.call('webhook.test', { url: receiver.url, secret: SECRET })
  expect(tried).toMatchObject({ event: 'test', state: 'failed', status: 500, cause: 'status', nextAt: null })
  expect(isGenuine(receiver.received[0] as Received)).toBe(true)
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ event: 'test', id: tried.id })
  expect(await desk.call('webhook.get', {})).toMatchObject({ on: false, url: null, secret: 'none' })
  expect(await desk.app.dispatcher.dispatch('webhook.redeliver', { id: tried.id })).toMatchObject({ ok: false })
})

test('kill -9 between the sending and the note of it: the same event comes again, and no other', async () => {
  const receiver = await receiverOfTest()
  const site = await startSimulator({ rate: 500, walkers: false, script: { applyMs: 20 } })
  const profileDir = temporaryFolder()
  const secretFile = join(profileDir, 'hook-secret')
  const siteSecret = join(profileDir, 'site-secret')
  writeFileSync(secretFile, SECRET, { mode: 0o600 })
  writeFileSync(siteSecret, site.appSecret, { mode: 0o600 })
  const webhook = { on: true, url: receiver.url, secretFile }
  const connection = {
    kind: 'hikcentral',
    url: site.url,
    appKey: site.appKey,
    pin: site.certificateSha256,
    rate: 200,
    concurrency: 20,
  }
  writeFileSync(join(profileDir, 'settings.json'), JSON.stringify({ connection, secretFile: siteSecret, webhook }))
  const desk = await openDesk(site, { profileDir, app: { work: false } })
  const batchId = await sendList(desk, 5)

  let child = startFoyer(['work', '--data', profileDir])
  receiver.answer = () => child.kill('SIGKILL')
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
  expect(await logged(desk)).toMatchObject([{ state: 'waiting', attempts: 0, status: null, batchId }])

  receiver.answer = response => response.writeHead(200).end()
  child = startFoyer(['work', '--data', profileDir])
  await expect.poll(async () => (await logged(desk))[0]?.state, { timeout: 20_000 }).toBe('delivered')
  child.kill('SIGTERM')
  await once(child, 'close')
  expect(receiver.received).toHaveLength(2)
  expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body)
  expect(receiver.received.every(got => isGenuine(got))).toBe(true)
  expect(await logged(desk)).toHaveLength(1)
  await desk.close()
  await site.close()
})
