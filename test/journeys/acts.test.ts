import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../electron/base/clock.ts'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import type { BatchActKind } from '../../shared/model/act.ts'
import { type DeskApp, openDesk } from '../support/desk-app.ts'
import { temporaryFolder } from '../support/folders.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const hour = 3_600_000
const HELD_LONG = { timeout: 20_000, interval: 20 }

async function site(script: object = {}, latencyMs = 0): Promise<RunningSimulator> {
  const running = await startSimulator({ rate: 500, latencyMs, walkers: false, script: { applyMs: 20, ...script } })
  open.push(running)
  return running
}
async function desk(running: RunningSimulator, more: Parameters<typeof openDesk>[1] = {}): Promise<DeskApp> {
  const opened = await openDesk(running, more)
  open.push(opened)
  return opened
}
async function levelCalled(at: DeskApp, name: string) {
  const level = (await at.call('site.levels', {})).levels.find(found => found.name === name)
  if (!level) throw new Error(`no level ${name}`)
  return level.id
}
/** Guests with access, and their codes. */
async function guests(at: DeskApp, count: number, lasts = hour) {
  const levelId = await levelCalled(at, 'Guests')
  const now = Date.now()
  const made = []
  for (let i = 0; i < count; i++) {
    const card = { family: `Berg${i}`, given: 'Anna' }
    made.push(await at.call('guests.register', { card, levelId, window: { from: now, until: now + lasts } }))
  }
  for (const { visitId } of made) await expect.poll(() => stateOf(at, visitId), HELD_LONG).toBe('delivered')
  return made
}
const stateOf = async (at: DeskApp, visitId: number) => (await at.call('visits.get', { visitId: visitId as never })).state
const personOf = (running: RunningSimulator, code: string) => running.document().persons.find(p => p.personCode === code)

async function act(at: DeskApp, kind: BatchActKind, codes: string[], more: { levelId?: string; until?: number } = {}) {
  const { batchId, problems } = await at.call('acts.start', { kind, codes, asBatch: true, ...(more as object) })
  if (batchId === null) throw new Error(`no batch: ${JSON.stringify(problems)}`)
  return { batch: await at.finished(batchId), problems }
}

