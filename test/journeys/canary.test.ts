import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'
import { openLog } from '../../electron/base/log.ts'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { base64, openDesk } from '../support/desk-app.ts'
import { freePort } from '../support/free-port.ts'
import { openReceiver } from '../support/receiver.ts'

const folder = mkdtempSync(join(tmpdir(), 'foyer-canary-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Words that stand nowhere else: where one turns up, something has leaked. */
const NAME = 'Kanarievogel'
const APP_KEY = '90909090'
const APP_SECRET = 'sEcReTkAnArIe777'
const HOOK_SECRET = 'hOoKsEcReTkAnArIe888'

it('lets no name, face or secret into logs, jobs, metrics, webhooks or what a job failed of, whatever goes wrong', async () => {
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
  const receiver = await openReceiver()
  receiver.answer = response => response.writeHead(500, { 'x-answer': NAME }).end(NAME)
  await desk.call('webhook.save', { on: true, url: receiver.url, secret: HOOK_SECRET })
  const { token } = await desk.call('metrics.save', { on: true, port: await freePort() })
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
  const list = await desk.call('lists.read', {
    fileName: `${NAME}.csv`,
    bytes: base64(`Last name,First name,Document,Access level\r\n${NAME},${NAME},${NAME}-5,${levels[0]?.name}`),
  })
  const { batchId } = await desk.call('lists.send', { listId: list.listId, name: NAME })
  await desk.finished(batchId)
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBeGreaterThan(0)
  await desk.call('webhook.test', {})
  const told = JSON.stringify(receiver.received)
  const shown = JSON.stringify([await desk.call('webhook.deliveries', {}), await desk.call('webhook.get', {})])
  const metrics = JSON.stringify([await desk.call('metrics.read', {}), await desk.call('metrics.get', {})])
  const codes = (await desk.call('visits.list', {})).visits.map(visit => visit.code)
  const causes = JSON.stringify(await Promise.all(ids.map(async visitId => (await desk.call('visits.get', { visitId })).cause)))
  await desk.close()
  await receiver.close()
  await site.close()

  const db = new Sqlite(join(profileDir, 'foyer.db'), { readonly: true })
  const jobs = JSON.stringify(db.prepare('SELECT * FROM jobs').all())
  const outside = JSON.stringify([
    db.prepare('SELECT * FROM webhook_deliveries').all(),
    db.prepare('SELECT * FROM metric_counts').all(),
  ])
  db.close()
  const log = readFileSync(join(folder, 'logs/foyer.log'), 'utf8')
  expect(jobs.length).toBeGreaterThan(100)
  expect(causes).toContain('credentials')
  const words = {
    name: NAME,
    key: APP_KEY,
    secret: APP_SECRET,
    hook: HOOK_SECRET,
    token: token ?? '',
    face: jpeg.slice(200, 260),
  }
  for (const [where, text] of Object.entries({ jobs, log, causes, told, shown, metrics, outside })) {
    for (const [what, word] of Object.entries(words)) expect([where, what, text.includes(word)]).toEqual([where, what, false])
  }
  expect([told, shown, metrics, outside].filter(text => text.length < 200)).toEqual([])
  expect(codes).toHaveLength(5)
  for (const [where, text] of Object.entries({ told, shown, metrics, outside }))
    for (const code of codes) expect([where, text.includes(code)]).toEqual([where, false])
})
