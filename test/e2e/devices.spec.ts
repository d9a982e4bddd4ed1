import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type SiteProcess, startSite, type TerminalAddress } from '../support/site.ts'
import { expect, test as withConsole } from './console.ts'
import { connectTo } from './flows.ts'

/** Four terminals of four models, two of them over TLS. The first one forgets everybody when its door is opened from here. */
const test = withConsole.extend<{ site: SiteProcess }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  site: async ({}, use) => {
    const faults = [{ device: 0, path: 'RemoteControl/door/1', times: 1, kind: 'loses-users' }]
    const site = await startSite({ isapi: 4, walkers: false, script: { faults } })
    await use(site)
    await site.close()
  },
})

async function openDevices(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByTestId('section-devices').click()
}

const device = (site: SiteProcess, at: number): TerminalAddress => {
  const found = site.devices[at]
  if (!found) throw new Error(`no device ${at}`)
  return found
}

/** From the list to the step with the password, by keyboard alone; a certificate of the device's own is compared and pinned on the way. */
async function reachLogin(page: Page, { url, certificateSha256 }: TerminalAddress, name: string): Promise<void> {
  await page.getByTestId('add-device').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('device-host')).toBeFocused()
  await page.keyboard.type(url)
  await page.keyboard.press('Enter')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  if (certificateSha256) {
    await expect(page.getByTestId('step-certificate')).toHaveAttribute('data-open', 'true')
    const shown = await page.getByTestId('fingerprint').innerText()
    expect(shown.replace(/[:\s]/g, '').toLowerCase()).toBe(certificateSha256)
    // One Enter too many pins nothing.
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await expect(page.getByTestId('pin')).toBeFocused()
    await page.keyboard.press('Enter')
  }
  await expect(page.getByTestId('device-user')).toBeFocused()
}

async function typeLogin(page: Page, user: string, password: string): Promise<void> {
  await page.getByTestId('device-user').fill(user)
  await page.keyboard.press('Enter')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
}

async function addDevice(page: Page, terminal: TerminalAddress, name: string): Promise<void> {
  await reachLogin(page, terminal, name)
  await typeLogin(page, terminal.user, terminal.password)
  await expect(page.getByTestId('save-device')).toBeFocused()
  await expect(page.getByTestId('device-verdict')).toHaveAttribute('data-failed', '0')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('device-table')).toContainText(name)
}

test('two terminals are added by keyboard, the first becomes the site, and a guest is delivered to both', async ({
  console: { page, profileDir },
  site,
}) => {
  await openDevices(page)
  await expect(page.getByTestId('devices-role')).toHaveAttribute('data-role', 'none')
  await addDevice(page, device(site, 0), 'Turnstile 1')
  await expect(page.getByTestId('devices-role')).toHaveAttribute('data-role', 'alone')
  await expect(page.getByText('Learning mode')).toHaveCount(0)
  await addDevice(page, device(site, 1), 'Turnstile 2')

  await expect(page.getByTestId('device-row')).toHaveCount(2)
  await expect(page.locator('[data-testid=device-state][data-state=online]')).toHaveCount(2)
  await expect(page.getByTestId('device-table')).toContainText(device(site, 0).model)
  await expect(page.getByTestId('device-table')).toContainText(device(site, 1).model)
  await expect(page.getByTestId('device-panel')).toContainText('Turnstile 2')
  await expect(page.getByTestId('device-users')).toContainText(/0 of \d/)
  await expect(page.getByTestId('site-state')).toContainText('Turnstile 1, Turnstile 2')
  for (const { password } of site.devices) {
    expect(await page.content()).not.toContain(password)
    expect(readFileSync(join(profileDir, 'settings.json'), 'utf8')).not.toContain(password)
  }

  await page.keyboard.press('Alt+1')
  await page.getByRole('combobox', { name: 'Guest name or search' }).fill('Petrova Anna')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('article', { name: /Petrova/ })).toContainText('Delivered 2 of 2', { timeout: 20_000 })
  const { devices } = await site.world()
  expect(devices.map(({ users }) => users.length)).toEqual([1, 1, 0, 0])
})

test('what a terminal has lost is found and given back by the button, and stands in the guest’s timeline', async ({
  console: { page },
  site,
}) => {
  await openDevices(page)
  await addDevice(page, device(site, 0), 'Turnstile 1')
  await page.keyboard.press('Alt+1')
  await page.getByRole('combobox', { name: 'Guest name or search' }).fill('Petrova Anna')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('article', { name: /Petrova/ })).toContainText('Delivered 1 of 1', { timeout: 20_000 })

  await openDevices(page)
  await page.getByTestId('repair-now').click()
  await expect(page.getByTestId('repair-outcome')).toContainText('All there for 1 guest')
  await page.getByTestId('open-door').first().click()
  await page.getByTestId('open-door-confirm').click()
  await expect(page.getByTestId('device-door').first()).toContainText('Opened at')
  expect((await site.world()).devices[0]?.users).toEqual([])
  await page.getByTestId('repair-now').click()
  await expect(page.getByTestId('repair-outcome')).toContainText('1 guest lacked something, 1 given back', { timeout: 20_000 })
  await expect(page.getByTestId('repair-door')).toContainText('Turnstile 1')
  expect((await site.world()).devices[0]?.users).toHaveLength(1)

  await page.getByTestId('repair-hour').selectOption({ label: 'at 04:00' })
  await page.reload()
  await openDevices(page)
  await expect(page.getByTestId('repair-hour')).toHaveValue('4')

  await page.keyboard.press('Alt+5')
  await page
    .getByTestId('guest-table')
    .getByRole('row', { name: /Petrova/ })
    .click()
  await expect(page.getByTestId('guest-panel')).toContainText('Lost at a door, given back · Turnstile 1 · done')
})

