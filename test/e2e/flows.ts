import type { Page } from '@playwright/test'
import type { SiteToJoin } from '../support/desk-app.ts'
import { expect } from './console.ts'

/** Opens Import and hands it a file, as a drop would. */
export async function chooseList(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByTestId('tab-import').click()
  await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'text/csv', buffer })
}

/** Step by step to the last one, and sends; nothing is sent before. */
export async function sendList(page: Page): Promise<void> {
  const next = page.getByTestId('next-step').or(page.getByTestId('send-list'))
  while ((await next.getAttribute('data-testid')) === 'next-step') await next.click()
  await page.getByTestId('send-list').click()
}

/** The whole way of a list that needs no look: chosen, sent, and its batch on the screen. */
export async function sendFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  await chooseList(page, name, buffer)
  await sendList(page)
  await page.getByTestId('see-batch').click()
}

/** Connects the console to `site` through its settings, the certificate pinned, at `rate` calls a second. */
export async function connectTo(page: Page, site: SiteToJoin, rate: number): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByTestId('connection-url').fill(site.url)
  await page.getByTestId('connection-appKey').fill(site.appKey)
  await page.getByTestId('connection-appSecret').fill(site.appSecret)
  await page.getByTestId('connection-pin').fill(site.certificateSha256)
  await page.getByTestId('connection-rate').fill(String(rate))
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('site-now')).toHaveAttribute('data-state', 'online')
}

/** A guest of the desk by name alone, whom every door has taken. */
export async function register(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Guest name or search' }).fill(name)
  await page.keyboard.press('Control+Enter')
  const [family] = name.split(',')
  await expect(page.getByRole('article', { name: new RegExp(String(family)) })).toContainText('Delivered', { timeout: 20_000 })
}
