import { cp1251, russianList } from '../support/visitor-files.ts'
import { expect, savedText, test } from './console.ts'
import { chooseList, sendFile, sendList } from './flows.ts'

test('a list as Russian Excel saves it goes from the file to every door', async ({ console: { page } }) => {
  await chooseList(page, 'гости.csv', cp1251(russianList(50)))
  await expect(page.getByTestId('good-rows')).toHaveText('50')
  await expect(page.getByTestId('check-grid')).toContainText('Гостева')
  await sendList(page)
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
  await chooseList(page, 'list.csv', Buffer.from(rows.join('\r\n')))
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
  await sendList(page)
  await expect(page.getByTestId('list-sent')).toBeVisible()
  await page.getByTestId('see-batch').click()
  await expect(page.getByTestId('batch-state').first()).toHaveAttribute('data-state', 'done', { timeout: 20_000 })
  await expect(page.getByTestId('guest-grid')).toContainText('Karlsson')
})

test('five thousand rows: the table holds only what is seen, and the last row is a key away', async ({ console: { page } }) => {
  await chooseList(page, 'big.csv', cp1251(russianList(5000)))
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
  await chooseList(page, 'list.csv', Buffer.from(rows.join('\r\n')))
  await sendList(page)
  const text = await savedText(console, () => page.getByTestId('download-rest').click())
  expect(text).toContain("'=1+1")
  expect(text).not.toContain('Berg')
})
