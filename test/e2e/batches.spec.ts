import type { Page } from '@playwright/test'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { cp1251, russianList } from '../support/visitor-files.ts'
import { expect, savedText, test as withConsole } from './console.ts'
import { chooseList, connectTo, sendFile, sendList } from './flows.ts'

/** A site in this process: its doors can be broken and mended, its calls counted. */
const test = withConsole.extend<{ site: RunningSimulator }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  site: async ({}, use) => {
    const site = await startSimulator({ rate: 60, script: { applyMs: 50, staleFailures: 0 } })
    await use(site)
    await site.close()
  },
})

const state = (page: Page) => page.getByTestId('batch-state')
const figure = (page: Page, name: 'done' | 'failed' | 'left') => page.getByTestId(`batch-${name}`)
/** How many people were sent to the site. */
const sent = (site: RunningSimulator) => site.document().calls.byPath['resource/v1/person/single/add'] ?? 0

/** Registers a walk-in at the desk and waits until every door has answered. */
async function walkIn(page: Page, family: string): Promise<void> {
  await page.keyboard.press('Alt+1')
  await page.getByRole('combobox', { name: 'Guest name or search' }).fill(`${family}, Ida`)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('article', { name: new RegExp(family) })).toContainText('Delivered', { timeout: 20_000 })
  await page.keyboard.press('Alt+3')
}

test('paused, a batch stands still while the desk works on; its cancelling is taken back once, then done', async ({
  console: { page },
  site,
}) => {
  await connectTo(page, site, 50)
  await sendFile(page, 'many.csv', cp1251(russianList(400)))
  await page.getByTestId('pause-batch').click()
  await expect(state(page)).toHaveAttribute('data-state', 'paused')
  // Whatever waits for its turn already goes out yet; after that only walk-ins do.
  await walkIn(page, 'Berg')
  let before = -1
  await expect
    .poll(
      () => {
        const [last, now] = [before, sent(site)]
        before = now
        return now - last
      },
      { intervals: [500] },
    )
    .toBe(0)
  expect(before).toBeLessThan(300)
  await walkIn(page, 'Holm')
  expect(sent(site)).toBe(before + 1)

  await page.getByTestId('resume-batch').click()
  await expect(state(page)).toHaveAttribute('data-state', 'running')
  await expect.poll(() => sent(site)).toBeGreaterThan(before + 1)

  // Ten seconds to take it back, by this window's clock.
  await page.clock.install()
  await page.getByTestId('cancel-batch').click()
  await expect(state(page)).toHaveAttribute('data-state', 'paused')
  await page.keyboard.press('Control+z')
  await expect(state(page)).toHaveAttribute('data-state', 'running')
  await page.getByTestId('cancel-batch').click()
  await expect(state(page)).toHaveAttribute('data-state', 'paused')
  await page.clock.fastForward(10_000)
  await expect(state(page)).toHaveAttribute('data-state', 'cancelled')
  await expect(figure(page, 'left')).toHaveText('0')
  await expect(figure(page, 'failed')).toHaveText('0')
  // What was sent stays, and nobody else was: the two walk-ins are not the batch's.
  expect(sent(site)).toBeLessThan(400)
  await expect(figure(page, 'done')).toHaveText(String(sent(site) - 2))
})

test('failed rows go out as a file without formulas; when the door is mended, one key sends them again', async ({
  console,
  site,
}) => {
  const { page } = console
  site.world.script.doorFailures = { 'Lift hall': 'offline' }
  await connectTo(page, site, 50)
  const rows = [
    'Last name,First name,Company,Access level,From,Until',
    'Berg,Ida,"=HYPERLINK(""http://evil.example"")",Guests,2030-03-15 09:00,2030-03-15 18:00',
    'Holm,Nils,Contoso,Guests,2030-03-15 09:00,2030-03-15 18:00',
    'Lind,Eva,Contoso,Meeting rooms,2030-03-15 09:00,2030-03-15 18:00',
  ]
  await sendFile(page, 'partners.csv', Buffer.from(rows.join('\r\n')))
  // The lifts refuse two; the meeting rooms lie elsewhere.
  await expect(state(page)).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  await expect(figure(page, 'failed')).toHaveText('2')
  await expect(figure(page, 'done')).toHaveText('1')
  await page.getByTestId('batch-filter-failed').click()
  const grid = page.getByTestId('guest-grid')
  await expect(grid.getByTestId('guest-state')).toHaveCount(2)
  await expect(grid).toContainText('Lift hall')
  await expect(grid).not.toContainText('Lind')

  const text = await savedText(console, () => page.getByTestId('failed-rows').click())
  const [head, berg, holm, end] = text.split('\r\n')
  expect(head).toMatch(/^\uFEFFLast name;First name;Company;Access level;From;Until;./)
  expect(berg).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  expect(holm).toMatch(/^Holm;Nils;Contoso;Guests;2030-03-15 09:00;2030-03-15 18:00;./)
  expect(end).toBe('')

  site.world.script.doorFailures = {}
  await page.keyboard.press('r')
  await expect(figure(page, 'done')).toHaveText('3', { timeout: 20_000 })
  await expect(figure(page, 'failed')).toHaveText('0')
  await expect(state(page)).toHaveAttribute('data-state', 'done')
  await expect(page.getByTestId('retry-failed')).toHaveCount(0)
  await page.getByTestId('batch-filter-delivered').click()
  await expect(grid.getByTestId('guest-state')).toHaveCount(3)
})

test('a refused photo is not sent again as it is: that is said, and another one mends the row', async ({
  console: { page },
  site,
}) => {
  site.world.script.refusePhotos = 1
  await connectTo(page, site, 50)
  const rows = ['Last name,First name,Access level,From,Until', 'Berg,Ida,Guests,2030-03-15 09:00,2030-03-15 18:00']
  await chooseList(page, 'partners.csv', Buffer.from(rows.join('\r\n')))
  await page.getByTestId('step-photos').click()
  const photo = { name: 'Berg Ida.jpg', mimeType: 'image/jpeg', buffer: await drawPhoto(7) }
  await page.getByTestId('import-photos').locator('input[type=file]').first().setInputFiles(photo)
  await expect(page.getByTestId('photos-found')).toHaveText('1', { timeout: 20_000 })
  await sendList(page)
  await page.getByTestId('see-batch').click()
  await expect(state(page)).toHaveAttribute('data-state', 'done', { timeout: 20_000 })
  await expect(figure(page, 'failed')).toHaveText('1')

  await page.keyboard.press('r')
  await expect(page.getByTestId('batch')).toContainText('Nothing to send again')
  await expect(figure(page, 'failed')).toHaveText('1')

  site.world.script.refusePhotos = 0
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByTestId('repair-file').click()])
  await chooser.setFiles({ ...photo, buffer: await drawPhoto(8) })
  await expect(figure(page, 'done')).toHaveText('1', { timeout: 20_000 })
  await expect(figure(page, 'failed')).toHaveText('0')
  await expect(page.getByTestId('batch')).not.toContainText('Nothing to send again')
  await expect.poll(() => site.document().persons.find(person => person.name.includes('Berg'))?.hasFace).toBe(true)
})
