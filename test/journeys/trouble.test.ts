import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { openCable } from '../support/cable.ts'
import { base64, type DeskApp, inventList, openDesk } from '../support/desk-app.ts'
import { temporaryFolder } from '../support/folders.ts'
import { quickClock } from '../support/quick-clock.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const hour = 3_600_000
const SOON = { timeout: 20_000, interval: 20 }
const OLD = 'the-old-secret-of-the-site'
const NEW = 'the-new-secret-of-the-site'
/** Desk seconds pass so much faster: two looks at the site, and the longest wait of a probe, in a few seconds of ours. */
const TIMES = 8

async function site(more: { port?: number; appSecret?: string; script?: object } = {}): Promise<RunningSimulator> {
  const { script, ...rest } = more
  const running = await startSimulator({
    rate: 500,
    walkers: false,
    appKey: '20000001',
    ...rest,
    script: { applyMs: 20, ...script },
  })
  open.push(running)
  return running
}

/** A desk whose secret can be changed, on a clock that runs ahead. */
async function desk(to: RunningSimulator, profileDir: string, more: { secret?: string; url?: string } = {}) {
  let secret: string | null = more.secret ?? to.appSecret
  const clock = quickClock(TIMES)
  const at = await openDesk(
    { ...to, url: more.url ?? to.url },
    {
      profileDir,
      rate: 10,
      concurrency: 20,
      app: {
        clock,
        secrets: {
          site: {
            kind: 'session',
            cannotKeep: null,
            get: () => secret,
            set: next => {
              secret = next
            },
          },
          device: () => ({ kind: 'session', cannotKeep: null, get: () => null, set: () => {} }),
          webhook: { kind: 'session', cannotKeep: null, get: () => null, set: () => {} },
        },
      },
    },
  )
  let closed = false
  const close = async () => {
    if (!closed) await at.close()
    closed = true
  }
  open.push({ close })
  const passes = async (seconds: number) => {
    const end = clock.monotonic() + seconds * 1000
    await expect.poll(() => clock.monotonic() >= end, { timeout: 60_000, interval: 20 }).toBe(true)
  }
  const keep = (next: string) => {
    secret = next
  }
  return { at, passes, close, keep }
}

async function levelId(at: DeskApp) {
  const { levels } = await at.call('site.levels', {})
  const found = levels.find(level => level.name === 'Guests')
  if (!found) throw new Error('no level Guests')
  return found.id
}
async function register(at: DeskApp, family: string) {
  const now = Date.now()
  const card = { family, given: 'Anna' }
  return at.call('guests.register', { card, levelId: await levelId(at), window: { from: now, until: now + hour } })
}
async function sendList(at: DeskApp, count: number) {
  const list = await at.call('lists.read', { fileName: 'list.csv', bytes: base64(inventList(count)) })
  return (await at.call('lists.send', { listId: list.listId, name: 'list' })).batchId
}
const visit = (at: DeskApp, visitId: number) => at.call('visits.get', { visitId: visitId as never })
const stateOf = async (at: DeskApp, visitId: number) => (await visit(at, visitId)).state
const siteState = async (at: DeskApp) => (await at.call('status.get', {})).site.state
const connection = (to: RunningSimulator, appSecret: string) => ({
  url: to.url,
  appKey: to.appKey,
  pin: to.certificateSha256,
  rate: 40,
  concurrency: 20,
  appSecret,
})

/** A site that the desk has worked with, come back under another secret: `profileDir` still has the old one's levels. */
async function withChangedSecret() {
  const profileDir = temporaryFolder()
  const first = await site({ appSecret: OLD })
  const before = await openDesk(first, { profileDir })
  await levelId(before)
  await before.close()
  await first.close()
  const changed = await site({ port: Number(new URL(first.url).port), appSecret: NEW })
  return { changed, profileDir }
}

