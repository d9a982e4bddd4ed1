import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { systemClock } from '../../electron/base/clock.ts'
import { systemRandom } from '../../electron/base/random.ts'
import { openWebHost } from '../../electron/web/http-server.ts'
import { socketLink } from '../../renderer/link/socket-link.ts'
import { Preferences } from '../../shared/model/settings.ts'
import { carrierCore, silent } from '../support/carrier-core.ts'
import { pretendPage } from '../support/carriers.ts'
import { temporaryFolder } from '../support/folders.ts'

const preferences = Preferences.parse({})

async function openHost(port = 0) {
  const core = carrierCore({ 'preferences.set': change => ({ ...preferences, ...change }) })
  const host = await openWebHost({
    ...core,
    pageDir: temporaryFolder(),
    port,
    clock: systemClock,
    random: systemRandom(),
    log: silent,
  })
  onTestFinished(() => host.close())
  const admitted = await fetch(host.address(), { redirect: 'manual' })
  const headers = { cookie: admitted.headers.get('set-cookie')?.split(';')[0] ?? '', origin: host.origin }
  const address = `${host.origin.replace('http', 'ws')}/link`
  const openWindow = async () => {
    const window = new WebSocket(address, { headers })
    onTestFinished(() => window.terminate())
    await once(window, 'open')
    return window
  }
  return { ...core, host, address, headers, openWindow }
}

const next = async (window: WebSocket) => JSON.parse(String((await once(window, 'message'))[0]))

test.each([
  '{',
  'null',
  '[]',
  '{"id":1}',
  '{"id":"1","call":"a","input":{}}',
  '{"id":1,"call":7}',
  '{"id":1.5,"call":"a"}',
  '{"id":1,"call":"a","input":{},"more":1}',
])('a frame that is no call closes its own link and no other: %s', async frame => {
  const { openWindow } = await openHost()
  const [bad, good] = [await openWindow(), await openWindow()]
  bad.send(frame)
  expect((await once(bad, 'close'))[0]).toBe(1007)
  good.send('{"id":4,"call":"preferences.set","input":{}}')
  expect(await next(good)).toEqual({ id: 4, answer: { ok: true, value: preferences } })
})

test('bytes are no call either, and too many of them are not even read', async () => {
  const { openWindow } = await openHost()
  const bytes = await openWindow()
  bytes.send(Buffer.from([1, 2, 3]))
  expect((await once(bytes, 'close'))[0]).toBe(1007)
  const flood = await openWindow()
  flood.on('error', () => {})
  flood.send('x'.repeat(48 * 1024 * 1024 + 1))
  expect([1006, 1009]).toContain((await once(flood, 'close'))[0])
})

test('a window that does not read misses pushes; its calls are answered, and the others hear everything', async () => {
  const { openWindow, pushes } = await openHost()
  const [slow, quick] = [await openWindow(), await openWindow()]
  const heard = { slow: 0, quick: 0 }
  quick.on('message', () => void heard.quick++)
  slow.on('message', text => void (String(text).startsWith('{"push"') && heard.slow++))
  slow.pause()
  const big = { ...preferences, zone: 'x'.repeat(1_000_000) }
  for (let push = 1; push <= 40; push++) {
    pushes.push('preferences', big)
    await expect.poll(() => heard.quick, { interval: 5 }).toBe(push)
  }
  slow.resume()
  slow.send('{"id":1,"call":"preferences.set","input":{}}')
  const answered = new Promise(resolve => slow.on('message', text => String(text).startsWith('{"id":1,') && resolve(true)))
  expect(await answered).toBe(true)
  expect(heard.slow).toBeGreaterThan(0)
  expect(heard.slow).toBeLessThan(40)
})

test("the page's link opens again by itself, says so, and hears pushes again", async () => {
  const first = await openHost()
  onTestFinished(pretendPage(first.headers))
  const link = socketLink(first.address)
  const states: string[] = []
  link.onState(state => void states.push(state))
  const heard: string[] = []
  link.onPush('preferences', value => void heard.push(value.locale))
  await expect.poll(() => states).toEqual(['open'])

  const { port } = new URL(first.host.origin)
  await first.host.close()
  await expect.poll(() => states).toEqual(['open', 'lost'])
  const pending = link.invoke('preferences.set', { locale: 'ru' })

  // The same port again: a host that was started anew knows none of the old cookies, so the page gets its new one.
  const second = await openHost(Number(port))
  Object.assign(first.headers, second.headers)
  await expect.poll(() => states, { timeout: 20_000 }).toEqual(['open', 'lost', 'open'])
  expect(await pending).toMatchObject({ ok: true, value: { locale: 'ru' } })
  second.pushes.push('preferences', preferences)
  await expect.poll(() => heard).toEqual(['en'])
})