describe('one thing done to many guests', () => {
  it('revokes a level in few calls, and not twice', async () => {
    const running = await site()
    const at = await desk(running)
    const made = await guests(at, 30)
    const codes = made.map(guest => guest.code)
    const before = running.document().calls.total
    const { batch } = await act(at, 'revoke', codes, { levelId: await levelCalled(at, 'Guests') })
    expect(batch).toMatchObject({ kind: 'revoke', total: 30, done: 30, failed: 0 })
    // One call off the level, one to apply, some to ask: never one a guest.
    expect(running.document().calls.total - before).toBeLessThan(12)
    for (const { code, visitId } of made) {
      expect(personOf(running, code)).toMatchObject({ levels: [], appliedDoors: [] })
      expect(await stateOf(at, visitId)).toBe('revoked')
    }
    const again = await act(at, 'revoke', codes.slice(0, 2))
    expect(again.batch).toMatchObject({ done: 0, failed: 2 })
    const { visits } = await at.call('batches.visits', { batchId: again.batch.id })
    expect(visits.map(visit => visit.act?.cause)).toEqual(Array(2).fill({ kind: 'invalid', cause: 'already-revoked' }))
  })

  it('assigns a second level, and takes the first alone away', async () => {
    const running = await site()
    const at = await desk(running)
    const [guest] = await guests(at, 1)
    const code = guest?.code ?? ''
    await act(at, 'assign', [code], { levelId: await levelCalled(at, 'Meeting rooms') })
    expect(personOf(running, code)?.levels).toEqual(['Guests', 'Meeting rooms'])
    await act(at, 'revoke', [code], { levelId: await levelCalled(at, 'Guests') })
    expect(personOf(running, code)?.levels).toEqual(['Meeting rooms'])
    expect(await at.call('visits.get', { visitId: guest?.visitId as never })).toMatchObject({
      state: 'delivered',
      levels: [{ name: 'Meeting rooms' }],
    })
  })

  it('a new photo goes to the doors of a guest with access, and never brings back what was taken away', async () => {
    const running = await site()
    const at = await desk(running)
    const [guest] = await guests(at, 1)
    const visitId = guest?.visitId as never
    const { photo } = await at.call('photo.prepare', { bytes: (await drawPhoto(3)).toString('base64') })
    await at.call('visits.newPhoto', { visitId, photo: photo as string })
    await expect
      .poll(async () => (await at.call('visits.get', { visitId })).steps, HELD_LONG)
      .toEqual({ person: 'done', photo: 'done', level: 'done' })
    await act(at, 'revoke', [guest?.code ?? ''])
    await expect(at.call('visits.newPhoto', { visitId, photo: photo as string })).rejects.toThrow('visit-over')
    expect(await stateOf(at, visitId)).toBe('revoked')
    expect(personOf(running, guest?.code ?? '')).toMatchObject({ levels: [] })
  })

  it('what is taken away in the middle of a registration stays away: nothing of it comes after', async () => {
    const running = await site({}, 150)
    const at = await desk(running)
    const made = await guests(at, 3)
    const { photo } = await at.call('photo.prepare', { bytes: (await drawPhoto(3)).toString('base64') })
    for (const [index, { code, visitId }] of made.entries()) {
      await at.call('visits.newPhoto', { visitId, photo: photo as string })
      const { batch } = await act(at, index === 2 ? 'checkout' : 'revoke', [code])
      expect(batch).toMatchObject({ done: 1 })
      expect(await stateOf(at, visitId)).toBe(index === 2 ? 'checked-out' : 'revoked')
    }
    await expect.poll(() => at.app.table.counts(), HELD_LONG).toMatchObject({ ready: 0, waiting: 0, leased: 0, dead: 0 })
    for (const { code, visitId } of made) {
      expect(personOf(running, code)).toMatchObject({ levels: [], appliedDoors: [] })
      await expect(at.call('visits.retry', { visitId })).rejects.toThrow('visit-over')
    }
  })

  it('a new photo does not bring back the level that was taken from a guest who has another one', async () => {
    const running = await site()
    const at = await desk(running)
    const [guest] = await guests(at, 1)
    const [code, visitId] = [guest?.code ?? '', guest?.visitId as never]
    await act(at, 'assign', [code], { levelId: await levelCalled(at, 'Meeting rooms') })
    await act(at, 'revoke', [code], { levelId: await levelCalled(at, 'Guests') })
    const { photo } = await at.call('photo.prepare', { bytes: (await drawPhoto(3)).toString('base64') })
    await at.call('visits.newPhoto', { visitId, photo: photo as string })
    await expect.poll(async () => (await at.call('visits.get', { visitId })).steps.photo, HELD_LONG).toBe('done')
    await expect.poll(() => stateOf(at, visitId), HELD_LONG).toBe('delivered')
    expect(personOf(running, code)).toMatchObject({ levels: ['Meeting rooms'], hasFace: true })
  })

  it('extends a visit at the site and at the doors; one that is taken away is not extended', async () => {
    const running = await site()
    const at = await desk(running)
    const made = await guests(at, 3)
    const codes = made.map(guest => guest.code)
    const until = Math.floor(Date.now() / 1000) * 1000 + 5 * hour
    await act(at, 'revoke', codes.slice(0, 1))
    const { batch } = await act(at, 'extend', codes, { until })
    expect(batch).toMatchObject({ done: 2, failed: 1 })
    for (const code of codes.slice(1)) expect(Date.parse(personOf(running, code)?.endTime ?? '')).toBe(until)
    for (const { visitId } of made.slice(1)) expect((await at.call('visits.get', { visitId })).until).toBe(until)
  })

  it('checks out: off the level and the doors, the person stays; remove takes the person too', async () => {
    const running = await site()
    const at = await desk(running)
    const made = await guests(at, 2)
    const [first, second] = made.map(guest => guest.code) as string[] as [string, string]
    await act(at, 'checkout', [first])
    expect(personOf(running, first)).toMatchObject({ levels: [], appliedDoors: [] })
    expect(await stateOf(at, made[0]?.visitId ?? 0)).toBe('checked-out')
    await act(at, 'remove', [first, second])
    expect(running.document().persons).toEqual([])
  })

  it('goes on after 429 and a lost answer; nothing is done twice', async () => {
    const running = await site({
      faults: [
        { path: 'privilege/group/single/deletePersons', after: 0, times: 2, kind: '429', retryAfter: 1 },
        { path: 'auth/reapplication', after: 1, times: 1, kind: 'drop' },
      ],
    })
    const at = await desk(running)
    const made = await guests(at, 1)
    const { batch } = await act(at, 'revoke', [made[0]?.code ?? ''])
    expect(batch).toMatchObject({ done: 1, failed: 0, refusals: 2 })
    expect(personOf(running, made[0]?.code ?? '')).toMatchObject({ levels: [], appliedDoors: [] })
  })

  it('takes whoever is named off a level for good, also where a list was sent twice, and ends every visit of today', async () => {
    const running = await site()
    const at = await desk(running)
    const [first] = await guests(at, 1)
    const again = {
      card: { family: 'Berg0', given: 'Anna' },
      guestId: first?.guestId as never,
      levelId: await levelCalled(at, 'Guests'),
    }
    const now = Date.now()
    const { visitId } = await at.call('guests.register', { ...again, window: { from: now, until: now + hour } })
    await expect.poll(() => stateOf(at, visitId), HELD_LONG).toBe('delivered')
    const until = Math.floor(now / 1000) * 1000 + hour / 2
    await act(at, 'extend', [first?.code ?? ''], { until })
    expect(Date.parse(personOf(running, first?.code ?? '')?.endTime ?? '')).toBe(until)
    const { batch } = await act(at, 'revoke', [first?.code ?? ''])
    expect(batch).toMatchObject({ done: 2, failed: 0 })
    expect(personOf(running, first?.code ?? '')).toMatchObject({ levels: [], appliedDoors: [] })
    expect([await stateOf(at, visitId), await stateOf(at, first?.visitId ?? 0)]).toEqual(['revoked', 'revoked'])
    await act(at, 'assign', [first?.code ?? ''], { levelId: again.levelId })
    await at.call('acts.start', { kind: 'assign', visitIds: [first?.visitId as never], levelId: again.levelId })
    await expect.poll(() => stateOf(at, first?.visitId ?? 0), HELD_LONG).toBe('delivered')
    await act(at, 'remove', [first?.code ?? ''])
    expect(running.document().persons).toEqual([])
  })

  it('names the codes of nobody, and refuses one guest in words where it was asked for', async () => {
    const running = await site()
    const at = await desk(running)
    const [guest] = await guests(at, 1)
    const { problems } = await act(at, 'reapply', [guest?.code ?? '', '999'])
    expect(problems).toEqual([{ code: '999', cause: { kind: 'not-found', cause: 'no-guest', field: 'code' } }])
    const visitIds = [guest?.visitId as never]
    await expect(at.call('acts.start', { kind: 'extend', visitIds, until: Date.now() - 1 })).rejects.toThrow(
      /before from|in the past/,
    )
  })
})

