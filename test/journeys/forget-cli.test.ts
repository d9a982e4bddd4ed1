import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../../electron/simulator/simulator.ts'
import { inventList } from '../support/desk-app.ts'
import { temporaryFolder } from '../support/folders.ts'
import { foyer, startFoyer } from '../support/foyer.ts'

// "Forget this person", by the command line.

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const LONG = { timeout: 90_000, interval: 50 }

async function begin(options: SimulatorOptions) {
  const running = await startSimulator({ walkers: false, latencyMs: 2, ...options })
  open.push(running)
  const folder = temporaryFolder()
  const words = (...more: string[]) => [...more, '--data', join(folder, 'profile')]
  const at = (...more: string[]) => foyer(words(...more, '--json'), { cwd: folder })
  return { running, folder, words, at }
}

async function connectServer({ url, appKey, appSecret, certificateSha256 }: RunningSimulator, folder: string, at: Run) {
  writeFileSync(join(folder, 'secret'), appSecret, { mode: 0o600 })
  const keys = ['--app-key', appKey, '--app-secret-file', 'secret', '--pin', certificateSha256]
  expect((await at('connect', 'hikcentral', '--url', url, ...keys, '--rate', '200')).code).toBe(0)
}

async function sendThree(folder: string, at: Run): Promise<void> {
  writeFileSync(join(folder, 'list.csv'), inventList(3))
  expect((await at('import', 'list.csv', '--wait')).json()).toMatchObject({ successful: 3 })
}

type Run = Awaited<ReturnType<typeof begin>>['at']
const isOurs = (name: string) => name.startsWith('Number')

it('tells what was deleted where, by code; whom nobody knows is named, and what is only queued is done by `work`', async () => {
  const { running, folder, words, at } = await begin({ rate: 300, script: { applyMs: 20 } })
  await connectServer(running, folder, at)
  await sendThree(folder, at)
  const persons = () => running.document().persons.filter(person => isOurs(person.name))
  const [first, second, third] = persons().map(person => person.personCode)
  if (!first || !second || !third) throw new Error('three guests were sent')

  const ended = await at('forget', '--code', first, '--code', second, '--code', '999999999999999', '--wait')
  expect(ended.code).toBe(1)
  expect(ended.json()).toMatchObject({
    ...{ total: 3, forgotten: 2, failed: 0, left: 0, away: [] },
    guests: [
      { code: first, state: 'done', deleted: { person: 'removed', unconfirmed: false, elsewhere: 0, visits: 1, acts: 1 } },
      { code: second, state: 'done' },
    ],
    problems: [{ code: '999999999999999', problem: 'nobody has this code' }],
  })
  expect(persons().map(person => person.personCode)).toEqual([third])
  expect((await at('forget', '--code', first)).json()).toMatchObject({ forgotten: 0, problems: [{ code: first }] })

  const queued = await at('forget', '--code', third)
  expect(queued).toMatchObject({ code: 0 })
  expect(queued.json()).toMatchObject({ forgotten: 0, left: 1 })
  expect(persons()).toHaveLength(1)
  expect((await at('work', '--until-idle')).json()).toMatchObject({ failed: 0, left: 0 })
  expect(persons()).toEqual([])

  const told = await foyer(words('forget'), { cwd: folder })
  expect(told).toMatchObject({ code: 2, err: expect.stringContaining('usage: foyer forget') })
}, 240_000)

it('in words: what the site and its doors have let go of, and what it cannot say of them', async () => {
  // A right that is not granted: nobody can ask the doors.
  const { running, folder, words, at } = await begin({
    rate: 300,
    script: { applyMs: 20, noPermission: ['applicationResult', 'elementDownloadDetail'] },
  })
  await connectServer(running, folder, at)
  await sendThree(folder, at)
  const code = running.document().persons.find(person => isOurs(person.name))?.personCode ?? ''
  const ended = await foyer(words('forget', '--code', code, '--wait'), { cwd: folder })
  expect(ended.code).toBe(0)
  expect(ended.out).toMatch(new RegExp(`^${code}  removed from the site; deleted here: 1 visit, 1 act[,;]`))
  expect(ended.out).toContain('the site cannot say whether its doors have let go')
}, 240_000)

it('waits for a device that is away, says by name what it may still have, and is done when it is back', async () => {
  const { running, folder, words, at } = await begin({ isapi: 2 })
  for (const [i, device] of running.devices.entries()) {
    writeFileSync(join(folder, `password-${i}`), device.password, { mode: 0o600 })
    const pin = device.certificateSha256 ? ['--pin', device.certificateSha256] : []
    const login = ['--url', device.url, '--user', device.user, '--password-file', `password-${i}`]
    expect((await at('connect', 'device', ...login, '--name', `Gate ${i + 1}`, ...pin)).code).toBe(0)
  }
  // Every door, as where no level was made.
  const [level] = (await at('levels')).json<{ name: string }[]>()
  writeFileSync(join(folder, 'list.csv'), inventList(1, level?.name))
  expect((await at('import', 'list.csv', '--wait')).json()).toMatchObject({ successful: 1 })
  const users = () => running.devices.map(device => device.document().users.length)
  expect(users()).toEqual([1, 1])
  const code = running.devices[0]?.document().users[0]?.employeeNo ?? ''

  const [gate] = running.devices.slice(1)
  gate?.goOffline()
  const child = startFoyer(words('forget', '--code', code, '--wait', '--json'), { cwd: folder })
  const heard = { out: '', err: '' }
  for (const stream of ['out', 'err'] as const)
    child[`std${stream}`]?.on('data', chunk => {
      heard[stream] += String(chunk)
    })
  const closed = once(child, 'close')
  await expect.poll(() => heard.err, LONG).toContain('nothing is deleted here yet; Gate 2 is away and may still have the person')
  expect(heard.out).toBe('')
  await gate?.comeBack()
  expect((await closed)[0]).toBe(0)
  expect(JSON.parse(heard.out)).toMatchObject({ forgotten: 1, left: 0, away: [], guests: [{ deleted: { person: 'removed' } }] })
  expect(users()).toEqual([0, 0])
}, 240_000)
