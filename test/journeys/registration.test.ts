import { afterEach, describe, expect, it } from 'vitest'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../../electron/simulator/simulator.ts'
import { Settings } from '../../shared/model/settings.ts'
import type { VisitState, VisitView } from '../../shared/model/visit.ts'
import { openCable } from '../support/cable.ts'
import { base64, type DeskApp, inventList, openDesk } from '../support/desk-app.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function site(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const running = await startSimulator({
    rate: 500,
    walkers: false,
    ...options,
    script: { applyMs: 20, ...(options.script as object) },
  })
  open.push(running)
  return running
}
async function desk(running: RunningSimulator, more: Parameters<typeof openDesk>[1] = {}): Promise<DeskApp> {
  const opened = await openDesk(running, more)
  open.push(opened)
  return opened
}

const hour = 3_600_000
async function register(at: DeskApp, family: string, photo: string | null = null) {
  const { levels } = await at.call('site.levels', {})
  const levelId = levels.find(level => level.name === 'Guests')?.id
  if (!levelId) throw new Error('no level Guests')
  const now = Date.now()
  return at.call('guests.register', { card: { family, given: 'Anna' }, levelId, window: { from: now, until: now + hour }, photo })
}
async function reaches(at: DeskApp, visitId: number, state: VisitState): Promise<VisitView> {
  await expect.poll(async () => (await at.call('visits.get', { visitId })).state, { timeout: 20_000, interval: 20 }).toBe(state)
  return at.call('visits.get', { visitId })
}
async function sendList(at: DeskApp, count: number): Promise<number> {
  await at.call('site.levels', {})
  const list = await at.call('lists.read', { fileName: 'list.csv', bytes: base64(inventList(count)) })
  return (await at.call('lists.send', { listId: list.listId, name: 'list' })).batchId
}
const preparedPhoto = async (at: DeskApp, seed = 1) => {
  const { photo, verdict } = await at.call('photo.prepare', { bytes: base64(await drawPhoto(seed)) })
  if (!photo) throw new Error(`the portrait was refused: ${verdict.first}`)
  return photo
}

describe('one guest', () => {
  it('goes from the desk to every door, photo and window with it', async () => {
    const running = await site()
    const at = await desk(running)
    const { visitId, code } = await register(at, 'Berg', await preparedPhoto(at))
    const visit = await reaches(at, visitId, 'delivered')
    expect(visit.doors.map(door => door.state)).toEqual(['done', 'done', 'done', 'done'])
    expect(visit.steps).toEqual({ person: 'done', photo: 'done', level: 'done' })
    const [person] = running.document().persons
    expect(person).toMatchObject({ personCode: code, name: 'Anna Berg', hasFace: true, levels: ['Guests'] })
    expect(person?.appliedDoors).toHaveLength(4)
    expect(Date.parse(person?.endTime ?? '') - Date.parse(person?.beginTime ?? '')).toBe(hour)
  })

  it('stays a person when the site refuses the photo, says so, and is mended by a new one', async () => {
    const running = await site({ script: { refusePhotos: 1 } })
    const at = await desk(running)
    const { visitId } = await register(at, 'Berg', await preparedPhoto(at))
    const visit = await reaches(at, visitId, 'partly')
    expect(visit.steps).toMatchObject({ person: 'done', photo: 'refused', level: 'done' })
    expect(visit.cause?.kind).toBe('photo-refused')
    expect(running.document().persons).toMatchObject([{ hasFace: false, levels: ['Guests'] }])
  })

  it('is the same person on the next visit, with a new window', async () => {
    const running = await site()
    const at = await desk(running)
    const first = await register(at, 'Berg')
    await reaches(at, first.visitId, 'delivered')
    const second = await register(at, 'Berg')
    await reaches(at, second.visitId, 'delivered')
    expect(second.code).toBe(first.code)
    expect(running.document().persons).toHaveLength(1)
  })

  it('is taken back: off the level and off the doors', async () => {
    const running = await site()
    const at = await desk(running)
    const { visitId } = await register(at, 'Berg')
    await reaches(at, visitId, 'delivered')
    await at.call('visits.withdraw', { visitId })
    await reaches(at, visitId, 'revoked')
    await expect.poll(() => running.document().persons[0]?.appliedDoors).toEqual([])
    expect(running.document().persons[0]?.levels).toEqual([])
  })

  it('is looked up, not added again, when the answer to its add never came', async () => {
    const running = await site({ script: { faults: [{ path: 'person/single/add', after: 0, times: 1, kind: 'truncated' }] } })
    const at = await desk(running)
    const { visitId } = await register(at, 'Berg')
    await reaches(at, visitId, 'delivered')
    const { persons, calls } = running.document()
    expect(persons).toHaveLength(1)
    expect(calls.byPath['resource/v1/person/personCode/personInfo']).toBeGreaterThanOrEqual(1)
  })

  it('is "applied, not confirmed by the door" where the site cannot say', async () => {
    const running = await site({ script: { noPermission: ['acs/v1/auth/applicationResult'], personDetail: '128' } })
    const at = await desk(running)
    const { visitId } = await register(at, 'Berg')
    const visit = await reaches(at, visitId, 'applied')
    expect(visit.doors.filter(door => door.state === 'done')).toEqual([])
  })

  it('waits for a person where the keys do not open this', async () => {
    const running = await site({ script: { noPermission: ['acs/v1/privilege/group/single/addPersons'] } })
    const at = await desk(running)
    const { visitId } = await register(at, 'Berg')
    const visit = await reaches(at, visitId, 'failed')
    expect(visit.cause).toMatchObject({ kind: 'credentials', site: { code: '17' } })
  })
})

