import { afterEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../electron/base/clock.ts'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'
import { recordPassages } from '../../electron/simulator/passage-log.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import type { PassageView } from '../../shared/model/passage.ts'
import type { Settings } from '../../shared/model/settings.ts'
import { base64, type DeskApp, openDesk } from '../support/desk-app.ts'
import { toldAs } from '../support/doors.ts'

// Somebody is turned away, and the one step of the card helps; or a policy takes nothing away. What counts is what the site holds afterwards.

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const hour = 3_600_000
const LONG = { timeout: 30_000, interval: 20 }
const quick = { share: 1, catchUpShare: 1, everyMs: 200, lagMs: 3000, rareTypes: [200515] }
/** Kinds of event (protocol A4, Event types). */
const DENIED = { unmatched: 197151, expired: 197633, noLevel: 197635, wrongHour: 197384, unknown: 200515 }
const LOBBY = ['1', '2', '3', '4']

/** A desk and a site that live by one clock, which `later` puts forward. */
async function begin(settings: Partial<Settings> = {}) {
  let ahead = 0
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead }
  const running = await startSimulator({ clock, rate: 500, walkers: false, script: { applyMs: 20 } })
  open.push(running)
  const at = await openDesk(running, { settings: { ...settings, feed: quick as never }, app: { clock, watch: true } })
  open.push(at)
  await expect.poll(async () => (await at.call('passages.feed', {})).feed.state, LONG).toBe('polling')
  return {
    running,
    at,
    clock,
    async later(ms: number) {
      ahead += ms
      // Whatever is touched has the ends of windows looked at.
      await at.call('policies.set', {})
    },
  }
}

const visitOf = (at: DeskApp, visitId: number) => at.call('visits.get', { visitId: visitId as never })
const personOf = (running: RunningSimulator, code: string) => {
  const found = running.document().persons.find(person => person.personCode === code)
  if (!found) throw new Error('the site has no such person')
  return found
}
const photoOf = async (at: DeskApp, seed: number) =>
  (await at.call('photo.prepare', { bytes: base64(await drawPhoto(seed)) })).photo

async function register(at: DeskApp, clock: Clock, family: string, levelName = 'Guests') {
  const level = (await at.call('site.levels', {})).levels.find(found => found.name === levelName)
  if (!level) throw new Error(`no level ${levelName}`)
  const made = await at.call('guests.register', {
    card: { family, given: 'Anna' },
    levelId: level.id,
    window: { from: clock.now(), until: clock.now() + hour },
    photo: await photoOf(at, 7),
  })
  await expect.poll(async () => (await visitOf(at, made.visitId)).state, LONG).toBe('delivered')
  return made
}

let events = 0
/** Turned away at a door; resolves with the passage as the desk shows it. */
async function denied(
  { running, at, clock }: { running: RunningSimulator; at: DeskApp; clock: Clock },
  code: string,
  type: number,
  door: string,
): Promise<PassageView> {
  const id = `denied${events++}`
  recordPassages(running.world, [toldAs({ id, type, at: clock.now(), door, person: personOf(running, code).personId, code })])
  const find = async () => (await at.call('passages.page', { limit: 50 })).passages.find(one => one.key === id)
  await expect.poll(find, LONG).toBeDefined()
  return (await find()) as PassageView
}

