import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { inventList } from '../support/desk-app.ts'
import { temporaryFolder } from '../support/folders.ts'
import { foyer } from '../support/foyer.ts'

// A site of terminals alone, from the first `connect device` to a door that opens, by the command line only.

let site: RunningSimulator
let folder: string
const at = (...words: string[]) => foyer([...words, '--data', join(folder, 'profile'), '--json'], { cwd: folder })

beforeEach(async () => {
  folder = temporaryFolder()
  site = await startSimulator({ isapi: 2, walkers: false })
})
afterEach(() => site.close())

async function connect(index: number, ...more: string[]) {
  const device = site.devices[index]!
  const file = join(folder, `password-${index}`)
  writeFileSync(file, `${device.password}\n`, { mode: 0o600 })
  const pin = device.certificateSha256 ? ['--pin', device.certificateSha256] : []
  const name = ['--name', `Door ${index + 1}`]
  return at('connect', 'device', '--url', device.url, '--user', device.user, '--password-file', file, ...pin, ...name, ...more)
}

it('devices alone: connected one by one, examined, a level made, guests registered, extended, revoked, a device given up', async () => {
  expect((await connect(0)).json()).toMatchObject({ name: 'Door 1', devices: 1 })
  expect((await connect(1)).json()).toMatchObject({ name: 'Door 2', devices: 2 })
  // The same address again changes what is known of it.
  expect((await connect(1)).json()).toMatchObject({ devices: 2 })

  const { role, devices } = (await at('devices')).json<{ role: string; devices: Record<string, unknown>[] }>()
  expect(role).toBe('alone')
  expect(devices.map(device => device.status)).toEqual(
    site.devices
      .slice(0, 2)
      .map(({ model }) => expect.objectContaining({ state: 'online', model: expect.stringContaining(model) })),
  )
  const checks = (await at('doctor')).json<{ device: string; name: string; ok: boolean }[]>()
  expect(checks.filter(check => !check.ok)).toEqual([])
  expect(new Set(checks.map(check => check.device)).size).toBe(2)

  const doors = (await at('doors')).json<{ id: string; name: string }[]>()
  expect(doors.map(door => door.name)).toEqual(['Door 1', 'Door 2'])
  await at('levels', '--set', 'Guests', '--door', doors[0]!.id)
  expect((await at('levels')).json()).toEqual([{ id: 'level-1', name: 'Guests' }])
  expect((await at('levels', '--set', 'Guests', '--door', 'nowhere')).code).toBe(2)

  writeFileSync(join(folder, 'list.csv'), inventList(3))
  const sent = (await at('import', join(folder, 'list.csv'), '--wait')).json()
  expect(sent).toMatchObject({ successful: 3, failed: 0 })
  const users = (index: number) => site.devices[index]!.document().users
  expect(users(0).map(user => user.rights)).toEqual([[1], [1], [1]])
  expect(users(1)).toEqual([])

  site.devices[0]!.lose('users')
  const repaired = (await at('repair', '--wait')).json()
  expect(repaired).toMatchObject({ why: 'hand', sight: 'devices', found: 3, mended: 3, doors: [{ name: 'Door 1', lacking: 3 }] })
  expect(users(0).map(user => user.rights)).toEqual([[1], [1], [1]])
  expect((await at('repair', '--last')).json()).toEqual({ last: repaired })
  expect((await at('repair', '--hour', 'never')).json()).toEqual({ hour: null })
  expect((await at('repair', '--hour', '24')).code).toBe(2)

  const code = users(0)[0]!.employeeNo
  const end = users(0)[0]!.end
  expect((await at('extend', '--code', code, '--until', '2030-03-15T23:30:00Z', '--wait')).json()).toMatchObject({
    successful: 1,
  })
  expect(users(0).find(user => user.employeeNo === code)!.end > end).toBe(true)
  expect((await at('revoke', '--code', code, '--wait')).json()).toMatchObject({ successful: 1 })
  expect(users(0).find(user => user.employeeNo === code)?.rights ?? []).toEqual([])
  expect((await at('doors', '--open', doors[0]!.id)).json()).toEqual({ opened: doors[0]!.id })

  const left = (await at('devices', '--remove', String(devices[1]!.id))).json<{ devices: unknown[] }>()
  expect(left.devices).toHaveLength(1)
})

it('says what is wrong with a device in words, and keeps the password to itself', async () => {
  const device = site.devices[0]!
  const file = join(folder, 'wrong')
  writeFileSync(file, 'not-the-password', { mode: 0o600 })
  const words = ['connect', 'device', '--url', device.url, '--user', device.user, '--password-file', file]
  await at(...words, '--pin', device.certificateSha256 ?? '')
  const checks = (await at('doctor')).json<{ name: string; ok: boolean; fix: string | null }[]>()
  expect(checks.find(check => check.name === 'credentials')).toMatchObject({
    ok: false,
    fix: expect.stringContaining('password'),
  })
  const { code, out } = await at('devices')
  expect(code).toBe(1)
  // Each command is a new start, and they count together: two wrong passwords, and none more.
  for (const command of ['devices', 'doctor', 'devices', 'doctor']) await at(command)
  expect(device.document().lock).toMatchObject({ locked: false, failures: 2 })
  const told = (await at('devices')).json<{ devices: { status: unknown }[] }>()
  expect(told.devices.map(({ status }) => status)).toMatchObject([{ state: 'credentials', failure: { cause: 'keys' } }])
  expect(out).not.toContain(device.password)
  expect(readFileSync(join(folder, 'profile/settings.json'), 'utf8')).not.toContain(device.password)

  chmodSync(file, 0o644)
  expect(await at(...words)).toMatchObject({ code: 2, err: expect.stringContaining('chmod 600') })
  expect(await at(...words, '--terminal')).toMatchObject({ code: 2, err: expect.stringContaining('connect hikcentral first') })
  expect(await at('connect', 'device', '--user', 'u', '--password-file', file, '--url', 'nowhere')).toMatchObject({ code: 2 })
})
