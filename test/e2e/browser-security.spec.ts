import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, serveConsole, stop, test } from './console.ts'

test('the one-time address is spent, and the cookie carries on: reload, a second window', async ({
  console: { page, origin },
}) => {
  expect(page.url()).toBe(`${origin}/`)
  await page.reload()
  await expect(page.locator('#root')).not.toBeEmpty()
  const second = await page.context().newPage()
  await second.goto(origin)
  await expect(second.locator('#root')).not.toBeEmpty()
  expect(await second.evaluate(() => document.cookie)).toBe('')
})

test('another browser is not let in', async ({ console: { page, origin } }) => {
  const stranger = await page.context().browser()?.newContext()
  const response = await (await stranger?.newPage())?.goto(origin)
  expect(response?.status()).toBe(401)
})

test('a page from elsewhere cannot open the link', async ({ console: { page, origin } }) => {
  const elsewhere = await page.context().newPage()
  await elsewhere.route('http://evil.example/', route => route.fulfill({ contentType: 'text/html', body: 'evil' }))
  await elsewhere.goto('http://evil.example/')
  const opened = await elsewhere.evaluate(
    address =>
      new Promise(resolve => {
        const socket = new WebSocket(address)
        socket.onopen = () => resolve(true)
        socket.onerror = () => resolve(false)
      }),
    `${origin.replace('http', 'ws')}/link`,
  )
  expect(opened).toBe(false)
})

test('Ctrl+C ends the host cleanly, also with a window open', async ({ page }) => {
  const profileDir = mkdtempSync(join(tmpdir(), 'foyer-e2e-'))
  const { child, address } = await serveConsole(profileDir)
  await page.goto(address)
  await expect(page.locator('#root')).not.toBeEmpty()
  child.kill('SIGINT')
  await expect.poll(() => child.exitCode).toBe(0)
  await stop(child)
  rmSync(profileDir, { recursive: true, force: true })
})
