import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { expect, test as withConsole } from './console.ts'
import { connectTo } from './flows.ts'

/** A site in this process whose people walk when a test says so. */
const test = withConsole.extend<{ site: RunningSimulator }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  site: async ({}, use) => {
    const site = await startSimulator({ rate: 60, walkers: false, script: { applyMs: 50, staleFailures: 0 } })
    await use(site)
    await site.close()
  },
})

const nobody = { come: 0, forget: 0, wrongDoor: 0, expired: 0, tailgate: 0, stranger: 0 }
/** One person does one thing at one of these doors. */
const once = (site: RunningSimulator, habit: keyof typeof nobody, doors: string[]) =>
  site.walk({ rate: 20, count: 1, newest: 1, habits: { ...nobody, [habit]: 1 }, doors }).done
/** From the door to the screen: a round of the polling and the site's own lag, with room for a busy machine. */
const SEEN = { timeout: 20_000 }

async function register(page: Page, name: string, level: string, seed: number): Promise<void> {
  await page.keyboard.press('Alt+1')
  await page.getByRole('combobox', { name: 'Guest name or search' }).fill(name)
  await page.getByTestId('photo-file').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: await drawPhoto(seed) })
  await expect(page.getByRole('button', { name: 'Retake' })).toBeVisible({ timeout: 20_000 })
  await page.getByRole('radio', { name: new RegExp(`^${level}`) }).click()
  await page.keyboard.press('Control+Enter')
  const [family] = name.split(',')
  await expect(page.getByRole('article', { name: new RegExp(String(family)) })).toContainText('Delivered', { timeout: 20_000 })
}

/** The desktop's own notices, and the notes of the tone, as the page asks for them. */
async function listenToDesktop(page: Page): Promise<{ notices(): Promise<string[]>; notes(): Promise<number> }> {
  await page.evaluate(() => {
    const heard = { notices: [] as string[], notes: 0 }
    Object.assign(window, { heard })
    class Notice {
      static permission = 'granted'
      constructor(title: string, { body, tag }: NotificationOptions) {
        heard.notices.push([title, body, tag].join(' | '))
      }
    }
    Object.assign(window, { Notification: Notice })
    const createOscillator = AudioContext.prototype.createOscillator
    AudioContext.prototype.createOscillator = function () {
      heard.notes++
      return createOscillator.call(this)
    }
  })
  const heard = () => page.evaluate(() => (window as unknown as { heard: { notices: string[]; notes: number } }).heard)
  return { notices: async () => (await heard()).notices, notes: async () => (await heard()).notes }
}

const results = (page: Page) => page.getByTestId('passage-table').getByTestId('passage-result')

test('a guest comes in: large on the card, counted, inside on every list, told in the timeline', async ({
  console: { page },
  site,
}) => {
  await connectTo(page, site, 50)
  await register(page, 'Marchetti, Elena', 'Guests', 3)
  const desktop = await listenToDesktop(page)
  await page.keyboard.press('Alt+4')
  await expect(page.getByTestId('feed-state')).toHaveAttribute('data-state', /polling|live/, SEEN)
  await once(site, 'come', ['Main entrance'])

  await expect(page.getByTestId('last-name')).toContainText('Marchetti', SEEN)
  await expect(page.getByTestId('last-passage')).toHaveAttribute('data-result', 'granted')
  await expect(page.getByTestId('last-passage').getByRole('figure')).toHaveCount(2)
  // Both faces: the one the door took, and the one enrolled.
  await expect(page.getByTestId('last-passage').locator('img')).toHaveCount(2, SEEN)
  await expect(results(page).first()).toContainText('Granted, first entry')
  await expect(page.getByTestId('tile-inside')).toContainText('1')
  await expect(page.getByTestId('pinned')).toHaveCount(0)
  // Told once, by name and door; and a second entry is no arrival.
  await once(site, 'come', ['Turnstile 1'])
  await expect(results(page)).toHaveCount(2, SEEN)
  expect(await desktop.notices()).toEqual([expect.stringMatching(/^A guest has come \| Marchetti.* · Main entrance, .* in$/)])
  expect(await desktop.notes()).toBe(0)

  await page.keyboard.press('F9')
  await expect(page.getByTestId('muster-zone')).toContainText('Marchetti')
  await page.keyboard.press('Escape')

  await page.getByTestId('tile-inside').click()
  await expect(page.getByTestId('guests-inside')).toHaveAttribute('aria-pressed', 'true')
  const row = page.getByTestId('guest-table').getByRole('row', { name: /Marchetti/ })
  await expect(row.getByTestId('visit-state')).toContainText('Inside since')
  await row.click()
  const panel = page.getByTestId('guest-panel')
  await expect(panel).toContainText('first entry')
  await expect(panel.getByTestId('chain-verdict')).toContainText('Yes')
  await expect(panel.getByTestId('chain-level')).toHaveAttribute('data-state', 'ok')
})

