import { describe, expect, it } from 'vitest'
import { type ChainFacts, chainOf } from '../../shared/model/door-chain.ts'
import { DoorId, LevelId, VisitId } from '../../shared/model/ids.ts'
import { nextStepOf } from '../../shared/model/next-step.ts'
import type { DenialCause } from '../../shared/model/passage.ts'

const hour = 3_600_000
const NOW = 100 * hour
const visit = {
  window: { from: NOW - hour, until: NOW + hour },
  isOver: false,
  levels: [{ doors: ['1', '2'] }],
  photo: 'done' as const,
}
const good: ChainFacts = {
  now: NOW,
  visit,
  doorId: '1',
  delivery: 'done',
  isDeviceOnline: true,
  siteAwaySince: null,
  skewMs: 0,
  deniedOutsideHoursAt: null,
}

describe('can this guest open that door now?', () => {
  it('yes, as far as anybody can say: schedules are told by no call', () => {
    const { links, failing } = chainOf(good)
    expect(failing).toBeNull()
    expect(links.map(one => [one.link, one.state])).toEqual([
      ['level', 'ok'],
      ['schedule', 'unknown'],
      ['window', 'ok'],
      ['delivery', 'ok'],
      ['device', 'ok'],
      ['clock', 'ok'],
    ])
  })

  it.each<[string, Partial<ChainFacts>, string, string, string]>([
    ['no level opens it', { doorId: '9' }, 'level', 'no-level', 'add-level'],
    ['no visit at all', { visit: null }, 'level', 'no-visit', 'extend'],
    ['over', { now: NOW + hour }, 'window', 'visit-over', 'extend'],
    ['taken away', { visit: { ...visit, isOver: true } }, 'window', 'access-taken', 'extend'],
    ['not begun', { now: NOW - 2 * hour }, 'window', 'not-begun', 'wait'],
    ['the wrong hour of the day', { deniedOutsideHoursAt: NOW - 1000 }, 'schedule', 'outside-hours', 'wait'],
    ['on its way', { delivery: 'waiting' }, 'delivery', 'on-its-way', 'wait'],
    ['not delivered', { delivery: 'late' }, 'delivery', 'not-delivered', 'apply'],
    ['a door refused', { delivery: 'refused' }, 'delivery', 'door-refused', 'apply'],
    ['a photo refused', { visit: { ...visit, photo: 'refused' } }, 'delivery', 'photo-refused', 'retake'],
    ['no photo at all', { visit: { ...visit, photo: 'none' } }, 'delivery', 'no-photo', 'retake'],
    [
      'refused because nobody is there',
      { delivery: 'refused', isDeviceOnline: false },
      'device',
      'device-offline',
      'check-device',
    ],
    ['device silent', { isDeviceOnline: false }, 'device', 'device-offline', 'check-device'],
    ['clocks apart', { skewMs: -120_000 }, 'clock', 'clock-apart', 'set-clock'],
  ])('%s', (_, change, link, cause, fix) => {
    const { links, failing } = chainOf({ ...good, ...change })
    expect(failing).toBe(link)
    expect(links.find(one => one.state === 'failed')).toMatchObject({ link, cause, fix })
  })

  it('names no hour where it has none: whatever ended with the visit is told by the window', () => {
    const { links } = chainOf({ ...good, now: NOW + hour, visit: { ...visit, isOver: true } })
    for (const link of links.filter(one => one.cause === 'visit-over')) expect(link.at).not.toBeNull()
    expect(links[0]).toMatchObject({ link: 'level', state: 'unknown', cause: 'ended' })
  })

  it('says that it does not know where nobody told', () => {
    const unknown: ChainFacts = {
      ...good,
      visit: { ...visit, levels: [{ doors: null }] },
      delivery: 'none',
      isDeviceOnline: null,
      siteAwaySince: 1,
      skewMs: null,
    }
    const { links, failing } = chainOf(unknown)
    expect(failing).toBeNull()
    expect(links.filter(one => one.state === 'unknown').map(one => one.cause)).toEqual([
      'doors-not-learned',
      'schedules-not-told',
      'not-confirmed',
      'site-away',
      'clock-not-told',
    ])
  })
})

describe('the next step after a denied passage', () => {
  const [guests, rooms, staff] = ['g', 'r', 's'].map(id => LevelId.parse(id)) as [LevelId, LevelId, LevelId]
  const door = (id: string) => DoorId.parse(id)
  const levels = [
    { id: guests, name: 'Guests', doors: [door('1')] },
    { id: staff, name: 'Staff', doors: [door('1'), door('2'), door('3')] },
    { id: rooms, name: 'Rooms', doors: [door('2')] },
  ]
  const id = VisitId.parse(5)
  const open = {
    id,
    from: NOW - hour,
    until: NOW + hour,
    isOver: false,
    onSite: true,
    photo: 'other' as const,
    levels: [guests],
  }
  const ask = (cause: DenialCause, change: object = {}, doorId = '2') =>
    nextStepOf({ cause, now: NOW, doorId: door(doorId), levels, visit: { ...open, ...change } })

  it.each<[string, DenialCause, object, string, unknown]>([
    ['expired 12 minutes ago', 'expired', { until: NOW - 720_000 }, '1', { do: 'extend', visitId: id, hours: 2 }],
    ['the door has an old window', 'expired', {}, '1', { do: 'apply', visitId: id }],
    ['before its time', 'expired', { from: NOW + 1 }, '1', null],
    ['at the wrong hour', 'outside-hours', {}, '1', null],
    ['at the wrong hour, and over', 'outside-hours', { isOver: true }, '1', { do: 'extend', visitId: id, hours: 2 }],
    [
      'a level is missing: the one that opens least',
      'no-level',
      {},
      '2',
      { do: 'add-level', visitId: id, levelId: rooms, levelName: 'Rooms' },
    ],
    ['the level is there, the door has not heard', 'no-level', {}, '1', { do: 'apply', visitId: id }],
    ['no level opens it', 'no-level', {}, '9', null],
    ['the site has nobody to add a level to', 'no-level', { onSite: false }, '2', null],
    ['not known to the door', 'person-unknown', {}, '1', { do: 'apply', visitId: id }],
    ['another face', 'face-failed', {}, '1', { do: 'retake', visitId: id }],
    ['passed back', 'anti-passback', {}, '1', null],
  ])('%s', (_, cause, change, doorId, step) => {
    expect(ask(cause, change, doorId)).toEqual(step)
  })
})
