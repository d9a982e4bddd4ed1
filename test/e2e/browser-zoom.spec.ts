import { expect, test } from './console.ts'
import { register } from './flows.ts'

// A window of Electron is not made that small.
test('at 200 % nothing lies beside the window: from the search into the list, the panel over it, passages below each other', async ({
  console: { page },
}) => {
  await register(page, 'Marchetti, Elena')
  const row = page.getByTestId('guest-table').getByRole('row', { name: /Marchetti/ })
  await page.setViewportSize({ width: 640, height: 400 })
  const isWithin = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
  await page.keyboard.press('Alt+5')
  await page.keyboard.press('Slash')
  await page.keyboard.type('Marc')
  await expect(row).toBeVisible()
  await page.keyboard.press('ArrowDown')
  const panel = page.getByTestId('guest-panel')
  await expect(panel).toContainText('Marchetti, Elena')
  await expect(row).toBeVisible()
  for (const last of ['new-photo', 'chain-verdict', 'forget']) {
    await panel.getByTestId(last).scrollIntoViewIfNeeded()
    await expect(panel.getByTestId(last)).toBeInViewport()
  }
  expect(await isWithin()).toBe(true)
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await page.keyboard.press('Alt+4')
  for (const part of ['last-passage', 'passage-table', 'tile-inside', 'open-muster']) {
    await page.getByTestId(part).scrollIntoViewIfNeeded()
    await expect(page.getByTestId(part)).toBeInViewport()
  }
  expect(await isWithin()).toBe(true)
})