describe('a list', () => {
  it('is let through by a walk-in within one call’s time', async () => {
    const running = await site({ latencyMs: 20, rate: 60 })
    const at = await desk(running, { rate: 50, concurrency: 4 })
    const batchId = await sendList(at, 150)
    await expect.poll(async () => (await at.call('batches.list', {}))[0]?.startedAt, { interval: 10 }).not.toBeNull()
    const { visitId } = await register(at, 'Walkin')
    await reaches(at, visitId, 'delivered')
    expect((await at.call('batches.list', {})).find(b => b.id === batchId)?.left).toBeGreaterThan(50)
    expect((await at.finished(batchId)).done).toBe(150)
  })

  it.each(['429', 'quota'] as const)('fails nobody when the site answers %s', async kind => {
    const running = await site({ script: { faults: [{ path: 'person/single/add', after: 5, times: 6, kind, retryAfter: 1 }] } })
    const at = await desk(running)
    const batch = await at.finished(await sendList(at, 30))
    expect(batch).toMatchObject({ done: 30, failed: 0 })
    expect(running.document().persons).toHaveLength(30)
  })

  it.each(['5xx', 'html', 'drop', 'truncated'] as const)('loses and doubles nobody when answers come as %s', async kind => {
    const running = await site({ script: { faults: [{ path: '', after: 12, times: 8, kind }] } })
    const at = await desk(running)
    const batch = await at.finished(await sendList(at, 30))
    expect(batch).toMatchObject({ done: 30, failed: 0 })
    const names = running.document().persons.map(person => person.name)
    expect(new Set(names).size).toBe(30)
    expect(names).toHaveLength(30)
  })

  it('is paused, resumed, and cancelled: what was sent stays', async () => {
    const running = await site({ latencyMs: 10, rate: 40 })
    const at = await desk(running, { rate: 30, concurrency: 2 })
    const batchId = await sendList(at, 60)
    const batch = async () => (await at.call('batches.list', {})).find(found => found.id === batchId)
    await expect.poll(async () => running.document().persons.length, { interval: 10 }).toBeGreaterThan(3)
    await at.call('batches.pause', { batchId })
    expect((await batch())?.state).toBe('paused')
    await at.call('batches.resume', { batchId })
    const { cancelled } = await at.call('batches.cancel', { batchId })
    expect(cancelled).toBeGreaterThan(20)
    const ended = await at.finished(batchId)
    expect(ended.state).toBe('cancelled')
    expect(ended.done).toBe(60 - cancelled)
    expect(running.document().persons).toHaveLength(60 - cancelled)
  })

  it('goes in from a second process while the first one works', async () => {
    const running = await site()
    const owner = await desk(running)
    const guest = await desk(running, { profileDir: owner.profileDir })
    expect([owner.app.owner, guest.app.owner]).toEqual([true, false])
    expect((await guest.finished(await sendList(guest, 12))).done).toBe(12)
  })

  it('is finished by the process that looks on, when the one that worked ends', async () => {
    const running = await site({ latencyMs: 10 })
    const owner = await openDesk(running, { rate: 40, concurrency: 2 })
    const follower = await desk(running, { profileDir: owner.profileDir })
    const batchId = await sendList(follower, 40)
    await expect.poll(() => running.document().persons.length, { interval: 5 }).toBeGreaterThan(3)
    await owner.app.close()
    expect(await follower.finished(batchId)).toMatchObject({ done: 40, failed: 0 })
    expect(follower.app.owner).toBe(true)
    expect((await follower.call('status.get', {})).owner).toBe(true)
    expect(running.document().persons).toHaveLength(40)
  })
})

