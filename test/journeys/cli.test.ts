import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { inventList } from '../support/desk-app.ts'
import { foyer, startFoyer } from '../support/foyer.ts'
import { type SiteProcess, startSite } from '../support/site.ts'

let site: SiteProcess
let folder: string
let profile: string
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content, { mode: 0o600 })
  return join(folder, name)
}
const at = (...words: string[]) => foyer([...words, '--data', profile], { cwd: folder })

beforeAll(async () => {
  site = await startSite({ rate: 300, latencyMs: 2, walkers: false, script: { applyMs: 20 } })
  folder = mkdtempSync(join(tmpdir(), 'foyer-cli-'))
  profile = join(folder, 'profile')
  file('secret', `${site.appSecret}\n`)
  const { url, appKey, certificateSha256 } = site
  const words = [
    'connect',
    'hikcentral',
    '--url',
    url,
    '--app-key',
    appKey,
    '--app-secret-file',
    'secret',
    '--rate',
    '250',
    '--concurrency',
    '20',
  ]
  const connected = await at(...words, '--pin', certificateSha256, '--json')
  expect(connected).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

it('imports a list through to every door, and tells its figures as one document', async () => {
  file('fifty.csv', inventList(50))
  const ended = await at('import', 'fifty.csv', '--wait', '--json')
  expect(ended.code).toBe(0)
  expect(ended.json()).toMatchObject({ total: 50, successful: 50, failed: 0, problems: [] })
  expect(Object.keys(ended.json())).toEqual([
    'batch',
    'total',
    'successful',
    'failed',
    'duration_seconds',
    'guests_per_second',
    'calls',
    'calls_per_guest',
    'bound_seconds',
    'refused_429',
    'limiter_wait_seconds',
    'latencies',
    'problems',
  ])
  const persons = (await site.world()).persons.filter(person => person.name.startsWith('Number'))
  expect(persons).toHaveLength(50)
  expect(persons.every(person => person.appliedDoors.length === 4)).toBe(true)
})

it('sends the good rows of a bad list, names the others, and exits with 1', async () => {
  file(
    'bad.csv',
    'Last name,First name,Access level,From,Until\nGood,Guest,Guests,2030-03-15 09:00,2030-03-15 18:00\nBad,,Guests,2030-03-15 09:00,2030-03-15 18:00',
  )
  const ended = await at('--json', 'import', 'bad.csv', '--wait')
  expect(ended.code).toBe(1)
  expect(ended.json()).toMatchObject({ total: 2, successful: 1, problems: [{ row: 3, field: 'given name', problem: 'missing' }] })
})

it('registers one guest with a photo and says what every door answered', async () => {
  file('anna.jpg', await drawPhoto(4))
  const words = [
    'register',
    '--family',
    'Канарейкина',
    '--given',
    'Анна',
    '--level',
    'гости',
    '--from',
    '2030-03-15 09:00',
    '--until',
    '18:00',
  ]
  const ended = await at(...words, '--photo', 'anna.jpg', '--wait', '--json')
  expect(ended).toMatchObject({ code: 0 })
  const { code, state, doors } = ended.json<{
    code: string
    state: string
    doors: { name: string; state: string; cause: null }[]
  }>()
  expect(state).toBe('delivered')
  expect(doors).toHaveLength(4)
  expect(doors.every(door => door.state === 'done' && door.cause === null)).toBe(true)
  expect((await site.world()).persons.find(person => person.personCode === code)).toMatchObject({
    hasFace: true,
    levels: ['Гости'],
  })
  expect((await at('status', code, '--json')).json()).toMatchObject([{ code, state: 'delivered' }])
})

it('refuses a photo that no device would take, and registers nobody', async () => {
  file('wall.jpg', await drawPhoto(4, { width: 60, height: 75 }))
  const words = [
    'register',
    '--family',
    'Wall',
    '--given',
    'Paper',
    '--level',
    'Guests',
    '--from',
    '2030-03-15 09:00',
    '--until',
    '18:00',
  ]
  const ended = await at(...words, '--photo', 'wall.jpg')
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err).toContain('the photo is refused')
})

it('answers wrong usage and unreadable files with 2, and says what is wrong', async () => {
  const guest = ['register', '--family', 'A', '--given', 'B', '--level', 'Guests', '--from', '2030-03-15 09:00']
  const cases: [string[], string][] = [
    [['nonsense'], 'no such command'],
    [['import'], 'which file'],
    [['import', 'absent.csv'], 'ENOENT'],
    [['register', '--family', 'Only'], '--given is missing'],
    [['levels', '--unknown'], '--unknown'],
    [[...guest, '--until', '2030-03-15 08:00'], 'before the beginning'],
    [[...guest, '--until', 'tomorrow-ish'], '--until is not a date'],
    [['simulator', '--seed', '1.5'], '--seed'],
    [['connect', 'toaster'], 'hikcentral'],
    [['simulator', '--script', file('script.json', '{"faultz":[]}')], 'script.faultz'],
  ]
  for (const [words, said] of cases) {
    const ended = await at(...words)
    expect([words.join(' '), ended.code, ended.out]).toEqual([words.join(' '), 2, ''])
    expect(ended.err).toContain(said)
  }
})

it('keeps guests through the visitor module where it is told to, from the registration to the end of the visit', async () => {
  const through = (...words: string[]) => foyer([...words, '--data', join(folder, 'visitors')], { cwd: folder })
  const { url, appKey, certificateSha256 } = site
  const words = [
    'connect',
    'hikcentral',
    '--url',
    url,
    '--app-key',
    appKey,
    '--app-secret-file',
    'secret',
    '--pin',
    certificateSha256,
  ]
  const wrong = await through(...words, '--enrol', 'aliens')
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--enrol')])
  expect((await through(...words, '--rate', '100', '--enrol', 'visitors', '--json')).json()).toMatchObject({ enrol: 'visitors' })
  const guest = [
    '--family',
    'Novak',
    '--given',
    'Eva',
    '--level',
    'Guests',
    '--from',
    '2030-03-02 09:00',
    '--until',
    '2030-03-02 18:00',
  ]
  expect((await through('register', ...guest, '--wait')).code).toBe(0)
  const [visitor] = (await site.world()).visitors
  expect(visitor).toMatchObject({ name: 'Eva Novak', status: 1, levels: ['Guests'], appliedDoors: ['1', '2', '3', '4'] })
  const checkOut = () => through('checkout', '--code', visitor?.certificateNo ?? '', '--wait')
  // The same address with guests as persons is another site: its ids are no visitors'.
  await through(...words, '--rate', '100')
  const elsewhere = await checkOut()
  expect([elsewhere.code, elsewhere.out + elsewhere.err]).toEqual([1, expect.stringContaining('another site')])
  await through(...words, '--rate', '100', '--enrol', 'visitors')
  expect((await checkOut()).code).toBe(0)
  expect((await site.world()).visitors).toMatchObject([{ recordId: visitor?.recordId, status: 2, levels: [], appliedDoors: [] }])
})

it('takes a secret only from a file that nobody else may read', async () => {
  const open = file('open-secret', site.appSecret)
  chmodSync(open, 0o644)
  const ended = await at('connect', 'hikcentral', '--url', site.url, '--app-key', 'x', '--app-secret-file', 'open-secret')
  expect(ended.code).toBe(2)
  expect(ended.err).toContain(`chmod 600 '${open}'`)
})

it('checks the connection by name, and lists levels and doors', async () => {
  const checks = (await at('doctor', '--json')).json<{ name: string; ok: boolean; fix: string | null }[]>()
  expect(checks.filter(check => !check.ok)).toEqual([])
  expect((await at('levels', '--json')).json()).toContainEqual({ id: '1', name: 'Guests' })
  expect((await at('doors', '--json')).json<unknown[]>()).toHaveLength(6)
})

it('queues while another process works, follows it, and survives its death', async () => {
  const worker = startFoyer(['work', '--data', profile])
  await once(worker.stderr as NodeJS.ReadableStream, 'data')
  file('more.csv', inventList(30, 'Staff').replaceAll('Guest', 'Second'))
  const ended = await at('import', 'more.csv', '--wait', '--json')
  expect(ended.json()).toMatchObject({ total: 30, successful: 30 })
  worker.kill('SIGKILL')
  await once(worker, 'close')
  file('third.csv', inventList(20).replaceAll('Guest', 'Third').replaceAll(',Thirds,', ',Guests,'))
  expect((await at('import', 'third.csv', '--json')).json()).toMatchObject({ total: 20, successful: 0, duration_seconds: null })
  const worked = (await at('work', '--until-idle', '--json')).json<{ failed: number; left: number }>()
  expect(worked).toMatchObject({ failed: 0, left: 0 })
  const batches = (await at('batches', '--json')).json<{ name: string; done: number; left: number }[]>()
  expect(batches[0]).toMatchObject({ name: 'third.csv', done: 20, left: 0 })
})

it('keeps the path of the secret and never the secret, in files of its owner', async () => {
  const settings = readFileSync(join(profile, 'settings.json'), 'utf8')
  expect(JSON.parse(settings).secretFile).toBe(join(folder, 'secret'))
  for (const name of readdirSync(profile, { recursive: true, encoding: 'utf8' })) {
    const path = join(profile, name)
    if (!statSync(path).isFile()) continue
    expect(readFileSync(path).includes(site.appSecret), name).toBe(false)
  }
})