describe('the one next step of a denied passage', () => {
  it('apply now: the doors get what the site has of the guest once more', async () => {
    const world = await begin()
    const { running, at, clock } = world
    const { visitId, code } = await register(at, clock, 'Berg')
    // Doors that were set up anew know nobody.
    for (const door of running.world.doors.values()) door.held.delete(personOf(running, code).personId)
    expect(personOf(running, code).appliedDoors).toEqual([])
    const passage = await denied(world, code, DENIED.unknown, '1')
    expect(passage.nextStep).toEqual({ do: 'apply', visitId })

    const taken = await at.call('passages.step', { id: passage.id })
    expect(taken).toMatchObject({ visitId, actIds: [expect.any(Number)] })
    await expect.poll(() => personOf(running, code).appliedDoors, LONG).toEqual(LOBBY)
    const acts = async () => (await at.call('guests.get', { guestId: passage.guestId as never })).acts
    await expect.poll(async () => (await acts()).map(act => [act.kind, act.state]), LONG).toEqual([['reapply', 'done']])
  })

  it('extend 2 h: whoever comes after the end gets another visit like the last, and the doors a new window', async () => {
    const world = await begin()
    const { running, at, clock, later } = world
    const { visitId, code, guestId } = await register(at, clock, 'Berg')
    await later(2 * hour)
    await expect.poll(async () => (await visitOf(at, visitId)).state, LONG).toBe('expired')
    expect(personOf(running, code)).toMatchObject({ levels: [], appliedDoors: [] })
    const passage = await denied(world, code, DENIED.expired, '1')
    expect(passage.nextStep).toEqual({ do: 'extend', visitId, hours: 2 })

    const before = clock.now()
    const taken = await at.call('passages.step', { id: passage.id })
    expect(taken.visitId).not.toBe(visitId)
    await expect.poll(async () => (await visitOf(at, taken.visitId)).state, LONG).toBe('delivered')
    const person = personOf(running, code)
    expect(person).toMatchObject({ levels: ['Guests'], appliedDoors: LOBBY, hasFace: true })
    // The site writes whole seconds.
    expect(Date.parse(person.endTime)).toBeGreaterThanOrEqual(before + 2 * hour - 1000)
    expect(Date.parse(person.endTime)).toBeLessThanOrEqual(clock.now() + 2 * hour)
    expect((await visitOf(at, visitId)).state).toBe('expired')
    expect((await at.call('guests.get', { guestId })).visits).toHaveLength(2)
  })

  it('add the level that opens this door: the guest is on both, and the door knows it', async () => {
    const world = await begin()
    const { running, at, clock } = world
    // Which doors a level opens is learned from the doors' answers.
    await register(at, clock, 'Holm', 'Meeting rooms')
    const { visitId, code } = await register(at, clock, 'Berg')
    const passage = await denied(world, code, DENIED.noLevel, '6')
    expect(passage.nextStep).toMatchObject({ do: 'add-level', visitId, levelName: 'Meeting rooms' })

    await at.call('passages.step', { id: passage.id })
    await expect.poll(() => personOf(running, code).appliedDoors, LONG).toEqual([...LOBBY, '5', '6'])
    expect(personOf(running, code).levels.toSorted()).toEqual(['Guests', 'Meeting rooms'])
    // The same door again: what is on its way is no longer offered.
    expect((await denied(world, code, DENIED.noLevel, '6')).nextStep).toEqual({ do: 'apply', visitId })
  })

  it('retake the photo: that is the camera’s to do, and the site then holds the new face', async () => {
    const world = await begin()
    const { running, at, clock } = world
    const { visitId, code } = await register(at, clock, 'Berg')
    const face = () => running.world.persons.get(personOf(running, code).personId)?.face
    const before = face()
    const passage = await denied(world, code, DENIED.unmatched, '1')
    expect(passage.nextStep).toEqual({ do: 'retake', visitId })

    await expect(at.call('passages.step', { id: passage.id })).rejects.toThrow('needs-photo')
    expect(face()).toEqual(before)
    const photo = await photoOf(at, 11)
    await at.call('visits.newPhoto', { visitId, photo: photo ?? '' })
    await expect.poll(() => JSON.stringify(face()) !== JSON.stringify(before), LONG).toBe(true)
    await expect.poll(async () => (await visitOf(at, visitId)).state, LONG).toBe('delivered')
    expect(personOf(running, code)).toMatchObject({ hasFace: true, levels: ['Guests'], appliedDoors: LOBBY })
  })

  it('is none where nothing would help, and none of somebody nobody knows', async () => {
    const world = await begin()
    const { running, at, clock } = world
    const { code } = await register(at, clock, 'Berg')
    // At the wrong hour of the level: the door is right.
    const early = await denied(world, code, DENIED.wrongHour, '1')
    expect(early).toMatchObject({ guestName: 'Berg Anna', nextStep: null })
    await expect(at.call('passages.step', { id: early.id })).rejects.toThrow('no-next-step')
    recordPassages(running.world, [toldAs({ id: 'stranger', type: DENIED.unmatched, at: clock.now() })])
    const stranger = async () => (await at.call('passages.page', { limit: 50 })).passages.find(one => one.key === 'stranger')
    await expect.poll(stranger, LONG).toMatchObject({ nextStep: null, guestId: null })
    await expect(at.call('passages.step', { id: (await stranger())?.id ?? 0 })).rejects.toThrow('no-next-step')
    await expect(at.call('passages.step', { id: 999_999 })).rejects.toThrow('no-passage')
  })
})

describe('access that never ends by itself', () => {
  it('stays on the person after the first exit and after the window; the window on the site stays too, and the visit ends in our books alone', async () => {
    const world = await begin({ accessEnds: 'never', afterVisit: 'remove' })
    const { running, at, clock, later } = world
    const { visitId, code, guestId } = await register(at, clock, 'Berg')
    const held = personOf(running, code)
    const person = held.personId
    // The readers' ways are known once somebody has passed them.
    recordPassages(running.world, [
      toldAs({ id: 'a', at: clock.now(), door: '2' }),
      toldAs({ id: 'b', at: clock.now(), door: '3' }),
    ])
    await expect.poll(async () => (await at.call('readers.list', {})).length, LONG).toBe(2)
    for (const { doorId, reader } of await at.call('readers.list', {}))
      await at.call('readers.set', { doorId, reader, way: doorId === '2' ? 'in' : 'out' })
    const now = clock.now()
    recordPassages(running.world, [
      toldAs({ id: 'in', at: now, door: '2', person }),
      toldAs({ id: 'out', at: now + 1000, door: '3', person }),
    ])
    await expect.poll(async () => (await visitOf(at, visitId)).presence?.place, LONG).toBe('out')
    expect((await visitOf(at, visitId)).state).toBe('delivered')

    const calls = () => {
      const { byPath } = running.document().calls
      return Object.entries(byPath).filter(([path]) => /deletePersons|single\/delete|reapplication/.test(path))
    }
    const before = calls()
    await later(2 * hour)
    await expect.poll(async () => (await visitOf(at, visitId)).state, LONG).toBe('expired')
    const { acts, passages } = await at.call('guests.get', { guestId })
    expect(acts).toEqual([])
    expect(passages.map(one => [one.key, one.effects])).toEqual([
      ['out', ['checked-out']],
      ['in', ['checked-in']],
    ])
    // Nothing was asked of the site: level, doors, window and person are as they were.
    expect(calls()).toEqual(before)
    expect(personOf(running, code)).toEqual(held)
    expect(await at.call('passages.feed', {})).toMatchObject({ inside: 0, expected: 0, overstaying: 0 })
  })

  it('with the window, as shipped, the same hour takes the level and, where that was chosen, the person', async () => {
    const { running, at, clock, later } = await begin({ afterVisit: 'remove' })
    const { visitId, code } = await register(at, clock, 'Berg')
    await later(2 * hour)
    await expect.poll(async () => (await visitOf(at, visitId)).state, LONG).toBe('expired')
    expect(running.document().persons.filter(person => person.personCode === code)).toEqual([])
  })
})
