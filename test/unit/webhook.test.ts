import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { finishedOf } from '../../electron/app/outside.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { signatureOf } from '../../electron/outside/webhook-post.ts'
import { createWebhookSender, GIVE_UP_MS, nextTry } from '../../electron/outside/webhooks.ts'
import { createBatchesTable, type StoredBatch } from '../../electron/storage/batches.ts'
import { openDatabase } from '../../electron/storage/database.ts'
import { createWebhookDeliveries } from '../../electron/storage/webhook-deliveries.ts'
import { BatchFinished, isWebhookUrl } from '../../shared/model/webhook.ts'
import { fakeClock } from '../support/fake-clock.ts'

test.each([
  ['https://example.org/hook', true],
  ['https://10.0.0.5:8443/a?b=c', true],
  ['http://127.0.0.1:9000/hook', true],
  ['http://localhost:9000', true],
  ['http://[::1]:9000/hook', true],
  ['http://127.1.2.3/', true],
  ['http://example.org/hook', false],
  ['http://127.0.0.1.example.org/', false],
  ['http://localhost.example.org/', false],
  ['http://10.0.0.5/', false],
  ['http://0.0.0.0/', false],
  ['http://[::ffff:10.0.0.5]/', false],
  ['http://127.0.0.1@example.org/', false],
  ['http://example.org\\@127.0.0.1/', false],
  ['http:127.0.0.1', false],
  ['https://user:secret@example.org/', false],
  ['ftp://127.0.0.1/', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['https://', false],
  ['', false],
])('%s may be told: %s', (url, may) => {
  expect(isWebhookUrl(url)).toBe(may)
})

test('the signature is HMAC-SHA256 over timestamp, dot, body', () => {
  const mac = createHmac('sha256', 'k').update('1700000000.{"a":1}').digest('hex')
  expect(signatureOf('k', '1700000000', '{"a":1}')).toBe(`sha256=${mac}`)
})

test('waits double from 5 s to an hour, spread by a fifth at most, and end at the last moment', () => {
  const random = { ...seededRandom(1), next: () => 0 }
  const waits = Array.from({ length: 14 }, (_, i) => nextTry(0, i + 1, GIVE_UP_MS, random) / 1000)
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600, 3600])
  expect(nextTry(0, 1, GIVE_UP_MS, { ...random, next: () => 0.999 })).toBeLessThan(6_000)
  expect(nextTry(GIVE_UP_MS - 60_000, 12, GIVE_UP_MS, random)).toBe(GIVE_UP_MS)
})

function openRows() {
  const db = openDatabase({ file: ':memory:' })
  const ended: StoredBatch[] = []
  return { db, ended, batches: createBatchesTable(db, batch => ended.push(batch)), deliveries: createWebhookDeliveries(db) }
}

test('a batch ends once, however often its last guest is touched; opened again it ends again', () => {
  const { db, ended, batches } = openRows()
  const id = batches.add({ kind: 'enrol', name: 'Кузнецова.xlsx', fileHash: null, headers: [], total: 2, now: 1_000 })
  batches.move(id, 'left', 'done', 2_000)
  expect(ended).toHaveLength(0)
  batches.move(id, 'left', 'failed', 6_000)
  batches.move(id, 'done', 'failed', 7_000)
  batches.move(id, 'failed', 'done', 8_000)
  expect(ended).toHaveLength(1)
  batches.move(id, 'failed', 'left', 9_000)
  expect(batches.get(id)).toMatchObject({ state: 'running', finishedAt: null })
  batches.move(id, 'left', 'done', 11_000)
  expect(ended.map(batch => [batch.done, batch.failed, batch.finishedAt])).toEqual([
    [1, 1, 6_000],
    [2, 0, 11_000],
  ])
  const told = finishedOf(ended[1] as StoredBatch, 'x')
  expect(BatchFinished.parse(told)).toEqual(told)
  expect(told).toEqual({
    event: 'batch.finished',
    id: 'x',
    batch: id,
    kind: 'enrol',
    total: 2,
    successful: 2,
    failed: 0,
    cancelled: 0,
    duration_seconds: 10,
    guests_per_second: 0.2,
    calls: 0,
    finished_at: '1970-01-01T00:00:11.000Z',
  })
  db.close()
})

test('the end and what is told of it are one: a delivery that cannot be written leaves the batch open', () => {
  const db = openDatabase({ file: ':memory:' })
  const batches = createBatchesTable(db, () => {
    throw new Error('no room')
  })
  const id = batches.add({ kind: 'enrol', name: '', fileHash: null, headers: [], total: 1, now: 0 })
  expect(() => db.transaction(() => batches.move(id, 'left', 'done', 1))()).toThrow('no room')
  expect(batches.get(id)).toMatchObject({ state: 'running', done: 0 })
  db.close()
})

