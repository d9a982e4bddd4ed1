import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { freePort } from '../support/free-port.ts'
import { openReceiver } from '../support/receiver.ts'
import { type SiteProcess, startSite } from '../support/site.ts'
import { expect, test as withConsole } from './console.ts'

/** A HikCentral of its own beside the console. */
const test = withConsole.extend<{ site: SiteProcess }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  site: async ({}, use) => {
    const site = await startSite({ rate: 50 })
    await use(site)
    await site.close()
  },
})

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByTestId('site-now')).toHaveAttribute('data-kind', 'embedded')
}

/** Types a connection, as far as it is given, by keyboard alone. */
async function typeConnection(page: Page, url: string, appKey: string, appSecret: string): Promise<void> {
  await page.getByTestId('connection-url').fill(url)
  await page.keyboard.press('Enter')
  await page.keyboard.type(appKey)
  await page.keyboard.press('Enter')
  await page.keyboard.type(appSecret)
}

test('a site is tested, its certificate pinned, saved; the secret is never read back', async ({
  console: { page, profileDir },
  site,
}) => {
  await openSettings(page)
  await expect(page.getByText('Learning mode')).toBeVisible()
  await typeConnection(page, site.url, site.appKey, site.appSecret)

  await page.getByTestId('test-connection').click()
  await expect(page.getByTestId('check-certificate')).toHaveAttribute('data-fix', 'pin-certificate')
  await expect(page.getByTestId('checks-verdict')).toContainText('1 check failed')
  const shown = await page.getByTestId('fingerprint').innerText()
  expect(shown.replace(/[:\s]/g, '').toLowerCase()).toBe(site.certificateSha256)

  await page.getByTestId('pin').click()
  await expect(page.getByTestId('checks-verdict')).toHaveAttribute('data-failed', '0')
  await expect(page.locator('[data-testid^=check-][data-ok=true]')).toHaveCount(13)

  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('saved')).toHaveAttribute('data-saved', 'true')
  await expect(page.getByTestId('site-now')).toHaveAttribute('data-kind', 'hikcentral')
  await expect(page.getByTestId('site-now')).toHaveAttribute('data-state', 'online')
  await expect(page.getByText('Learning mode')).toHaveCount(0)

  await expect(page.getByTestId('connection-appSecret')).toHaveValue('')
  expect(await page.content()).not.toContain(site.appSecret)
  expect(readFileSync(join(profileDir, 'settings.json'), 'utf8')).not.toContain(site.appSecret)
  await page.reload()
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByTestId('connection-url')).toHaveValue(site.url)
  await expect(page.getByTestId('connection-appSecret')).toHaveValue('')
  await expect(page.getByTestId('secret-kept')).toContainText('Known')

  await page.getByTestId('forget-connection').click()
  await expect(page.getByTestId('site-now')).toHaveAttribute('data-kind', 'embedded')
  await expect(page.getByText('Learning mode')).toBeVisible()
  await expect(page.getByTestId('connection-url')).toHaveValue(site.url)
})

test('guests go through the visitor module where that is chosen: its rights are tested, and the choice is kept', async ({
  console: { page, profileDir },
  site,
}) => {
  await openSettings(page)
  await typeConnection(page, site.url, site.appKey, site.appSecret)
  await page.getByTestId('connection-pin').fill(site.certificateSha256)
  await expect(page.getByTestId('enrol-note')).toContainText('like staff')
  await page.getByTestId('enrol-persons').focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('enrol-visitors')).toHaveAttribute('aria-checked', 'true')
  await expect(page.getByTestId('enrol-note')).toContainText('visitor log')

  await page.getByTestId('test-connection').click()
  await expect(page.getByTestId('checks-verdict')).toHaveAttribute('data-failed', '0')
  await expect(page.getByTestId('check-visitors')).toHaveAttribute('data-ok', 'true')
  await expect(page.getByTestId('check-persons')).toHaveCount(0)

  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('saved')).toHaveAttribute('data-saved', 'true')
  expect(JSON.parse(readFileSync(join(profileDir, 'settings.json'), 'utf8')).connection).toMatchObject({ enrol: 'visitors' })
  await page.reload()
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByTestId('enrol-visitors')).toHaveAttribute('aria-checked', 'true')
})

