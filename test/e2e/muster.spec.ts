import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type {} from '../../renderer/link/carrier.ts'
import { expect, savedText, test } from './console.ts'
import { register } from './flows.ts'

async function openMuster(page: Page): Promise<void> {
  // No key is heard before the page is there.
  await expect(page.getByTestId('tab-desk')).toBeVisible()
  await page.keyboard.press('F9')
  await expect(page.getByTestId('muster')).toContainText('As of')
}

test('F9 opens the muster list on every screen, with its age; it is saved as a file, and Enter prints it', async ({
  console: desk,
}) => {
  const { page } = desk
  await expect(page.getByRole('combobox', { name: 'Guest name or search' })).toBeVisible()
  for (const screen of ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4', 'Alt+5']) {
    await page.keyboard.press(screen)
    await page.keyboard.press('F9')
    await expect(page.getByTestId('muster')).toContainText('As of')
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('muster')).toHaveCount(0)
  }
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'yes')
  })
  await page.keyboard.press('F9')
  await expect(page.getByTestId('muster-print')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes')
  const file = await savedText(desk, () => page.getByTestId('muster-csv').click())
  expect(file).toContain('Zone;Name;Company;Visits;Phone;Last passage;Door;Note')
})

test('on paper there is the list alone: black on white, and nothing of the window', async ({ console: { page } }) => {
  await openMuster(page)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByTestId('print-sheet')).toBeVisible()
  await expect(page.locator('#root')).toBeHidden()
  await expect(page.getByTestId('muster')).toBeHidden()
  const ink = await page.getByTestId('print-sheet').evaluate(sheet => getComputedStyle(sheet).color)
  expect(ink).toBe('rgb(0, 0, 0)')
  // The margins take the scheme's own colour.
  await page.evaluate(() => document.documentElement.setAttribute('data-mantine-color-scheme', 'dark'))
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light')
})

test('the muster list as a PDF: made by Electron; a browser says that its print dialog does it', async ({ console: desk }) => {
  const { page, electron, profileDir } = desk
  await openMuster(page)
  if (!electron) {
    await page.evaluate(() => {
      window.print = () => document.documentElement.setAttribute('data-printed', 'yes')
    })
    await page.getByTestId('muster-pdf').click()
    await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes')
    await expect(page.getByTestId('muster')).toContainText('Save as PDF')
    return
  }
  await savedText(desk, () => page.getByTestId('muster-pdf').click())
  expect(readFileSync(join(profileDir, 'saved')).subarray(0, 5).toString()).toBe('%PDF-')
})

test('a guest’s badge: name, company, until, and a QR that says the code', async ({ console: { page } }) => {
  await register(page, 'Marchetti, Elena')
  await page.keyboard.press('Alt+5')
  await page
    .getByTestId('guest-table')
    .getByRole('row', { name: /Marchetti/ })
    .click()
  const code = await page.getByTestId('guest-code').innerText()
  await page.getByTestId('print-label').click()
  const label = page.getByTestId('label-layer').getByTestId('label')
  await expect(label).toContainText('Marchetti')
  await expect(label).toContainText(code)
  await expect(label.getByRole('img', { name: code })).toBeVisible()
  const drawn = await label.locator('canvas').evaluate(canvas => {
    const { width, height } = canvas as HTMLCanvasElement
    const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? []
    let dark = 0
    for (let i = 0; i < pixels.length; i += 4) if ((pixels[i] ?? 255) < 128 && (pixels[i + 3] ?? 0) > 128) dark++
    return dark / (width * height)
  })
  // A QR is about half dark; an empty canvas is not.
  expect(drawn).toBeGreaterThan(0.3)
  expect(drawn).toBeLessThan(0.7)
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'yes')
  })
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes')
})

test('Ctrl+Shift+Enter saves, prints the badge, and the desk is ready for the next guest', async ({ console: { page } }) => {
  await page.evaluate(() => {
    window.print = () => {
      const sheet = document.querySelector('[data-testid=print-sheet]')
      document.documentElement.setAttribute('data-printed', sheet?.textContent ?? 'nothing')
    }
  })
  const name = page.getByRole('combobox', { name: 'Guest name or search' })
  await name.fill('Okafor, Daniel')
  await page.keyboard.press('Control+Shift+Enter')
  await expect(page.locator('html')).toHaveAttribute('data-printed', /Okafor/)
  await expect(page.getByTestId('label-layer')).toHaveCount(0)
  await expect(name).toHaveValue('')
  await expect(name).toBeFocused()
  await expect(page.getByRole('article', { name: /Okafor/ })).toContainText('Delivered', { timeout: 20_000 })
})

test('badges go to a printer of their own where one is chosen; one that is gone says so', async ({ console: { page, host } }) => {
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByTestId('section-passages').click()
  await expect(page.getByTestId('printer-ask')).toHaveAttribute('aria-checked', 'true')
  if (host === 'browser') {
    // A browser keeps its printers to itself.
    await expect(page.getByTestId('printer')).toHaveCount(0)
    return
  }
  await page.evaluate(() => window.foyer?.invoke('preferences.set', { badgePrinter: 'Taken away' }))
  await expect(page.getByTestId('printer').filter({ hasText: 'Taken away' })).toHaveAttribute('aria-checked', 'true')
  await page.getByTestId('test-label').click()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('label-told')).toContainText('The printer did not take the sheet')
  await page.keyboard.press('Escape')
  await page.getByTestId('printer-ask').click()
  await expect(page.getByTestId('printer')).toHaveCount(0)
})