test('a guest at a door of another level: pinned with why, spoken, and one key helps', async ({ console: { page }, site }) => {
  await connectTo(page, site, 50)
  // Which doors a level opens is learned from the doors' answers.
  await register(page, 'Holm, Ida', 'Meeting rooms', 5)
  await register(page, 'Marchetti, Elena', 'Guests', 3)
  const desktop = await listenToDesktop(page)
  await page.keyboard.press('Alt+4')
  await expect(page.getByTestId('feed-state')).toHaveAttribute('data-state', /polling|live/, SEEN)
  await once(site, 'wrongDoor', ['Meeting rooms', 'Turnstile 1'])

  const pin = page.getByTestId('pinned')
  await expect(pin).toContainText('Denied', SEEN)
  await expect(pin.getByTestId('pinned-why')).toHaveText('No access level for this door.')
  await expect(page.getByTestId('spoken-denied')).toContainText('Denied: ')
  await expect(page.getByTestId('tab-passages').getByRole('img')).toHaveAccessibleName('1 denied within the minute')
  await expect(page.getByTestId('tile-denied-today')).toContainText('1')
  await expect(results(page).first()).toHaveAttribute('data-result', 'denied')

  // Two notes are one tone.
  await expect.poll(desktop.notes).toBe(2)

  const step = pin.getByTestId('step-add-level')
  await expect(step).toContainText('Add')
  // The key is not for a denial that has only just come up under it.
  await expect(async () => {
    await page.locator('body').press('Enter')
    await expect(pin.getByTestId('step-taken')).toContainText('In the queue', { timeout: 500 })
  }).toPass()
  const name = (await pin.getAttribute('aria-label')) ?? ''
  await page.keyboard.press('Alt+5')
  await page
    .getByTestId('guest-table')
    .getByRole('row', { name: new RegExp(name.split(' ')[0] ?? '') })
    .click()
  await expect(page.getByTestId('guest-levels')).toContainText('Guests', SEEN)
  await expect(page.getByTestId('guest-levels')).toContainText('Meeting rooms', SEEN)

  // On another screen it is heard as well, and the filter shows it alone.
  await page.keyboard.press('Alt+4')
  await page.getByTestId('filter-denied').click()
  await expect(results(page)).toHaveCount(1)
  await page.getByTestId('filter-in').click()
  await expect(results(page).filter({ hasText: 'No level' })).toHaveCount(0)
})

test('a stranger is shown as one, never as let in, and leads to a new registration', async ({ console: { page }, site }) => {
  await connectTo(page, site, 50)
  await register(page, 'Marchetti, Elena', 'Guests', 3)
  await page.keyboard.press('Alt+4')
  await expect(page.getByTestId('feed-state')).toHaveAttribute('data-state', /polling|live/, SEEN)
  await once(site, 'stranger', ['Turnstile 2'])
  await expect(page.getByTestId('last-name')).toHaveText('Unknown person', SEEN)
  await expect(page.getByTestId('last-passage')).toHaveAttribute('data-result', 'denied')
  await page.getByTestId('filter-more').click()
  await page.getByTestId('filter-guests').click()
  await page.keyboard.press('Escape')
  await expect(results(page)).toHaveCount(0)
  await page.getByTestId('pinned').getByTestId('step-register').click()
  await expect(page.getByTestId('tab-desk')).toHaveAttribute('aria-current', 'page')
})

test('the tone is muted on one key’s place and stays so; what passing a reader means is a setting', async ({
  console: { page },
  site,
}) => {
  await connectTo(page, site, 50)
  await page.keyboard.press('Alt+4')
  await expect(page.getByTestId('feed-state')).toHaveAttribute('data-state', /polling|live/, SEEN)
  await expect(page.getByTestId('sound')).toHaveAttribute('aria-pressed', 'true')
  await page.getByTestId('sound').click()
  await page.reload()
  await page.getByTestId('tab-passages').click()
  await expect(page.getByTestId('sound')).toHaveAttribute('aria-pressed', 'false')

  await once(site, 'come', ['Meeting rooms'])
  const reader = page.getByTestId('reader').filter({ hasText: 'Meeting rooms' })
  await expect(reader).toBeVisible(SEEN)
  await reader.getByRole('button', { name: 'Exit' }).click()
  await expect(reader).toHaveAttribute('data-way', 'out')
  await expect(reader).not.toContainText('by its name')
})