/** A sender over real rows, whose receiver answers as it is told to. */
function openSender(answers: () => { status: number | null; cause: 'status' | 'no-answer' | null }) {
  const { db, deliveries } = openRows()
  const clock = fakeClock()
  const tries: number[] = []
  const givenUp: string[] = []
  const state = { target: { url: 'https://x', secret: 's' } as { url: string; secret: string } | 'off' | 'no-secret' }
  const begin = clock.now()
  const sender = createWebhookSender({
    book: deliveries,
    target: () => state.target,
    async post() {
      tries.push(clock.now() - begin)
      return answers()
    },
    clock,
    random: { ...seededRandom(1), next: () => 0 },
    onChange() {},
    onGivenUp: id => givenUp.push(id),
    onError(error) {
      throw error
    },
  })
  const add = (id: string) =>
    deliveries.add({ id, event: 'batch.finished', batchId: null, body: '{}', giveUpAt: clock.now() + GIVE_UP_MS }, clock.now())
  return { db, deliveries, clock, tries, givenUp, state, sender, add }
}

test('a day of refusals: retried to the end, then given up and said', async () => {
  const desk = openSender(() => ({ status: 503, cause: 'status' }))
  desk.add('a')
  desk.sender.look()
  await desk.clock.advance(GIVE_UP_MS + 7_200_000)
  expect(desk.tries.slice(0, 4)).toEqual([0, 5_000, 15_000, 35_000])
  expect(desk.tries.at(-1)).toBe(GIVE_UP_MS)
  expect(desk.tries.length).toBeLessThan(40)
  expect(desk.deliveries.get('a')).toMatchObject({ state: 'failed', status: 503, cause: 'status', nextAt: null })
  expect(desk.givenUp).toEqual(['a'])
  await desk.sender.close()
})

test('a clock set back by a day holds nothing up; set forward by one it gives nothing up untried', async () => {
  let status = 503
  const desk = openSender(() => ({ status, cause: status === 200 ? null : 'status' }))
  desk.add('a')
  desk.sender.look()
  await desk.clock.advance(1_000)
  desk.clock.jump(-GIVE_UP_MS)
  status = 200
  await desk.clock.advance(61_000)
  expect(desk.deliveries.get('a')?.state).toBe('delivered')

  desk.add('b')
  desk.clock.jump(2 * GIVE_UP_MS)
  desk.sender.look()
  await desk.clock.advance(1_000)
  expect(desk.deliveries.get('b')?.state).toBe('delivered')
  await desk.sender.close()
})

test('without a secret a row waits and is said so; once there is one, it goes', async () => {
  const desk = openSender(() => ({ status: 204, cause: null }))
  desk.state.target = 'no-secret'
  desk.add('a')
  desk.sender.look()
  await desk.clock.advance(1_000)
  expect(desk.deliveries.get('a')).toMatchObject({ state: 'waiting', cause: 'no-secret', status: null })
  desk.state.target = { url: 'https://x', secret: 's' }
  desk.deliveries.hurry(desk.clock.now())
  desk.sender.look()
  await desk.clock.advance(1_000)
  expect(desk.deliveries.get('a')).toMatchObject({ state: 'delivered', status: 204, cause: null })
  await desk.sender.close()
})

test('what cannot be noted is not sent on and on', async () => {
  const clock = fakeClock()
  let posts = 0
  const sender = createWebhookSender({
    book: {
      due: () => ({ id: 'a', body: '{}', attempts: 0, giveUpAt: clock.now() + GIVE_UP_MS }),
      nextAt: () => clock.now(),
      settle() {
        throw new Error('database or disk is full')
      },
    },
    target: () => ({ url: 'https://x', secret: 's' }),
    async post() {
      posts++
      return { status: 200, cause: null }
    },
    clock,
    random: seededRandom(1),
    onChange() {},
    onGivenUp() {},
    onError() {},
  })
  for (let second = 0; second < 150; second++) {
    sender.look()
    await clock.advance(1_000)
  }
  expect(posts).toBeLessThanOrEqual(3)
  await sender.close()
})

test('a thousand rows stay in the log, and what waits is never dropped', () => {
  const { db, deliveries } = openRows()
  deliveries.add({ id: 'waits', event: 'batch.finished', batchId: null, body: '{}', giveUpAt: 1 }, 0)
  for (let i = 0; i < 1_100; i++) {
    deliveries.add({ id: `d${i}`, event: 'batch.finished', batchId: null, body: '{}', giveUpAt: 1 }, 0)
    deliveries.settle(`d${i}`, { state: 'delivered', status: 200, cause: null, at: 1, dueAt: 1 })
  }
  expect(deliveries.get('waits')?.state).toBe('waiting')
  expect(deliveries.get('d0')).toBeNull()
  expect(deliveries.get('d1099')).not.toBeNull()
  db.close()
})
