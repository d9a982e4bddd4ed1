import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barsOf, spanOf, ticksOf } from '../../renderer/passages/day-bars.ts'
import { offerOf, reasonOf } from '../../renderer/passages/next-step.ts'
import { belongs, counted, everything, merged, totalOf } from '../../renderer/stores/passage-list.ts'
import { isFreshDenial, isSeen, PIN_MS, pinned } from '../../renderer/stores/pinned.ts'
import { createUnheard } from '../../renderer/stores/unheard.ts'
import { feedWords } from '../../renderer/text/feed-words.ts'
import { createI18n } from '../../renderer/text/i18n.ts'
import { createFormat } from '../../renderer/text/use-format.ts'
import { atMostEvery } from '../../renderer/ui/at-most-every.ts'
import { DoorId, GuestId, VisitId } from '../../shared/model/ids.ts'
import type { FeedState, PassageView } from '../../shared/model/passage.ts'
import type { VisitView } from '../../shared/model/visit.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const noon = Date.parse('2026-11-25T12:00:00+03:00')
const zone = 'Europe/Moscow'

function passage(id: number, more: Partial<PassageView> = {}): PassageView {
  return {
    id,
    key: `k${id}`,
    at: noon + id * 1000,
    heardAt: noon + id * 1000,
    doorId: DoorId.parse('1'),
    doorName: 'Turnstile 1',
    reader: '',
    code: null,
    ref: null,
    name: '',
    type: '196893',
    result: 'granted',
    cause: null,
    picture: null,
    way: 'in',
    guestId: GuestId.parse(7),
    visitId: VisitId.parse(9),
    guestName: 'Орлова Вера',
    company: 'Северный порт',
    photo: null,
    from: noon - HOUR,
    until: noon + HOUR,
    effects: [],
    nextStep: null,
    ...more,
  }
}
const ids = (rows: readonly PassageView[]) => rows.map(row => row.id)

