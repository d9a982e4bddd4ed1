import type {} from '../../renderer/link/carrier.ts'
import { expect, test } from './console.ts'

test('the bridge has two keys, and neither can be replaced', async ({ console: { page } }) => {
  const bridge = await page.evaluate(() => {
    const foyer = window.foyer as unknown as Record<string, unknown>
    const replaced = (act: () => void) => {
      try {
        act()
      } catch {
        return false
      }
      return true
    }
    replaced(() => Object.assign(foyer, { invoke: 1, more: 1 }))
    replaced(() => Object.assign(window, { foyer: 1 }))
    return { keys: Object.keys(window.foyer ?? {}).sort(), types: Object.values(window.foyer ?? {}).map(value => typeof value) }
  })
  expect(bridge).toEqual({ keys: ['invoke', 'onPush'], types: ['function', 'function'] })
})

test('the window is sandboxed, isolated and without Node', async ({ console: { electron } }) => {
  const preferences = await electron?.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity, navigateOnDragDrop, spellcheck } =
      contents.getLastWebPreferences()
    return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity, navigateOnDragDrop, spellcheck }
  })
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
    navigateOnDragDrop: false,
    spellcheck: false,
  })
})

test('the page lives on its own scheme, and no path leads out of it', async ({ console: { page, electron } }) => {
  expect(page.url()).toBe('foyer://console/')
  const statuses = await electron?.evaluate(async ({ net }) => {
    const paths = [
      'console/index.html',
      'console/../main/main.js',
      'console/%2e%2e/main/main.js',
      'console/..%2fmain%2fmain.js',
      'console/..%5cmain%5cmain.js',
      'elsewhere/index.html',
    ]
    return Promise.all(paths.map(async path => (await net.fetch(`foyer://${path}`)).status))
  })
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404])
})

test('no second window, no way off the page', async ({ console: { page, electron } }) => {
  const opened = await page.evaluate(() => window.open('https://example.com/') !== null)
  expect(opened).toBe(false)
  for (const away of ['https://example.com/', 'file:///etc/passwd', 'foyer://elsewhere/', 'about:blank']) {
    await page.evaluate(address => {
      location.href = address
    }, away)
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)))
    expect(page.url(), away).toBe('foyer://console/')
  }
  expect(await electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a call from any other frame is refused', async ({ console: { page, electron } }) => {
  const answers = await electron?.evaluate(async ({ BrowserWindow, ipcMain }) => {
    // The handler as Electron keeps it, asked the way another sender would be heard.
    const handlers = (
      ipcMain as unknown as { _invokeHandlers: Map<string, (event: unknown, ...words: unknown[]) => Promise<unknown>> }
    )._invokeHandlers
    const call = handlers.get('foyer:call')
    const sender = BrowserWindow.getAllWindows()[0]?.webContents
    const ask = (senderFrame: unknown) =>
      new Promise(resolve => {
        const event = { sender, senderFrame, _replyChannel: { sendReply: resolve }, _throw: resolve }
        Promise.resolve(call?.(event, 'session.hello', {})).then(value => value !== undefined && resolve(value))
      })
    const inner = { url: 'foyer://console/' }
    return [await ask(inner), await ask(null)]
  })
  expect(JSON.stringify(answers)).toMatch(/foreign-sender.*foreign-sender/)
  expect(await page.evaluate(() => window.foyer?.invoke('session.hello', {}))).toMatchObject({ ok: true })
})

test('without a keyring no secret is kept, and the page is told so', async ({ console: { page } }) => {
  const answer = await page.evaluate(() => window.foyer?.invoke('connection.get', {}))
  expect(answer).toMatchObject({ ok: true, value: { secret: 'none', secretCannotBeKept: 'no-keyring' } })
})

test('the fuses and the switches of the tests are not the product’s', async ({ console: { electron } }) => {
  expect(await electron?.evaluate(({ app }) => app.getPath('userData'))).toMatch(/foyer-e2e-.*window$/)
})