test('forgetting a guest is undone once, then done: the panel closes, and it is said what was deleted where', async ({
  console: { page },
  site,
}) => {
  await connectTo(page, site, 50)
  await register(page, 'Marchetti, Elena', 'Guests', 3)
  await page.keyboard.press('Alt+4')
  await expect(page.getByTestId('feed-state')).toHaveAttribute('data-state', /polling|live/, SEEN)
  await once(site, 'come', ['Main entrance'])
  await expect(page.getByTestId('last-name')).toContainText('Marchetti', SEEN)
  await page.keyboard.press('Alt+5')
  const row = page.getByTestId('guest-table').getByRole('row', { name: /Marchetti/ })
  await row.click()
  await page.getByTestId('forget').click()
  const bar = page.getByTestId('forgetting')
  await expect(bar).toHaveAttribute('data-state', 'waiting')
  await bar.getByRole('button', { name: 'Undo' }).click()
  await expect(bar).toHaveCount(0)
  await page.getByTestId('forget').click()
  await expect(bar).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  await expect(bar).toContainText('Removed from the site')
  await expect(bar).toContainText('1 visit')
  await expect(bar).toContainText('the name from 1 passage')
  await expect(page.getByTestId('guest-panel')).toHaveCount(0)
  await expect(row).toHaveCount(0)
  // The passage stays, and says no longer whose it was.
  await page.keyboard.press('Alt+4')
  await expect(results(page)).toHaveCount(1)
  await expect(page.getByTestId('passage-table')).not.toContainText('Marchetti')
})

test('how passages are read is set on the screen and is so at once: share, kinds, the site that tells by itself', async ({
  console: { page, profileDir },
  site,
}) => {
  await connectTo(page, site, 50)
  await page.getByTestId('section-passages').click()
  await expect(page.getByTestId('feed-state')).toHaveAttribute('data-state', 'polling', SEEN)

  const share = page.getByTestId('feed-share')
  await share.fill('0')
  await page.keyboard.press('Enter')
  await expect(page.getByText('A whole number from 1 to 100')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(share).toHaveValue('20')
  await share.fill('30')
  await page.keyboard.press('Enter')
  await expect(page.getByText('now up to 15 calls a second of 50')).toBeVisible()

  await page.getByTestId('change-kinds').press('Enter')
  await page
    .getByTestId('kind-198915')
    .getByRole('radio', { name: /: slower$/ })
    .focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('kinds-sum')).toHaveText('Every round: 9. Slower: 14.')

  const port = page.getByTestId('subscription-port')
  await port.fill('99999')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 to 65535, or nothing')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByTestId('subscription-false').focus()
  await page.keyboard.press('ArrowLeft')
  const state = page.getByTestId('subscription-state')
  await expect(state).toHaveAttribute('data-state', 'no-push-yet', SEEN)
  await expect(state).toContainText('Polling meanwhile')
  await once(site, 'stranger', ['Main entrance'])
  await expect(state).toHaveAttribute('data-state', 'live', SEEN)

  const destination = page.getByTestId('destination')
  await expect(destination).toHaveText(/^http:\/\/127\.0\.0\.1:\d+\/events\/…$/)
  await page.getByTestId('show-destination').click()
  await expect(destination).toHaveText(site.world.subscriptions[0]?.eventDest ?? '')
  expect(readFileSync(join(profileDir, 'settings.json'), 'utf8')).not.toContain((await destination.innerText()).slice(-64))

  // A site elsewhere could not come here.
  await page.getByTestId('subscription-address').fill('0.0.0.0')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Say the address at which the site reaches this computer')).toBeVisible()

  await page.reload()
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByTestId('section-passages').click()
  await expect(share).toHaveValue('30')
  await expect(page.getByTestId('kinds-sum')).toHaveText('Every round: 9. Slower: 14.')
  await expect(page.getByTestId('subscription-address')).toHaveValue('127.0.0.1')
  await page.getByTestId('subscription-false').click()
  await expect.poll(() => site.world.subscriptions.length, SEEN).toBe(0)
  await expect(state).toHaveCount(0)
})
