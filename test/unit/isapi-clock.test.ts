import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DeviceClock, readClock, shownAt, validOf, windowOf } from '../../electron/access-control/isapi/clock.ts'
import { isoWithOffset, zoneOffset } from '../../shared/model/time.ts'

const now = Date.UTC(2026, 10, 25, 9)
const read = (localTime: string, timeZone: string, at = now): DeviceClock => {
  const clock = readClock(localTime, timeZone, at)
  expect(clock).not.toBeNull()
  return clock as DeviceClock
}
const hour = 3_600_000

describe('what a device’s wall shows', () => {
  test('its sign is turned round: CST-8 is eight hours ahead', () => {
    const clock = read('2026-11-25T17:00:10+08:00', 'CST-8:00:00')
    expect([clock.offset, clock.skew]).toEqual([8 * hour, 10_000])
    expect(validOf(clock, { from: now, until: now + hour }, now)).toEqual({
      beginTime: '2026-11-25T17:00:00',
      endTime: '2026-11-25T18:00:00',
    })
    expect(read('2026-11-25T05:00:00-04:00', 'CST+4').offset).toBe(-4 * hour)
  })

  test('hands set to the wall in a zone of the factory: the wall counts, and the time is told as wrong', () => {
    const clock = read('2026-11-25T12:00:00+08:00', 'CST-8:00:00')
    expect([clock.offset, clock.skew]).toEqual([3 * hour, -5 * hour])
  })

  test('a clock that is wrong by minutes is met on its own terms; by seconds it is right', () => {
    expect(read('2026-11-25T12:11:00+03:00', 'CST-3:00:00')).toMatchObject({ offset: 3 * hour + 11 * 60_000, skew: 11 * 60_000 })
    expect(read('2026-11-25T12:00:45', '')).toMatchObject({ offset: 3 * hour, skew: 45_000 })
  })

  test('nothing that can be read is no clock', () => {
    for (const text of ['', 'noon', '2026-11-25']) expect(readClock(text, 'CST-8', now)).toBeNull()
  })

  test('nothing beyond 2037, nothing before 2000', () => {
    const clock = read('2026-11-25T17:00:00+08:00', 'CST-8:00:00')
    expect(validOf(clock, { from: 0, until: Date.UTC(2050, 0, 1) }, now)).toEqual({
      beginTime: '2000-01-01T00:00:00',
      endTime: '2037-12-31T23:59:59',
    })
  })
})

describe('summer time', () => {
  const berlin = 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00'
  const newYork = 'EST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00'
  const sydney = 'EST-10:00:00DST01:00:00,M10.1.0/02:00:00,M4.1.0/03:00:00'
  test.each([
    ['Europe/Berlin', berlin],
    ['America/New_York', newYork],
    ['Australia/Sydney', sydney],
  ])('a visit on the other side of the change, %s', (zone, posix) => {
    for (const at of [now, Date.UTC(2026, 6, 1, 12)]) {
      const clock = read(isoWithOffset(at, zone), posix, at)
      for (let day = 0; day < 370; day += 1) {
        const then = at + day * 24 * hour
        expect(shownAt(clock, then, at) - then, new Date(then).toISOString()).toBe(zoneOffset(then, zone) * 60_000)
      }
    }
  })
  test('an absolute offset for the summer is an hour’s, and no rule is no change', () => {
    expect(read('2026-11-25T10:00:00+01:00', 'CET-1CEST-2,M3.5.0,M10.5.0/3').summer?.saves).toBe(2 * hour)
    expect(read('2026-11-25T10:00:00+01:00', 'CST-1:00:00').summer).toBeNull()
  })
})

test('a window written is the window read (property)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2036, 0, 1) / 1000 }),
      fc.integer({ min: 60, max: 40 * 86_400 }),
      fc.integer({ min: -48, max: 56 }),
      (fromSeconds, length, quarters) => {
        const from = fromSeconds * 1000
        const window = { from, until: from + length * 1000 }
        const clock = { offset: quarters * 900_000, skew: 0, summer: null }
        expect(windowOf(clock, validOf(clock, window, now), now)).toEqual(window)
      },
    ),
  )
})
