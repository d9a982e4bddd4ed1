import type { Page } from '@playwright/test'
import { cp1251, russianList } from '../support/visitor-files.ts'
import { expect, savedText, test } from './console.ts'

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.getByTestId('tab-import').click()
  await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'text/csv', buffer })
}

/** Step by step to the last one; nothing is sent before. */
async function send(page: Page): Promise<void> {
  const next = page.getByTestId('next-step').or(page.getByTestId('send-list'))
  while ((await next.getAttribute('data-testid')) === 'next-step') await next.click()
  await page.getByTestId('send-list').click()
}

test('a list as Russian Excel saves it goes from the file to every door', async ({ console: { page } }) => {
  await choose(page, 'гости.csv', cp1251(russianList(50)))
  await expect(page.getByTestId('good-rows')).toHaveText('50')
  await expect(page.getByTestId('check-grid')).toContainText('Гостева')
  await send(page)
  await page.getByTestId('see-batch').click()
  await expect(page.getByTestId('batch-done').first()).toHaveText(/50/, { timeout: 30_000 })
  await expect(page.getByTestId('batch-state').first()).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  await page.getByTestId('batch-filter-failed').click()
  await expect(page.getByTestId('batch-filter-failed')).toContainText('0')
})

test('bad rows are named; one is mended in place, the good ones go in, the others stay', async ({ console: { page } }) => {
  const rows = [
    'Last name,First name,Access level,From,Until',
    'Berg,Anna,Guests,2030-03-15 09:00,2030-03-15 18:00',
    ',Karl,Guests,2030-03-15 09:00,2030-03-15 18:00',
    'Stone,Eve,No Such Level,2030-03-15 09:00,2030-03-15 18:00',
  ]
  await choose(page, 'list.csv', Buffer.from(rows.join('\r\n')))
  await expect(page.getByTestId('good-rows')).toHaveText('1')
  await expect(page.getByTestId('bad-rows')).toHaveText('2')
  const grid = page.getByTestId('check-grid')
  await expect(grid).toContainText('No Such Level')
  // F8 goes to the next problem, Enter mends it: the family name that is missing.
  await page.keyboard.press('F8')
  await page.keyboard.press('Enter')
  const input = page.getByTestId('cell-input')
  await input.fill('Karlsson')
  await input.press('Enter')
  await expect(page.getByTestId('good-rows')).toHaveText('2')
  await expect(page.getByTestId('bad-rows')).toHaveText('1')
  await send(page)
  await expect(page.getByTestId('list-sent')).toBeVisible()
  await page.getByTestId('see-batch').click()
  await expect(page.getByTestId('batch-state').first()).toHaveAttribute('data-state', 'done', { timeout: 20_000 })
  await expect(page.getByTestId('guest-grid')).toContainText('Karlsson')
})

test('a batch is paused, resumed, and its rest cancelled; what was sent stays', async ({ console: { page } }) => {
  await choose(page, 'many.csv', cp1251(russianList(400)))
  await send(page)
  await page.getByTestId('see-batch').click()
  const state = page.getByTestId('batch-state').first()
  await page.getByTestId('pause-batch').click()
  await expect(state).toHaveAttribute('data-state', 'paused')
  await page.getByTestId('resume-batch').click()
  await expect(state).toHaveAttribute('data-state', 'running')
  await page.getByTestId('cancel-batch').click()
  await expect(state).toHaveAttribute('data-state', 'cancelled', { timeout: 40_000 })
  await expect(page.getByTestId('batch-left').first()).toHaveText(/^0/)
})

test('five thousand rows: the table holds only what is seen, and the last row is a key away', async ({ console: { page } }) => {
  await choose(page, 'big.csv', cp1251(russianList(5000)))
  await expect(page.getByTestId('good-rows')).toHaveText(/5.?000/)
  const grid = page.getByTestId('check-grid')
  const table = grid.getByRole('grid').or(grid.getByRole('table')).first()
  await expect(table).toHaveAttribute('aria-rowcount', /^500\d$/)
  expect(await grid.getByRole('row').count()).toBeLessThan(100)
  await grid.getByRole('row').nth(1).click()
  await page.keyboard.press('Control+End')
  await expect(grid).toContainText('Гостевдккк')
})

test('the rows that stayed come back as a file, with the cause and without formulas', async ({ console }) => {
  const { page } = console
  const rows = [
    'Last name,First name,Access level,From,Until',
    '=1+1,Anna,Guests,2030-03-15 09:00,2030-03-15 08:00',
    'Berg,Ida,Guests,2030-03-15 09:00,2030-03-15 18:00',
  ]
  await choose(page, 'list.csv', Buffer.from(rows.join('\r\n')))
  await send(page)
  const text = await savedText(console, () => page.getByTestId('download-rest').click())
  expect(text).toContain("'=1+1")
  expect(text).not.toContain('Berg')
})