test('a wrong password is one try, said at its field with those that are left; a locked device is not tried again', async ({
  console: { page },
  site,
}) => {
  const terminal = device(site, 1)
  await openDevices(page)
  await reachLogin(page, terminal, 'Lifts')
  await typeLogin(page, terminal.user, 'wrong')
  await expect(page.getByText(/4 tries left before it locks/)).toBeVisible()
  await expect(page.getByTestId('device-password')).toBeFocused()
  await expect(page.getByTestId('check-credentials')).toHaveAttribute('data-fix', 'check-password')
  expect((await site.world()).devices[1]?.lock.failures).toBe(1)
  await page.keyboard.type(' still wrong')
  expect((await site.world()).devices[1]?.lock.failures).toBe(1)
  await page.getByTestId('device-password').fill(terminal.password)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('step-save')).toHaveAttribute('data-open', 'true')
})

test('an address where nobody answers is said in words, and Esc to the list loses nothing that was typed', async ({
  console: { page },
}) => {
  await openDevices(page)
  await page.getByTestId('add-device').click()
  await page.getByTestId('check-address').click()
  await expect(page.getByTestId('device-host')).toHaveAttribute('aria-invalid', 'true')
  await page.getByTestId('device-host').fill('http://127.0.0.1:9')
  await expect(page.getByTestId('scheme-http')).toHaveAttribute('aria-checked', 'true')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('step-refused')).toHaveAttribute('data-fix', 'check-port')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('device-host')).toHaveCount(0)
  await expect(page.getByTestId('add-device')).toContainText('Go on')
  await page.getByTestId('add-device').click()
  await expect(page.getByTestId('device-host')).toHaveValue('127.0.0.1:9')
})

test('a device is renamed without its password, a door opened, levels made, and it is removed by name', async ({
  console: { page },
  site,
}) => {
  await openDevices(page)
  await addDevice(page, device(site, 1), 'Lifts')
  await addDevice(page, device(site, 3), 'Gate')

  await page.getByTestId('edit-device').click()
  await expect(page.getByTestId('device-password')).toHaveCount(0)
  await page.getByTestId('device-name').fill('North gate')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('device-password')).toHaveValue('')
  await page.getByTestId('check-login').click()
  await page.getByTestId('save-device').click()
  await expect(page.getByTestId('device-panel')).toContainText('North gate')

  await expect(page.getByTestId('device-door')).toHaveCount(2)
  await page.getByTestId('open-door').first().click()
  await expect(page.getByTestId('open-door-confirm')).toHaveText(/North gate 1/)
  await page.getByTestId('open-door-confirm').click()
  await expect(page.getByTestId('device-door').first()).toContainText('Opened at')

  await page.getByTestId('add-level').click()
  await page.getByTestId('level-name').fill('North only')
  await page.getByTestId('save-levels').click()
  await expect(page.getByTestId('level-editor')).toContainText('Tick one door at least')
  await page.getByLabel('North gate 1').check()
  await page.getByTestId('save-levels').click()
  await expect(page.getByTestId('devices-news')).toContainText('Levels saved')
  await page.keyboard.press('Alt+1')
  await expect(page.getByRole('radio', { name: /North only/ })).toBeVisible()

  await page.getByRole('button', { name: 'Settings' }).click()
  for (const name of ['Lifts', 'North gate']) {
    await page.getByTestId('device-row').filter({ hasText: name }).click()
    await page.getByTestId('remove-device').click()
    await expect(page.getByTestId('remove-device-confirm')).toHaveText(`Remove ${name}`)
    await page.getByTestId('remove-device-confirm').click()
    await expect(page.getByTestId('devices-news')).toContainText(`${name}: removed`)
  }
  await expect(page.getByTestId('devices-role')).toHaveAttribute('data-role', 'none')
  await expect(page.getByText('Learning mode')).toBeVisible()
})

test('beside a HikCentral devices are its terminals; a server saved beside devices alone says that it takes their place', async ({
  console: { page },
  site,
}) => {
  await openDevices(page)
  await addDevice(page, device(site, 1), 'Lifts')
  await page.getByTestId('section-connection').click()
  await expect(page.getByTestId('site-now')).toHaveAttribute('data-kind', 'isapi')
  await expect(page.getByTestId('site-now')).toContainText('Lifts')
  await expect(page.getByTestId('replaces-devices')).toContainText('takes the place of the device')
  await page.getByTestId('forget-connection').click()
  await expect(page.getByTestId('forget-connection-confirm')).toHaveText('Forget 1 device')
  await page.getByTestId('forget-connection-confirm').click()
  await expect(page.getByTestId('site-now')).toHaveAttribute('data-kind', 'embedded')

  await connectTo(page, site, 50)
  await page.getByTestId('section-devices').click()
  await expect(page.getByTestId('devices-role')).toContainText('HikCentral goes on with people and levels')
  await addDevice(page, device(site, 1), 'Lifts')
  await expect(page.getByTestId('devices-role')).toHaveAttribute('data-role', 'terminals')
  await expect(page.getByTestId('level-editor')).toHaveCount(0)
  await expect(page.getByTestId('device-panel')).toContainText('Lifts')
})
