import { cp1251, russianList } from '../support/visitor-files.ts'
import { expect, savedText, test } from './console.ts'
import { chooseList, sendList } from './flows.ts'

test('a list as Russian Excel saves it goes from the file to every door', async ({ console: { page } }) => {
  await chooseList(page, 'гости.csv', cp1251(russianList(50)))
  await expect(page.getByTestId('good-rows')).toHaveText('50')
  await expect(page.getByTestId('bad-rows')).toHaveText('0')
  await expect(page.getByTestId('check-grid')).toContainText('Гостева')
  await page.getByTestId('step-file').click()
  await expect(page.getByTestId('encoding-windows-1251')).toHaveAttribute('aria-checked', 'true')
  await page.getByTestId('step-check').click()
  await sendList(page)
  await page.getByTestId('see-batch').click()
  await expect(page.getByTestId('batch-state')).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  await expect(page.getByTestId('batch-done')).toHaveText('50')
  await expect(page.getByTestId('batch-failed')).toHaveText('0')
  await page.getByTestId('batch-filter-failed').click()
  await expect(page.getByTestId('guest-grid')).not.toContainText('Гостев')
  await page.getByTestId('batch-filter-delivered').click()
  await expect(page.getByTestId('guest-grid')).toContainText('Гостева')
})

/** Rows of a spreadsheet, and what its reader is to say of each: nothing where it is good. */
const messy: [row: string, said?: RegExp][] = [
  ['Berg,Anna,Guests,2030-03-15 09:00,2030-03-15 18:00'],
  [',Karl,Guests,2030-03-15 09:00,2030-03-15 18:00', /missing/],
  ['Stone,Eve,No Such Level,2030-03-15 09:00,2030-03-15 18:00', /No Such Level/],
  ['Ward,Max,Guests,2030-03-15 18:00,2030-03-15 09:00', /before the start/],
  ['Moss,Lee,Guests,15/15/2030 09:00,2030-03-15 18:00', /not a date/],
  ['Hale,Jo,Guests,2020-03-15 09:00,2020-03-15 18:00', /in the past/],
  ['Fern,Kim,Guests,2045-03-15 09:00,2045-03-15 18:00', /2037/],
  ['O<Neil>*,Ann,Guests,2030-03-15 09:00,2030-03-15 18:00', /bad characters/],
  ['Berg,Anna,Guests,2030-03-15 09:00,2030-03-15 18:00', /row 2/],
]

test('bad rows are named; one is mended in place, the good ones go in, the others stay', async ({ console: { page } }) => {
  const rows = ['Last name,First name,Access level,From,Until', ...messy.map(([row]) => row)]
  await chooseList(page, 'list.csv', Buffer.from(rows.join('\r\n')))
  await expect(page.getByTestId('good-rows')).toHaveText('1')
  await expect(page.getByTestId('bad-rows')).toHaveText('8')
  const grid = page.getByTestId('check-grid')
  for (const [index, [, said]] of messy.entries())
    await expect(grid.getByRole('row').filter({ has: page.getByText(String(index + 2), { exact: true }) })).toContainText(
      said ?? 'Ready',
    )
  // F8 goes to the next problem, and into the cell to mend: the family name that is missing.
  await page.keyboard.press('F8')
  const input = page.getByTestId('cell-input')
  await expect(input).toBeFocused()
  await input.fill('Karlsson')
  await input.press('Enter')
  await expect(page.getByTestId('good-rows')).toHaveText('2')
  await expect(page.getByTestId('bad-rows')).toHaveText('7')
  await sendList(page)
  await expect(page.getByTestId('list-sent')).toBeVisible()
  await page.getByTestId('see-batch').click()
  await expect(page.getByTestId('batch-state')).toHaveAttribute('data-state', 'done', { timeout: 20_000 })
  await expect(page.getByTestId('batch-done')).toHaveText('2')
  await expect(page.getByTestId('guest-grid').getByTestId('guest-state')).toHaveCount(2)
  await expect(page.getByTestId('guest-grid')).toContainText('Karlsson')
})

test('five thousand rows: the table holds only what is seen, and the last row is a key away', async ({ console: { page } }) => {
  await chooseList(page, 'big.csv', cp1251(russianList(5000)))
  await expect(page.getByTestId('good-rows')).toHaveText(/5.?000/)
  const grid = page.getByTestId('check-grid')
  await expect(grid.getByRole('grid')).toHaveAttribute('aria-rowcount', '5001')
  expect(await grid.getByRole('row').count()).toBeLessThan(100)
  await expect(grid).not.toContainText('Гостевдккк')
  await grid.getByRole('row').nth(1).click()
  await page.keyboard.press('Control+End')
  await expect(grid).toContainText('Гостевдккк')
  expect(await grid.getByRole('row').count()).toBeLessThan(100)
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
  const [head, stayed, end] = text.split('\r\n')
  expect(head).toMatch(/^\uFEFFLast name;First name;Access level;From;Until;./)
  expect(stayed).toMatch(/^'=1\+1;Anna;Guests;2030-03-15 09:00;2030-03-15 08:00;./)
  expect(end).toBe('')
})