it('an act can be undone for a while: nothing has been sent', async () => {
  const running = await site()
  const at = await desk(running)
  const [guest] = await guests(at, 1)
  const visitIds = [guest?.visitId as never]
  const { actIds } = await at.call('acts.start', { kind: 'revoke', visitIds, undoable: true })
  expect((await at.call('visits.get', { visitId: visitIds[0] as never })).act?.undoUntil).toBeGreaterThan(Date.now())
  expect(await at.call('acts.undo', { actIds })).toEqual({ undone: 1 })
  expect(await at.call('visits.get', { visitId: visitIds[0] as never })).toMatchObject({
    state: 'delivered',
    act: { state: 'cancelled' },
  })
  expect(personOf(running, guest?.code ?? '')?.levels).toEqual(['Guests'])
})

it('the site says what it has of a person, and how old that is', async () => {
  const running = await site()
  const at = await desk(running)
  const [guest] = await guests(at, 1)
  const code = guest?.code ?? ''
  expect(await at.call('guests.lookUp', { code })).toEqual({ found: null, asOf: null, asking: true })
  await expect
    .poll(async () => (await at.call('guests.lookUp', { code })).found, HELD_LONG)
    .toMatchObject({ code, family: 'Berg0', hasPhoto: false })
  const calls = running.document().calls.total
  expect((await at.call('guests.lookUp', { code })).asking).toBe(false)
  expect(running.document().calls.total).toBe(calls)
})