describe('a site that refuses the keys', () => {
  it('is asked twice and no more, by jobs and probes together; nobody fails, the desk is told why it waits', async () => {
    const { changed, profileDir } = await withChangedSecret()
    const { at, passes } = await desk(changed, profileDir, { secret: OLD })
    const batchId = await sendList(at, 30)
    await expect.poll(() => siteState(at), SOON).toBe('credentials')
    await expect.poll(() => changed.document().calls.total, SOON).toBe(2)
    const { visitId } = await register(at, 'Berg')
    await expect.poll(() => stateOf(at, visitId), SOON).toBe('held')
    expect(await visit(at, visitId)).toMatchObject({ cause: { kind: 'credentials', cause: 'signature' }, retryAt: null })
    await passes(40)
    expect(changed.document().calls.total).toBe(2)
    expect((await at.call('batches.list', {}))[0]).toMatchObject({ id: batchId, failed: 0, left: 30 })
    expect((await at.call('status.get', {})).site).toMatchObject({ state: 'credentials', failure: { cause: 'signature' } })

    // Somebody tries another wrong one: two more refusals at the site, and nothing moves.
    await at.call('connection.test', connection(changed, 'not-the-secret-either'))
    expect(changed.document().calls.total).toBe(4)
    await passes(6)
    expect(changed.document().calls.total).toBe(4)

    // The right one is saved: everything goes out by itself.
    await at.call('connection.save', connection(changed, NEW))
    await expect.poll(() => stateOf(at, visitId), SOON).toBe('delivered')
    expect(await at.finished(batchId)).toMatchObject({ done: 30, failed: 0 })
    expect(await siteState(at)).toBe('online')
    expect(changed.document().persons).toHaveLength(31)
  })

  it('is not asked again by a restart; a test that passes sets everything going', async () => {
    const { changed, profileDir } = await withChangedSecret()
    const first = await desk(changed, profileDir, { secret: OLD })
    const { visitId } = await register(first.at, 'Berg')
    await expect.poll(() => siteState(first.at), SOON).toBe('credentials')
    await expect.poll(() => changed.document().calls.total, SOON).toBe(2)
    await first.close()
    const second = await desk(changed, profileDir, { secret: OLD })
    await expect.poll(() => siteState(second.at), SOON).toBe('credentials')
    await expect.poll(() => stateOf(second.at, visitId), SOON).toBe('held')
    await second.passes(12)
    expect(changed.document().calls.total).toBe(2)

    // The administrator mends the secret where it is kept, and presses "test".
    second.keep(NEW)
    const { appSecret: _, ...asKept } = connection(changed, NEW)
    const { checks } = await second.at.call('connection.test', asKept)
    expect(checks.filter(check => !check.ok)).toEqual([])
    await expect.poll(() => stateOf(second.at, visitId), SOON).toBe('delivered')
  })

  it('is tried again after a `doctor` that passes, run in another process', async () => {
    const { changed, profileDir } = await withChangedSecret()
    const owner = await desk(changed, profileDir, { secret: OLD })
    const { visitId } = await register(owner.at, 'Berg')
    await expect.poll(() => siteState(owner.at), SOON).toBe('credentials')
    await expect.poll(() => changed.document().calls.total, SOON).toBe(2)
    const since = async () => (await owner.at.call('status.get', {})).site.since ?? 0
    const before = await since()
    // In life both read the same secret; here the owner's is still the old one, so that it is refused anew, and that shows that it tried.
    const other = await openDesk({ ...changed, appSecret: NEW }, { profileDir, rate: 40, app: { work: false } })
    open.push(other)
    const checks = await other.call('doctor.run', {})
    expect(checks.find(check => check.name === 'signature')?.ok).toBe(true)
    await expect.poll(since, SOON).toBeGreaterThan(before)
    await expect.poll(() => siteState(owner.at), SOON).toBe('credentials')
    await expect.poll(() => stateOf(owner.at, visitId), SOON).toBe('held')
  })

  it('is another thing than a right that is missing: that fails its guest, and stops nothing', async () => {
    const running = await site({ script: { noPermission: ['acs/v1/privilege/group/single/addPersons'] } })
    const { at } = await desk(running, temporaryFolder())
    for (const family of ['Berg', 'Holm', 'Lind']) {
      const { visitId } = await register(at, family)
      await expect.poll(() => stateOf(at, visitId), SOON).toBe('failed')
      expect((await visit(at, visitId)).cause).toMatchObject({ cause: 'no-permission' })
    }
    expect(await siteState(at)).toBe('online')
    expect(running.document().persons).toHaveLength(3)
  })
})

describe('a site that is gone', () => {
  it('is asked gently: a few calls until all know it, then one at a time, further and further apart', async () => {
    const running = await site()
    const cable = await openCable(running.url)
    open.push({ close: cable.pull })
    const { at, passes } = await desk(running, temporaryFolder(), { url: cable.url })
    await levelId(at)
    await expect.poll(() => siteState(at), SOON).toBe('online')
    await cable.pull()
    // Somebody answers at its address and hangs up: each call is seen, and none succeeds.
    const seen = { knocks: 0, now: 0, most: 0 }
    const door = createServer(socket => {
      seen.knocks++
      seen.most = Math.max(seen.most, ++seen.now)
      socket.on('error', () => {})
      // Over as soon as we hang up: the next may knock before our own end has heard of it.
      socket.once('data', () => {
        seen.now--
        socket.destroy()
      })
    })
    await new Promise<void>(resolve => door.listen(Number(new URL(cable.url).port), '127.0.0.1', resolve))
    const batchId = await sendList(at, 60)
    await expect.poll(() => siteState(at), SOON).toBe('offline')
    expect(seen.knocks).toBeLessThanOrEqual(5)
    Object.assign(seen, { knocks: 0, most: 0 })
    await passes(60)
    // Every 5 s the watch, and a job's probe ever more rarely.
    expect(seen.knocks).toBeLessThan(22)
    expect(seen.most).toBe(1)
    expect((await at.call('batches.list', {}))[0]).toMatchObject({ failed: 0, left: 60 })
    await new Promise<void>(resolve => door.close(() => resolve()))
    await cable.plugIn()
    expect(await at.finished(batchId)).toMatchObject({ done: 60, failed: 0 })
    expect(running.document().persons).toHaveLength(60)
  })
})
