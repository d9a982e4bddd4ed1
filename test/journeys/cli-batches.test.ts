import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { inventList } from '../support/desk-app.ts'
import { type Ended, foyer } from '../support/foyer.ts'
import { type SiteProcess, startSite } from '../support/site.ts'

let site: SiteProcess
let folder: string
const file = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content, { mode: 0o600 })
const at = (...words: string[]) => foyer([...words, '--data', join(folder, 'profile')], { cwd: folder })
const connect = (secretFile: string) => {
  const { url, appKey, certificateSha256: pin } = site
  const words = ['--url', url, '--app-key', appKey, '--app-secret-file', secretFile, '--pin', pin, '--rate', '250']
  return at('connect', 'hikcentral', ...words)
}
type Result = { batch: number; total: number; successful: number; failed: number; problems: { code: string; problem: string }[] }
const batchOf = (ended: Ended) => String(ended.json<Result>().batch)

beforeAll(async () => {
  const script = { applyMs: 20, refusePhotos: 1 }
  site = await startSite({ rate: 300, latencyMs: 2, walkers: false, script })
  folder = mkdtempSync(join(tmpdir(), 'foyer-batches-'))
  file('secret', site.appSecret)
  expect(await connect('secret')).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

it('names whom the site refused, by row; the batch tells it again, and is not sent once more with the same photo', async () => {
  file('list.csv', inventList(3))
  mkdirSync(join(folder, 'photos'))
  file('photos/D1.jpg', await drawPhoto(4))
  const ended = await at('import', 'list.csv', '--photos', 'photos', '--wait', '--json')
  expect(ended.code).toBe(1)
  expect(ended.json()).toMatchObject({ total: 3, successful: 2, failed: 1, problems: [{ row: 3, field: 'photo' }] })
  const told = await at('batches', batchOf(ended), '--json')
  expect(told.code).toBe(1)
  expect(told.json()).toMatchObject({ kind: 'enrol', successful: 2, failed: 1, calls: ended.json().calls })
  const [refused] = told.json<Result>().problems
  expect(refused).toMatchObject({ row: 3, problem: expect.stringContaining('the photo was refused') })
  for (const one of [[], ['--code', refused?.code ?? '']]) {
    const again = await at('batches', batchOf(ended), '--retry', ...one, '--json')
    expect([again.code, again.json()]).toEqual([1, expect.objectContaining({ changed: 0 })])
  }
})

it('pauses a batch and cancels the rest of it, from the command line', async () => {
  file('later.csv', inventList(20).replaceAll('Guest', 'Later').replaceAll(',Laters,', ',Guests,').replaceAll(',D', ',L'))
  const batch = batchOf(await at('import', 'later.csv', '--json'))
  expect((await at('batches', batch, '--pause')).code).toBe(0)
  const twice = await at('batches', batch, '--pause')
  expect([twice.code, twice.err]).toEqual([1, expect.stringContaining('the batch is not running')])
  expect((await at('work', '--until-idle', '--json')).json()).toMatchObject({ failed: 0, left: 20 })
  expect((await at('batches', batch, '--cancel', '--json')).json()).toMatchObject({ changed: 20, state: 'cancelled', left: 0 })
})

it('counts a guest who is named twice once, and refuses an end that nobody can have before there is a batch', async () => {
  const [guest] = (await at('status', 'Guest', '--json')).json<{ code: string }[]>()
  const code = guest?.code ?? ''
  const assigned = await at(
    'assign',
    '--code',
    code,
    '--code',
    ` ${code}`,
    '--code',
    '999',
    '--level',
    'Staff',
    '--wait',
    '--json',
  )
  expect(assigned.json()).toMatchObject({ total: 2, successful: 1, failed: 0, problems: [{ code: '999' }] })
  const before = (await at('batches', '--json')).json<unknown[]>().length
  for (const [until, said] of [
    ['2020-01-01', 'in the past'],
    ['2040-01-01', 'after 2037'],
  ] as const) {
    const ended = await at('extend', '--code', code, '--until', until)
    expect([ended.code, ended.err]).toEqual([2, expect.stringContaining(said)])
  }
  expect((await at('batches', '--json')).json()).toHaveLength(before)
})

it('says that the site refuses the keys, in the status too, and does not wait for ever', async () => {
  expect((await at('register', ...guest('Held'))).code).toBe(0)
  file('wrong', 'not the secret of this site')
  await connect('wrong')
  const ended = await at('work', '--until-idle')
  expect(ended.code).toBe(1)
  expect(ended.err).toMatch(/Nothing goes until somebody acts: the site does not accept the app secret.*\n/)
  expect((await at('status', '--json')).json()).toMatchObject({ held: expect.stringContaining('the app secret') })
  await connect('secret')
  expect((await at('work', '--until-idle', '--json')).json()).toMatchObject({ failed: 0, left: 0 })
})

const guest = (family: string) => [
  ...['--family', family, '--given', 'Ida', '--level', 'Guests'],
  ...['--from', '2030-03-15 09:00', '--until', '2030-03-15 18:00'],
]