test('a wrong secret: the signature fails with its fix, and what waits for it is not blamed', async ({
  console: { page },
  site,
}) => {
  await openSettings(page)
  await typeConnection(page, site.url, site.appKey, 'not the secret')
  await page.getByTestId('connection-pin').fill(site.certificateSha256)
  await page.getByTestId('test-connection').click()
  const signature = page.getByTestId('check-signature')
  await expect(signature).toHaveAttribute('data-fix', 'check-secret')
  await expect(signature).toContainText('copy the AppSecret again')
  await expect(page.getByTestId('check-certificate')).toHaveAttribute('data-ok', 'true')
  await expect(page.getByTestId('check-doors')).toContainText('waits')

  await page.getByTestId('connection-appSecret').fill(site.appSecret)
  await expect(page.getByTestId('checks-verdict')).toHaveAttribute('data-stale', 'true')
})

test('faults are said at their fields, and Esc to the desk loses nothing that was typed', async ({ console: { page } }) => {
  await openSettings(page)
  const url = page.getByTestId('connection-url')
  await expect(url).toBeFocused()
  await url.fill('10.0.0.5')
  await page.keyboard.press('Control+Enter')
  for (const name of ['url', 'appKey', 'appSecret'])
    await expect(page.getByTestId(`connection-${name}`)).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByTestId('connection-rate')).not.toHaveAttribute('aria-invalid')

  await page.keyboard.press('Escape')
  await expect(page.getByTestId('tab-desk')).toHaveAttribute('aria-current', 'page')
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(url).toHaveValue('10.0.0.5')
})

test('language and theme change at once, and stay', async ({ console: { page } }) => {
  await openSettings(page)
  await page.getByTestId('language-ru').click()
  await expect(page.getByTestId('tab-desk')).toContainText('Стойка')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
  await page.getByTestId('theme-dark').click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.reload()
  await expect(page.getByTestId('tab-desk')).toContainText('Стойка')
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})

test('a webhook is tried and saved, and its secret is never read back; metrics show their token once', async ({
  console: { page, profileDir },
}) => {
  const secret = 'shared-with-the-receiver'
  const receiver = await openReceiver()
  await openSettings(page)
  await page.getByTestId('section-webhook').click()
  await page.getByTestId('webhook-url').fill('http://example.org/')
  await page.getByTestId('save-webhook').click()
  for (const name of ['url', 'secret']) await expect(page.getByTestId(`webhook-${name}`)).toHaveAttribute('aria-invalid', 'true')
  await page.getByTestId('webhook-url').fill(receiver.url)
  await page.getByTestId('webhook-secret').fill(secret)
  await page.getByTestId('test-webhook').click()
  await expect(page.getByTestId('webhook-tested')).toHaveAttribute('data-state', 'delivered')
  await expect(page.getByTestId('delivery')).toHaveAttribute('data-state', 'delivered')
  expect(receiver.received).toHaveLength(1)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('webhook-saved')).toHaveAttribute('data-saved', 'true')
  await expect(page.getByTestId('webhook-secret')).toHaveValue('')
  expect(await page.content()).not.toContain(secret)
  await page.getByTestId('webhook-off').click()
  await expect(page.getByTestId('webhook-state')).toHaveAttribute('data-on', 'false')
  await receiver.close()

  await page.getByTestId('section-metrics').click()
  const port = await freePort()
  await page.getByTestId('metrics-port').fill(String(port))
  await page.getByTestId('save-metrics').click()
  await expect(page.getByTestId('metrics-state')).toHaveAttribute('data-state', 'listening')
  const token = await page.getByTestId('metrics-token').innerText()
  const told = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  expect(await told.text()).toContain('foyer_build_info')
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(401)

  await page.getByTestId('section-webhook').click()
  await page.getByTestId('section-metrics').click()
  await expect(page.getByTestId('metrics-state')).toHaveAttribute('data-state', 'listening')
  await expect(page.getByTestId('metrics-token')).toHaveCount(0)
  const settings = readFileSync(join(profileDir, 'settings.json'), 'utf8')
  for (const word of [token, secret]) expect(settings).not.toContain(word)
})
