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

test('the window is sandboxed, isolated and without Node; nothing is spelt over the network', async ({
  console: { electron },
}) => {
  const preferences = await electron?.evaluate(({ BrowserWindow, session }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = contents.getLastWebPreferences()
    const spelling = session.defaultSession.isSpellCheckerEnabled()
    return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity, spelling }
  })
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
    spelling: false,
  })
})

test('of all that a page can ask for, it gets the camera and the desktop’s notices', async ({ console: { page } }) => {
  const states = await page.evaluate(async () => {
    const names = ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi', 'storage-access']
    const asked = names.map(name =>
      navigator.permissions.query({ name: name as PermissionName }).then(status => `${name} ${status.state}`),
    )
    return (await Promise.all(asked)).filter(state => state.endsWith('granted'))
  })
  expect(states).toEqual(['camera granted', 'notifications granted'])
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('granted')
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
  for (const away of ['https://example.com/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'foyer://elsewhere/']) {
    await page.evaluate(address => {
      location.href = address
    }, away)
    // The page is still there to answer, and to draw.
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)))
    expect(page.url(), away).toBe('foyer://console/')
  }
  expect(await electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a call from anywhere but our page is refused', async ({ console: { page } }) => {
  expect(await page.evaluate(() => window.foyer?.invoke('session.hello', {}))).toMatchObject({ ok: true })
  // Electron lets about:blank pass as a navigation, and runs the preload script there: the sender's address tells.
  await page.evaluate(() => {
    location.href = 'about:blank'
  })
  await page.waitForURL('about:blank')
  const answer = await page.evaluate(() => window.foyer?.invoke('session.hello', {}))
  expect(answer).toEqual({ ok: false, failure: { kind: 'invalid', cause: 'foreign-sender' } })
})

test('without a keyring no secret is kept, and the page is told so', async ({ console: { page } }) => {
  const answer = await page.evaluate(() => window.foyer?.invoke('connection.get', {}))
  expect(answer).toMatchObject({ ok: true, value: { secret: 'none', secretCannotBeKept: 'no-keyring' } })
})
