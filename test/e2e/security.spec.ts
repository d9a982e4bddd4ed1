import { expect, test } from './console.ts'

/** What must hold of the page in either host. */

test('the page has the policy, and nothing of Node', async ({ console: { page } }) => {
  const seen = await page.evaluate(async () => {
    const policy = (await fetch('/index.html')).headers.get('content-security-policy') ?? ''
    const names = ['require', 'process', 'module', 'Buffer', 'global', '__dirname']
    return { policy, node: names.filter(name => name in window) }
  })
  expect(seen.node).toEqual([])
  expect(seen.policy).toContain("default-src 'none'")
  expect(seen.policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
  expect(seen.policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|\*/)
})

test('the policy forbids nothing that the page does', async ({ console: { page } }) => {
  const refused: string[] = []
  page.on('console', message => {
    if (/Content.Security.Policy|Refused to/i.test(message.text())) refused.push(message.text())
  })
  page.on('pageerror', error => refused.push(error.message))
  await page.reload()
  await expect(page.locator('#root')).not.toBeEmpty()
  // Every screen, the plot's canvas and what goes on paper among them.
  for (const screen of ['import', 'batches', 'passages', 'guests', 'desk']) {
    await page.getByTestId(`tab-${screen}`).click()
    await expect(page.getByTestId(`screen-${screen}`)).not.toBeEmpty()
  }
  await page.getByTestId('tab-passages').click()
  await expect(page.getByTestId('day-plot').locator('canvas')).toBeVisible()
  await page.keyboard.press('F9')
  await expect(page.getByTestId('muster')).toContainText('As of')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByTestId('section-passages').click()
  await page.getByTestId('test-label').click()
  await expect(page.getByTestId('label-layer').locator('canvas')).toBeVisible()
  expect(refused).toEqual([])
})

test('an inline script, an eval and a foreign script do not run', async ({ console: { page } }) => {
  const ran = await page.evaluate(async () => {
    const marks = window as unknown as Record<string, unknown>
    const inline = document.createElement('script')
    inline.textContent = 'window.ranInline = true'
    document.head.append(inline)
    const foreign = document.createElement('script')
    foreign.src = 'data:text/javascript,window.ranForeign=true'
    const failed = new Promise(resolve => foreign.addEventListener('error', resolve))
    document.head.append(foreign)
    await failed
    let evaluated = true
    try {
      new Function('return 1')()
    } catch {
      evaluated = false
    }
    return { inline: marks.ranInline === true, foreign: marks.ranForeign === true, evaluated }
  })
  expect(ran).toEqual({ inline: false, foreign: false, evaluated: false })
})

test('the page reaches no other network', async ({ console: { page } }) => {
  const reached = await page.evaluate(async () => {
    const tries: Record<string, Promise<unknown>> = {
      fetch: fetch('https://example.com/', { mode: 'no-cors' }),
      loopback: fetch('http://127.0.0.1:9/', { mode: 'no-cors' }),
      image: new Promise((resolve, reject) =>
        Object.assign(new Image(), { onload: resolve, onerror: reject, src: 'https://example.com/x.png' }),
      ),
      socket: new Promise((resolve, reject) =>
        Object.assign(new WebSocket('wss://example.com/'), { onopen: resolve, onerror: reject }),
      ),
    }
    const outcomes = await Promise.allSettled(Object.values(tries))
    return Object.keys(tries).filter((_name, index) => outcomes[index]?.status === 'fulfilled')
  })
  expect(reached).toEqual([])
})

test('the camera opens, the microphone never', async ({ console: { page, host } }) => {
  const opened = await page.evaluate(async () => {
    const open = (wish: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(wish).then(
        stream => stream.getTracks().map(track => track.kind),
        error => (error as Error).name,
      )
    return {
      camera: await open({ video: true }),
      microphone: await open({ audio: true }),
      both: await open({ video: true, audio: true }),
    }
  })
  expect(opened.camera).toEqual(['video'])
  expect(opened.microphone, host).toBe('NotAllowedError')
  expect(opened.both).not.toContain('audio')
})