describe('a site that is away', () => {
  it('is not tried without end where the secret is missing: the queue waits, and the console goes on answering', async () => {
    const running = await site()
    const first = await openDesk(running)
    await first.call('site.levels', {})
    await first.app.close()
    const none = { kind: 'session', cannotKeep: null, get: () => null, set: () => {} } as const
    const at = await desk(running, {
      profileDir: first.profileDir,
      app: { secrets: { site: none, device: () => none, webhook: none } },
    })
    await register(at, 'Berg')
    await clock.sleep(100)
    expect((await at.call('status.get', {})).queue.queued).toBe(1)
    expect(running.document().persons).toHaveLength(0)
  })

  it('holds what the desk registers, says so, and sends it when the site is back', async () => {
    const running = await site()
    const cable = await openCable(running.url)
    open.push({ close: cable.pull })
    const at = await openDesk({ ...running, url: cable.url })
    open.push(at)
    await at.call('site.levels', {})
    await cable.pull()
    const { visitId } = await register(at, 'Berg')
    const held = await reaches(at, visitId, 'held')
    expect(held.cause?.kind).toBe('offline')
    expect((await at.call('status.get', {})).site.state).toBe('offline')
    // No time is promised for a list while nothing can go.
    const batchId = await sendList(at, 20)
    expect(await at.call('batches.get', { batchId: batchId as never })).toMatchObject({ left: 20, left_seconds: null })
    await cable.plugIn()
    await reaches(at, visitId, 'delivered')
    await at.finished(batchId)
    expect((await at.call('status.get', {})).site.state).toBe('online')
    expect(running.document().persons).toHaveLength(21)
  })

  it('is not mistaken for a stranger in its place: nothing is sent to another certificate', async () => {
    const running = await site()
    const at = await desk(running)
    await at.call('site.levels', {})
    await running.close()
    const port = Number(new URL(running.url).port)
    const stranger = await startSimulator({
      port,
      rate: 500,
      walkers: false,
      appKey: running.appKey,
      appSecret: running.appSecret,
    })
    open.push(stranger)
    const { visitId } = await register(at, 'Berg')
    const held = await reaches(at, visitId, 'held')
    expect(held.cause).toMatchObject({ kind: 'credentials', cause: 'certificate-mismatch' })
    const batchId = await sendList(at, 20)
    expect((await at.call('status.get', {})).site).toMatchObject({ state: 'credentials', failure: held.cause })
    expect(stranger.document().calls.total).toBe(0)
    // Somebody has compared it: it was the server's own, renewed. Nobody has failed meanwhile, and nobody is sent by hand.
    const { url, appKey, certificateSha256: pin } = stranger
    await at.call('connection.save', { url, appKey, pin, rate: 200 })
    await reaches(at, visitId, 'delivered')
    expect(await at.finished(batchId)).toMatchObject({ done: 20, failed: 0 })
  })

  it('another connection, written by another process, is the one that is used from then on', async () => {
    const [first, second] = [await site(), await site()]
    const connectionTo = ({ url, appKey, certificateSha256: pin }: RunningSimulator) => ({
      kind: 'hikcentral',
      url,
      appKey,
      pin,
      rate: 200,
    })
    let settings = Settings.parse({ connection: connectionTo(first) })
    let appSecret = first.appSecret
    const write = (next: Settings) => {
      settings = next
    }
    const kept = { kind: 'session' as const, cannotKeep: null, set: () => {} }
    const none = { ...kept, get: () => null }
    const secrets = { site: { ...kept, get: () => appSecret }, webhook: none, device: () => none }
    const at = await desk(first, { app: { settings: { read: () => settings, write }, secrets } })
    await reaches(at, (await register(at, 'Berg')).visitId, 'delivered')
    appSecret = second.appSecret
    settings = Settings.parse({ connection: connectionTo(second) })
    await reaches(at, (await register(at, 'Holm')).visitId, 'delivered')
    expect(first.document().persons.map(person => person.name)).toEqual(['Anna Berg'])
    expect(second.document().persons.map(person => person.name)).toEqual(['Anna Holm'])
  })
})
