import type { Page } from '@playwright/test'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { expect, test } from './console.ts'
import { register, sendFile } from './flows.ts'

const row = (page: Page, family: string) => page.getByTestId('guest-table').getByRole('row', { name: new RegExp(family) })
const stateOf = (page: Page, family: string) => row(page, family).getByTestId('visit-state')
const undoBar = (page: Page, family: string) => page.getByTestId('undo-bar').filter({ hasText: family })

test('a guest is extended, another revoked and its undoing taken; both tell it in their timeline', async ({
  console: { page },
}) => {
  await register(page, 'Marchetti, Elena')
  await register(page, 'Okafor, Daniel')
  await page.keyboard.press('Alt+5')
  await expect(page.getByTestId('guests-active')).toContainText('2')
  await row(page, 'Marchetti').click()
  const panel = page.getByTestId('guest-panel')
  await expect(panel).toContainText('Marchetti, Elena')
  await expect(panel.getByTestId('site-says')).toContainText('ID', { timeout: 20_000 })

  // Nothing is sent for ten seconds: undone, the visit is what it was.
  await panel.getByTestId('act-revoke').click()
  await expect(undoBar(page, 'Marchetti')).toBeVisible()
  await expect(stateOf(page, 'Marchetti')).toContainText('Revoking access')
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('undo-bar')).toHaveCount(0)
  await expect(stateOf(page, 'Marchetti')).toContainText('Delivered')
  await expect(panel).toContainText('undone')

  const span = panel.getByTestId('guest-window')
  const before = await span.innerText()
  await panel.getByTestId('act-extend').click()
  // Offered on whatever day of the week: the end of the week may be today.
  await page.getByTestId('until-two-hours').click()
  await expect(undoBar(page, 'Marchetti')).toBeVisible()
  await row(page, 'Okafor').click()
  await expect(panel).toContainText('Okafor, Daniel')
  await panel.getByTestId('act-revoke').click()

  // Each wish keeps its own way back, on every screen.
  await page.keyboard.press('Alt+3')
  await expect(page.getByTestId('undo-bar')).toHaveCount(2)
  await page.keyboard.press('Alt+5')
  await expect(stateOf(page, 'Okafor')).toHaveAttribute('data-state', 'revoked', { timeout: 30_000 })
  await row(page, 'Okafor').click()
  await expect(panel.getByTestId('act-extend')).toBeDisabled()
  await expect(panel.getByTestId('act-reasons')).toContainText('Extend')

  await row(page, 'Marchetti').click()
  await expect(span).not.toHaveText(before, { timeout: 20_000 })
  await page.getByTestId('guests-over').click()
  await expect(row(page, 'Okafor')).toBeVisible()
  await expect(row(page, 'Marchetti')).toHaveCount(0)
  await expect(page.getByTestId('guests-active')).toContainText('1')
})

test('several at once become a batch, told guest by guest', async ({ console: { page } }) => {
  await register(page, 'Marchetti, Elena')
  await register(page, 'Okafor, Daniel')
  await page.keyboard.press('Alt+5')
  await row(page, 'Okafor').click()
  await row(page, 'Marchetti').click({ modifiers: ['Shift'] })
  await page.getByTestId('act-bar').getByTestId('act-reapply').click()
  await expect(page.getByTestId('undo-bar')).toContainText('2 guests')
  await page.getByTestId('to-batch').click()
  await expect(page.getByTestId('act-state').first()).toHaveAttribute('data-state', 'queued')
  await expect(page.getByTestId('batch-state').first()).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  await expect(page.getByTestId('act-state').first()).toHaveAttribute('data-state', 'done', { timeout: 20_000 })
  await expect(page.getByTestId('act-state')).toHaveCount(2)
  await expect(page.getByTestId('batch-cost')).toContainText('doors')
})

test('what becomes of a person after the visit is chosen in the settings, and kept', async ({ console: { page } }) => {
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await expect(page.getByTestId('after-visit-keep')).toHaveAttribute('aria-checked', 'true')
  await page.getByTestId('after-visit-remove').click()
  await expect(page.getByTestId('after-visit-remove')).toHaveAttribute('aria-checked', 'true')
  await page.reload()
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await expect(page.getByTestId('after-visit-remove')).toHaveAttribute('aria-checked', 'true')
})

test('a new photo for a guest at the doors already: from the panel to the camera and back, delivered again', async ({
  console: { page },
}) => {
  await register(page, 'Marchetti, Elena')
  await page.keyboard.press('Alt+5')
  await row(page, 'Marchetti').click()
  const panel = page.getByTestId('guest-panel')
  await expect(panel.getByTestId('site-says')).toContainText('without photo', { timeout: 20_000 })
  await panel.getByTestId('new-photo').click()
  await expect(page.getByTestId('tab-desk')).toHaveAttribute('aria-current', 'page')
  await page.getByTestId('photo-file').setInputFiles({ name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: await drawPhoto(5) })
  await page.keyboard.press('Alt+5')
  await row(page, 'Marchetti').click()
  await expect(panel.locator('img').first()).toBeVisible({ timeout: 20_000 })
  await expect(panel.getByTestId('chain-delivery')).toHaveAttribute('data-state', 'ok', { timeout: 30_000 })
})

test('of a guest with two visits the panel shows, and acts on, the one that was chosen', async ({ console: { page } }) => {
  for (const [file, day] of [
    ['today.csv', '2030-03-15'],
    ['later.csv', '2030-04-20'],
  ] as const) {
    const list = `Last name,First name,Document,Access level,From,Until\nTwice,Anna,TW1,Guests,${day} 09:00,${day} 18:00`
    await sendFile(page, file, Buffer.from(list))
    await page.getByTestId('tab-import').click()
    await page.getByTestId('new-list').click()
    await page.keyboard.press('Alt+3')
    await expect(page.getByTestId('batch-state').first()).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  }
  await page.keyboard.press('Alt+5')
  await expect(row(page, 'Twice')).toHaveCount(2)
  const panel = page.getByTestId('guest-panel')
  for (const [which, month] of [
    [1, 'Mar'],
    [0, 'Apr'],
  ] as const) {
    await row(page, 'Twice').nth(which).click()
    await expect(panel.getByTestId('guest-window')).toContainText(month)
  }
  await row(page, 'Twice').nth(1).click()
  await expect(panel.getByTestId('guest-window')).toContainText('Mar')
  await panel.getByTestId('act-revoke').click()
  await expect(row(page, 'Twice').nth(1).getByTestId('visit-state')).toContainText('Revoking access')
  await expect(row(page, 'Twice').nth(0).getByTestId('visit-state')).toContainText('Delivered')
})