describe('a guest who is here today and comes again next week', () => {
  const day = 24 * hour
  const windowAt = (running: RunningSimulator, code: string) => {
    const { beginTime = '', endTime = '' } = personOf(running, code) ?? {}
    return [Date.parse(beginTime), Date.parse(endTime)]
  }

  it('is not locked out today, and is let in next week; checked out today, only the visit of next week is left', async () => {
    const running = await site()
    const at = await desk(running)
    const [today] = await guests(at, 1)
    const code = today?.code ?? ''
    const [begins] = windowAt(running, code)
    const from = Math.floor(Date.now() / 1000) * 1000 + 7 * day
    const { visitId } = await at.call('guests.register', {
      card: { family: 'Berg0', given: 'Anna' },
      guestId: today?.guestId as never,
      levelId: await levelCalled(at, 'Meeting rooms'),
      window: { from, until: from + hour },
    })
    await expect.poll(() => stateOf(at, visitId), HELD_LONG).toBe('delivered')
    expect(windowAt(running, code)).toEqual([begins, from + hour])
    await act(at, 'checkout', [code])
    expect(await stateOf(at, today?.visitId ?? 0)).toBe('checked-out')
    expect(windowAt(running, code)).toEqual([from, from + hour])
    expect(personOf(running, code)).toMatchObject({ levels: ['Meeting rooms'] })
  })
})

describe('access ends by itself', () => {
  it('at the end of the window: off the level and every door', async () => {
    const running = await site()
    const at = await desk(running)
    const [guest] = await guests(at, 1, 3000)
    await expect.poll(() => stateOf(at, guest?.visitId ?? 0), HELD_LONG).toBe('expired')
    expect(personOf(running, guest?.code ?? '')).toMatchObject({ levels: [], appliedDoors: [] })
    expect((await at.call('status.get', {})).alarms).toBe(0)
  })

  it('also when nobody was there at the hour; by policy the person goes too', async () => {
    const running = await site()
    const folder = temporaryFolder()
    const first = await openDesk(running, { profileDir: folder })
    const [guest] = await guests(first, 1)
    await first.close()
    const nextMorning = { ...systemClock, now: () => Date.now() + 12 * hour }
    const at = await desk(running, { profileDir: folder, settings: { afterVisit: 'remove' }, app: { clock: nextMorning } })
    await expect.poll(() => stateOf(at, guest?.visitId ?? 0), HELD_LONG).toBe('expired')
    expect(running.document().persons).toEqual([])
  })

  it('a level that another visit of the same guest needs stays', async () => {
    const running = await site()
    const at = await desk(running)
    const [short] = await guests(at, 1, 3000)
    const levelId = await levelCalled(at, 'Guests')
    const now = Date.now()
    const card = { family: 'Berg0', given: 'Anna' }
    const guestId = short?.guestId as never
    const { visitId } = await at.call('guests.register', { card, guestId, levelId, window: { from: now, until: now + hour } })
    await expect.poll(() => stateOf(at, visitId), HELD_LONG).toBe('delivered')
    await expect.poll(() => stateOf(at, short?.visitId ?? 0), HELD_LONG).toBe('expired')
    expect(personOf(running, short?.code ?? '')).toMatchObject({ levels: ['Guests'] })
    expect(await stateOf(at, visitId)).toBe('delivered')
  })
})
