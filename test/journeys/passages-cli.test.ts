import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { PassageView } from '../../shared/model/passage.ts'
import { temporaryFolder } from '../support/folders.ts'
import { foyer, startFoyer } from '../support/foyer.ts'
import { type SiteProcess, startSite } from '../support/site.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function profile(site: SiteProcess): Promise<string> {
  const data = temporaryFolder()
  const secret = join(data, 'secret')
  writeFileSync(secret, site.appSecret, { mode: 0o600 })
  const address = ['--url', site.url, '--app-key', site.appKey, '--app-secret-file', secret, '--pin', site.certificateSha256]
  const connected = await foyer(['connect', 'hikcentral', ...address, '--rate', '20', '--concurrency', '5', '--data', data])
  expect(connected.err).toBe('')
  expect(connected.code).toBe(0)
  return data
}

it('foyer passages --follow and --from, inside and muster, as a script uses them', async () => {
  const site = await startSite({ rate: 20, seed: 3 })
  open.push(site)
  const data = await profile(site)

  // Nobody has read anything yet, and the command says so.
  const before = await foyer(['inside', '--data', data, '--json'])
  expect(before.json()).toMatchObject({ inside: 0, blindSince: 0, people: [] })

  const following = startFoyer(['passages', '--follow', '--json', '--data', data])
  let [out, err] = ['', '']
  following.stdout?.on('data', chunk => {
    out += String(chunk)
  })
  following.stderr?.on('data', chunk => {
    err += String(chunk)
  })
  const lines = () => out.split('\n').filter(Boolean)
  await expect.poll(() => lines().length, { timeout: 40_000, interval: 100 }).toBeGreaterThanOrEqual(3)
  await expect.poll(() => err, { timeout: 40_000, interval: 100 }).toMatch(/polling every/)
  const ended = once(following, 'close')
  following.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  const told = lines().map(line => JSON.parse(line) as PassageView)
  expect(new Set(told.map(one => one.id)).size).toBe(told.length)
  for (const one of told) expect(one).toMatchObject({ doorName: expect.any(String), key: expect.any(String) })

  const spans = await foyer(['passages', '--from', '00:00', '--until', '23:59', '--json', '--data', data])
  const found = spans.json<PassageView[]>()
  for (const one of told) expect(found.map(other => other.key)).toContain(one.key)
  expect(found.map(one => one.at)).toEqual(found.map(one => one.at).toSorted((a, b) => a - b))

  const csv = join(data, 'muster.csv')
  const muster = await foyer(['muster', '--csv', csv, '--json', '--data', data])
  expect(muster.code).toBe(0)
  expect(muster.json()).toMatchObject({ file: csv })
  expect(readFileSync(csv, 'utf8')).toMatch(/^\uFEFFLast seen at;Name;Company;Host;Phone;Time;Note\r\n/)
  expect(statSync(csv).mode & 0o077).toBe(0)
  expect((await foyer(['passages', '--data', data])).code).toBe(2)
  const pdf = join(data, 'muster.pdf')
  expect((await foyer(['muster', '--pdf', pdf, '--json', '--data', data])).json()).toMatchObject({ file: pdf })
  const bytes = readFileSync(pdf)
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(bytes.includes('/FontFile2')).toBe(true)
  expect((await foyer(['muster', '--data', data])).code).toBe(2)
})
