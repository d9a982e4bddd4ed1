import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EARLY_MS, guessWay, isAfter, LATE_MS, type Step, take, takeAll, visitAt } from '../../shared/model/presence-rules.ts'

const step = (key: string, at: number, way: Step['way']): Step => ({ key, at, way, doorName: `door ${key}` })

describe('one visit from its passages', () => {
  it('arrives, comes back from lunch, leaves', () => {
    const { after, effects } = takeAll([
      step('a', 1, 'in'),
      step('b', 2, 'unknown'),
      step('c', 3, 'out'),
      step('d', 4, 'in'),
      step('e', 5, 'out'),
    ])
    expect(after).toMatchObject({ place: 'out', entries: 2, exits: 2, arrivedAt: 1, leftAt: 3, doorName: 'door e' })
    expect([...effects.values()]).toEqual([['checked-in'], [], ['checked-out'], [], []])
  })

  it('names what nobody saw: a way out without one in, and two in without one out', () => {
    expect([...takeAll([step('a', 1, 'out'), step('b', 2, 'in'), step('c', 3, 'in')]).effects.values()]).toEqual([
      ['exit-without-entry'],
      ['checked-in'],
      ['entry-while-inside'],
    ])
  })

  it('a reader that leads nobody knows where moves nobody in or out', () => {
    expect(takeAll([step('a', 1, 'unknown')]).after).toMatchObject({ place: 'seen', arrivedAt: null, entries: 0 })
    expect(takeAll([step('a', 1, 'out'), step('b', 2, 'unknown')]).after).toMatchObject({ place: 'out', doorName: 'door b' })
  })

  const steps = fc.uniqueArray(
    fc.record({
      key: fc.string({ minLength: 1, maxLength: 4 }),
      at: fc.integer({ min: 1, max: 30 }),
      way: fc.constantFrom('in' as const, 'out' as const, 'unknown' as const),
      doorName: fc.constantFrom('A', 'B'),
    }),
    { selector: one => one.key, maxLength: 12 },
  )

  it('late, twice and out of order come to the same as in order', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat()), (all, order) => {
        const inOrder = takeAll(all)
        const shuffled = all.map((one, i) => ({ one, n: order[i] ?? i })).sort((a, b) => a.n - b.n)
        expect(takeAll(shuffled.map(({ one }) => one))).toEqual(inOrder)
        // One by one, each later than all before: what a live feed does.
        const sorted = [...all].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
        let live: ReturnType<typeof take>['after'] | null = null
        for (const one of sorted) {
          expect(live === null || isAfter(one, live)).toBe(true)
          live = take(live, one).after
        }
        expect(live).toEqual(inOrder.after)
      }),
    )
  })

  it('what was said once is never unsaid by what comes late: an arrival and a leaving only come to be', () => {
    fc.assert(
      fc.property(steps, fc.nat(12), (all, some) => {
        const before = takeAll(all.slice(0, some)).after
        const after = takeAll(all).after
        if (before?.arrivedAt != null) expect(after?.arrivedAt).not.toBeNull()
        if (before?.leftAt != null) expect(after?.leftAt).not.toBeNull()
      }),
    )
  })
})

describe('whose visit it was', () => {
  const hour = 3_600_000
  const day = { id: 1, from: 10 * hour, until: 18 * hour }
  it('the one whose window holds it, the later one of two', () => {
    const week = { id: 2, from: 0, until: 100 * hour }
    expect(visitAt([day, week], 12 * hour)).toBe(day)
    expect(visitAt([week, day], 20 * hour)).toBe(week)
  })
  it('the nearest within the grace, and nobody’s beyond it', () => {
    expect(visitAt([day], day.from - EARLY_MS)).toBe(day)
    expect(visitAt([day], day.from - EARLY_MS - 1)).toBeNull()
    expect(visitAt([day], day.until + LATE_MS - 1)).toBe(day)
    expect(visitAt([day], day.until + LATE_MS)).toBeNull()
  })
})

it.each([
  ['Turnstile 1 In', 'Turnstile 1', 'in'],
  ['Turnstile 1 Exit reader', 'Turnstile 1', 'out'],
  ['Турникет 2, вход', '', 'in'],
  ['Турникет 2 ВЫХОД', '', 'out'],
  ['Reader 3', 'Main entrance', 'in'],
  ['Out', 'Main entrance', 'out'],
  ['Main entrance Out', 'Main entrance', 'out'],
  ['In/Out', 'Gate', 'unknown'],
  ['Inner door', 'Printing room', 'unknown'],
  ['', '', 'unknown'],
])('reader "%s" of door "%s" leads %s', (reader, door, way) => {
  expect(guessWay(reader, door)).toBe(way)
})
