import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { silent } from '../support/carrier-core.ts'
import { openCore } from '../support/carriers.ts'
import { temporaryFolder } from '../support/folders.ts'
import { foyer } from '../support/foyer.ts'
import { freePort } from '../support/free-port.ts'
import { readPrometheus } from '../support/prometheus.ts'
import { openReceiver } from '../support/receiver.ts'

const SECRET = 'shared-with-the-receiver'

test('foyer webhook: set, tried, listed, switched off; the settings keep the path of the secret alone', async () => {
  const receiver = await openReceiver()
  onTestFinished(() => receiver.close())
  const profileDir = temporaryFolder()
  const file = join(profileDir, 'hook-secret')
  writeFileSync(file, `${SECRET}\n`, { mode: 0o600 })
  const webhook = (...words: string[]) => foyer(['webhook', '--data', profileDir, '--json', ...words])

  const open = await webhook('--url', 'http://192.0.2.1/hook', '--secret-file', file)
  expect([open.code, open.err]).toEqual([2, expect.stringContaining('--url takes https')])
  chmodSync(file, 0o644)
  expect((await webhook('--url', receiver.url, '--secret-file', file)).code).toBe(2)
  chmodSync(file, 0o600)
  expect((await webhook('--url', receiver.url)).code).toBe(1)
  const set = await webhook('--url', receiver.url, '--secret-file', file)
  expect([set.code, set.json()]).toEqual([0, { on: true, url: receiver.url }])

  const tried = await webhook('--test')
  expect([tried.code, tried.json()]).toEqual([0, expect.objectContaining({ event: 'test', state: 'delivered', status: 204 })])
  receiver.answer = response => response.writeHead(500).end()
  expect((await webhook('--test')).code).toBe(1)
  expect(receiver.received).toHaveLength(2)
  const listed = (await webhook()).json<{ on: boolean; deliveries: { state: string }[] }>()
  expect(listed).toMatchObject({ on: true, deliveries: [{ state: 'failed' }, { state: 'delivered' }] })
  expect((await webhook('--off')).json()).toEqual({ on: false, url: receiver.url })
  const settings = readFileSync(join(profileDir, 'settings.json'), 'utf8')
  expect([settings.includes(SECRET), settings.includes(file)]).toEqual([false, true])
})

test('foyer metrics --on reaches a console that is running; its token is printed once', async () => {
  const profileDir = temporaryFolder()
  const app = await openCore(profileDir, silent)
  onTestFinished(() => app.close())
  const port = await freePort()
  const metrics = (...words: string[]) => foyer(['metrics', '--data', profileDir, ...words])
  const on = await metrics('--on', '--port', String(port), '--json')
  const { url, token } = on.json<{ url: string; token: string }>()
  expect([on.code, url]).toEqual([0, `http://127.0.0.1:${port}/metrics`])
  const ask = () => fetch(url, { headers: { authorization: `Bearer ${token}` } }).catch(() => null)
  await expect.poll(async () => (await ask())?.status, { timeout: 15_000 }).toBe(200)
  const told = readPrometheus((await (await ask())?.text()) ?? '')
  const printed = await metrics()
  expect(Object.keys(readPrometheus(printed.out).types)).toEqual(Object.keys(told.types))

  expect((await metrics('--on')).out).not.toContain(token)
  expect(readFileSync(join(profileDir, 'settings.json'), 'utf8')).not.toContain(token)
  expect((await metrics('--port', '1')).code).toBe(2)
  expect((await metrics('--off')).code).toBe(0)
  await expect.poll(async () => (await ask())?.status, { timeout: 15_000 }).toBeUndefined()
})