test('rows are in the site’s order, each once, the younger telling wins, and never more than asked for', () => {
  const heard = fc.record({ id: fc.integer({ min: 1, max: 60 }), at: fc.integer({ min: 0, max: 30 }) })
  fc.assert(
    fc.property(
      fc.array(fc.array(heard, { maxLength: 12 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      (pushes, most) => {
        let rows: readonly PassageView[] = []
        const times = new Map<number, number>()
        for (const [round, push] of pushes.entries()) {
          const told = push.map(({ id, at }) => {
            // An event keeps its time; only what it did changes.
            if (!times.has(id)) times.set(id, noon + at)
            return passage(id, { at: times.get(id) as number, company: String(round) })
          })
          rows = merged(rows, told, most)
          expect(new Set(ids(rows)).size).toBe(rows.length)
          expect(rows.length).toBeLessThanOrEqual(most)
          expect(rows).toEqual([...rows].sort((a, b) => b.at - a.at || b.id - a.id))
          for (const { id } of told) {
            const row = rows.find(one => one.id === id)
            if (row) expect(row.company).toBe(String(round))
          }
        }
      },
    ),
  )
})

test('a late one finds its place, and does not push the newest away', () => {
  const rows = [passage(3), passage(1)]
  expect(ids(merged(rows, [passage(9, { at: noon + 2000 })], 10))).toEqual([3, 9, 1])
})

test('what is filtered is what the core would have filtered', () => {
  const one = passage(1)
  expect(belongs(one, everything)).toBe(true)
  expect(belongs(one, { ...everything, result: 'denied' })).toBe(false)
  expect(belongs(one, { ...everything, way: 'out' })).toBe(false)
  expect(belongs(one, { ...everything, doorId: DoorId.parse('2') })).toBe(false)
  expect(belongs(passage(1, { guestId: null }), { ...everything, guestsOnly: true })).toBe(false)
  expect(belongs(one, { ...everything, until: one.at })).toBe(false)
  expect(belongs(one, { ...everything, search: 'порт ОРЛ' })).toBe(true)
  // Words begin with what was typed: nobody is found by a middle.
  expect(belongs(one, { ...everything, search: 'лова' })).toBe(false)
})

test('told again is not news, also after thousands', () => {
  const unheard = createUnheard()
  expect(ids(unheard([passage(1), passage(2)]))).toEqual([1, 2])
  expect(ids(unheard([passage(2), passage(3)]))).toEqual([3])
  const many = Array.from({ length: 10_000 }, (_, i) => ({ id: i + 10 }))
  expect(unheard(many)).toHaveLength(10_000)
  expect(unheard(many.slice(-100))).toEqual([])
})

test('the day counts entries, exits and denials; an unknown kind, or a way that nobody knows, counts as none of them', () => {
  const day = noon - 12 * HOUR
  const heard = [
    passage(1),
    passage(2, { way: 'out' }),
    passage(3, { result: 'denied' }),
    passage(4, { result: 'unknown' }),
    passage(5, { way: 'unknown' }),
    passage(6, { at: day - 1 }),
  ]
  const quarters = counted([{ at: noon, entries: 4, exits: 0, denied: 0 }], heard, day)
  expect(quarters).toEqual([{ at: noon, entries: 5, exits: 1, denied: 1 }])
  expect(totalOf(quarters)).toEqual({ entries: 5, exits: 1, denied: 1 })
})

test('a denial is pinned for a minute; the same person at the same door is one pin, counted', () => {
  const denied = (id: number, more: Partial<PassageView> = {}) => passage(id, { result: 'denied', ...more })
  const first = pinned([], [denied(1), denied(2, { guestId: GuestId.parse(8) })], 0)
  expect(first.map(pin => pin.passage.id)).toEqual([2, 1])
  const again = pinned(first, [denied(3)], 30_000)
  expect(again.map(({ passage: { id }, times }) => [id, times])).toEqual([
    [3, 2],
    [2, 1],
  ])
  // The second minute is over for the other one alone.
  expect(pinned(again, [], PIN_MS + 1).map(pin => pin.passage.id)).toEqual([3])
  expect(pinned(again, [], 31_000)).toBe(again)
})

test('a night that is caught up pins nobody, and what nobody knows the meaning of is no denial', () => {
  expect(isFreshDenial(passage(1, { result: 'denied', at: noon - 10 * MINUTE }), noon)).toBe(false)
  expect(isFreshDenial(passage(1, { result: 'denied', at: noon - 5_000 }), noon)).toBe(true)
  expect(isFreshDenial(passage(1, { result: 'alarm', at: noon }), noon)).toBe(true)
  expect(isFreshDenial(passage(1, { result: 'unknown', at: noon }), noon)).toBe(false)
})

test('the reason is the visit’s own before the door’s word', () => {
  const visit = (more: Partial<VisitView>) =>
    ({
      state: 'delivered',
      from: noon - HOUR,
      until: noon + HOUR,
      updatedAt: noon - MINUTE,
      steps: { person: 'done', photo: 'done', level: 'done' },
      ...more,
    }) as VisitView
  const denied = (more: Partial<PassageView> = {}) => passage(1, { result: 'denied', cause: 'no-level', ...more })
  expect(reasonOf(denied(), visit({ until: noon - 12 * MINUTE }), noon)).toEqual({ word: 'over', at: noon - 12 * MINUTE })
  expect(reasonOf(denied({ until: noon - MINUTE }), null, noon)).toEqual({ word: 'over', at: noon - MINUTE })
  expect(reasonOf(denied(), visit({ from: noon + HOUR }), noon)).toEqual({ word: 'not begun', at: noon + HOUR })
  expect(reasonOf(denied(), visit({ state: 'revoked' }), noon)).toEqual({ word: 'taken', at: noon - MINUTE })
  const refused = visit({ steps: { person: 'done', photo: 'refused', level: 'done' } })
  expect(reasonOf(denied({ cause: 'face-failed' }), refused, noon)).toEqual({ word: 'photo refused' })
  // A door that has no level to go by does not come to the face.
  expect(reasonOf(denied({ cause: 'no-level' }), refused, noon)).toEqual({ word: 'no-level' })
  expect(reasonOf(denied({ nextStep: { do: 'apply', visitId: VisitId.parse(9) } }), visit({}), noon)).toEqual({
    word: 'not delivered',
  })
  expect(reasonOf(denied(), visit({}), noon)).toEqual({ word: 'no-level' })
  expect(reasonOf(denied({ guestId: null, visitId: null, cause: 'face-failed' }), null, noon)).toEqual({ word: 'stranger' })
})

test('the one key is not for a denial that has only just come up under it', () => {
  const [first] = pinned([], [passage(1, { result: 'denied' })], noon)
  if (!first) throw new Error('nobody was pinned')
  expect(isSeen(first, noon + 100)).toBe(false)
  expect(isSeen(first, noon + 1000)).toBe(true)
})

test('there is always one thing to do: the core’s step, else to register a stranger, else to look at the guest', () => {
  const shut = { result: 'denied', cause: 'face-failed', nextStep: null, guestId: null } as const
  expect(offerOf(shut)).toEqual({ do: 'register' })
  expect(offerOf({ ...shut, guestId: GuestId.parse(7) })).toEqual({ do: 'open' })
  // Nobody is registered who holds up a picture, or sets off an alarm.
  expect(offerOf({ ...shut, cause: 'liveness' })).toBeNull()
  expect(offerOf({ ...shut, result: 'alarm', cause: null })).toBeNull()
  const step = { do: 'extend', visitId: VisitId.parse(9), hours: 2 } as const
  expect(offerOf({ ...shut, nextStep: step, guestId: GuestId.parse(7) })).toBe(step)
})

test('the plot shows working hours, and as much more as something happened in', () => {
  const day = noon - 12 * HOUR
  const at = (hour: number) => ({ at: day + hour * HOUR, entries: 1, exits: 2, denied: 1 })
  expect(spanOf([], day, noon)).toEqual({ from: day + 8 * HOUR, until: day + 18 * HOUR })
  expect(spanOf([at(5.25)], day, noon)).toEqual({ from: day + 5 * HOUR, until: day + 18 * HOUR })
  expect(spanOf([at(20.75)], day, noon)).toEqual({ from: day + 8 * HOUR, until: day + 21 * HOUR })
  expect(spanOf([], day, day + 23.5 * HOUR).until).toBe(day + 24 * HOUR)
  const [times, entries, exits, crosses] = barsOf([at(8.25)], { from: day + 8 * HOUR, until: day + 9 * HOUR })
  expect(times).toHaveLength(4)
  expect(entries).toEqual([null, 1, null, null])
  expect(exits).toEqual([null, -2, null, null])
  expect(crosses).toEqual([null, 1, null, null])
})

test('the axis has one or two round numbers', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 40_000 }), (down, up) => {
      const ticks = ticksOf(-down, up)
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThanOrEqual(2)
    }),
  )
  expect(ticksOf(-15, 34)).toEqual([10, 20])
})

test('a storm rings once in five seconds', () => {
  const may = atMostEvery(5_000)
  expect([0, 100, 4_999, 5_000, 5_001, 12_000].map(may)).toEqual([true, false, false, true, false, true])
})

test.each([
  [{ state: 'polling', everyMs: 3000, since: noon }, 'В эфире, опрос раз в 3 с', 'Live, polling every 3 s'],
  [{ state: 'catching-up', done: 312, total: 4000 }, 'Догоняем: 312 из 4 000', 'Catching up: 312 of 4,000'],
  [{ state: 'catching-up', done: 312, total: null }, 'Догоняем: 312', 'Catching up: 312'],
  [
    { state: 'offline', since: noon - 2 * HOUR - 46 * MINUTE, failure: null },
    'Площадка не отвечает с 09:14',
    'Site offline since 09:14',
  ],
  [{ state: 'live', since: noon }, 'В эфире', 'Live'],
] as const)('the feed says how it stands: %o', (feed: FeedState, ru: string, en: string) => {
  const said = (locale: 'ru' | 'en') =>
    feedWords(feed, { t: createI18n(locale).t as never }, createFormat(locale, zone), noon).replace(/\u00a0/g, ' ')
  expect([said('ru'), said('en')]).toEqual([ru, en])
})
