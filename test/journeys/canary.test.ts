import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'
import { openLog } from '../../electron/base/log.ts'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { base64, openDesk } from '../support/desk-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'foyer-canary-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Words that stand nowhere else: where one turns up, something has leaked. */
const NAME = 'Kanarievogel'
const APP_KEY = '90909090'
const APP_SECRET = 'sEcReTkAnArIe777'

it('lets no name, face or secret into logs, jobs or what a job failed of, whatever goes wrong', async () => {
  const site = await startSimulator({
    rate: 500,
    walkers: false,
    appKey: APP_KEY,
    appSecret: APP_SECRET,
    script: {
      applyMs: 20,
      refusePhotos: 1,
      noPermission: ['acs/v1/privilege/group/single/addPersons'],
      faults: [
        { path: 'person/single/add', after: 1, times: 1, kind: 'clock' },
        { path: 'person/single/add', after: 2, times: 1, kind: 'html' },
        { path: 'person/single/add', after: 4, times: 1, kind: '5xx' },
      ],
    },
  })
  const profileDir = join(folder, 'profile')
  const desk = await openDesk(site, { profileDir, app: { log: openLog({ dir: join(folder, 'logs') }) } })
  const { levels } = await desk.call('site.levels', {})
  const { photo } = await desk.call('photo.prepare', { bytes: base64(await drawPhoto(2)) })
  const jpeg = (await desk.call('photo.get', { photo: photo ?? '' })).jpeg ?? ''
  const ids: number[] = []
  for (const n of [1, 2, 3, 4]) {
    const card = {
      family: `${NAME}${n}`,
      given: NAME,
      document: `${NAME}-DOC-${n}`,
      phone: '+7 000 909',
      email: `${NAME}@example.org`,
    }
    const levelId = levels[0]?.id as never
    ids.push(
      (await desk.call('guests.register', { card, levelId, window: { from: Date.now(), until: Date.now() + 3_600_000 }, photo }))
        .visitId,
    )
  }
  await desk.app.dispatcher.dispatch('guests.register', { card: { family: NAME, given: '<>' }, levelId: 1 })
  await desk.app.dispatcher.dispatch(NAME, { NAME })
  for (const visitId of ids) {
    await expect
      .poll(async () => (await desk.call('visits.get', { visitId })).state, { timeout: 20_000 })
      .toMatch(/failed|partly|delivered/)
  }
  const causes = JSON.stringify(await Promise.all(ids.map(async visitId => (await desk.call('visits.get', { visitId })).cause)))
  await desk.close()
  await site.close()

  const db = new Sqlite(join(profileDir, 'foyer.db'), { readonly: true })
  const jobs = JSON.stringify(db.prepare('SELECT * FROM jobs').all())
  db.close()
  const log = readFileSync(join(folder, 'logs/foyer.log'), 'utf8')
  expect(jobs.length).toBeGreaterThan(100)
  expect(causes).toContain('credentials')
  for (const [where, text] of Object.entries({ jobs, log, causes })) {
    for (const [what, word] of Object.entries({ name: NAME, key: APP_KEY, secret: APP_SECRET, face: jpeg.slice(200, 260) })) {
      expect([where, what, text.includes(word)]).toEqual([where, what, false])
    }
  }
})
