import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { expect, test } from './console.ts'

test('a guest is typed in, photographed by the webcam, and every door answers', async ({ console: { page } }) => {
  const name = page.getByRole('combobox', { name: 'Guest name or search' })
  await name.fill("O'Brien Anna")
  await page.getByLabel('Company').fill('Contoso')
  // Nobody touches the shutter: it fires when all five checks have been green for 600 ms.
  await expect(page.getByRole('button', { name: 'Retake' })).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+Enter')
  const card = page.getByRole('article', { name: /O’Brien/ })
  await expect(card).toContainText('Delivered 4 of 4', { timeout: 20_000 })
  await expect(name).toHaveValue('')
  await expect(name).toBeFocused()
})

test('a past guest is recalled with all fields, and comes again without a new photo', async ({ console: { page } }) => {
  const name = page.getByRole('combobox', { name: 'Guest name or search' })
  await name.fill('Marchetti, Elena')
  await page.getByLabel('Company').fill('Halden')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('article', { name: /Marchetti/ })).toContainText('Delivered', { timeout: 20_000 })
  await name.fill('marc')
  await expect(page.getByRole('option', { name: /Marchetti/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Company')).toHaveValue('Halden')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('article', { name: /Marchetti/ })).toHaveCount(2)
})

test('a name that the system refuses is said at its field, and nothing is lost', async ({ console: { page } }) => {
  const name = page.getByRole('combobox', { name: 'Guest name or search' })
  await name.fill('Smith<>, John')
  await page.getByLabel('Company').fill('Contoso')
  await page.keyboard.press('Control+Enter')
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Company')).toHaveValue('Contoso')
})

test('a photo from a file is checked: a drawn portrait is taken, a picture without a face is refused in words', async ({
  console: { page },
}) => {
  await page.getByRole('combobox', { name: 'Guest name or search' }).fill('File Photo')
  const file = page.getByTestId('photo-file')
  await file.setInputFiles({ name: 'wall.jpg', mimeType: 'image/jpeg', buffer: await drawPhoto(5, { width: 40, height: 50 }) })
  await expect(page.getByTestId('camera-panel')).toHaveAttribute('data-photo', 'refused', { timeout: 20_000 })
  await file.setInputFiles({ name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: await drawPhoto(5) })
  await expect(page.getByRole('button', { name: 'Retake' })).toBeVisible({ timeout: 20_000 })
})

test('keys work from anywhere, and closing a layer loses nothing', async ({ console: { page } }) => {
  const name = page.getByRole('combobox', { name: 'Guest name or search' })
  await name.fill('Half Typed')
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('Alt+3')
  await expect(page.getByTestId('tab-batches')).toHaveAttribute('aria-current', 'page')
  await page.keyboard.press('Alt+1')
  await expect(name).toHaveValue('Half Typed')
})
