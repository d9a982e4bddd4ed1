import { describe, expect, test } from 'vitest'
import { askAgain, ConfirmCheckpoint, nextGift, refusedPhoto } from '../../electron/jobs/waiting.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { PersonRef } from '../../shared/model/ids.ts'

const start = ConfirmCheckpoint.parse({ since: 0 })
const minute = 60_000
const away: Failure = { kind: 'offline', cause: 'unreachable' }

describe('asking again', () => {
  const ask = (checkpoint: ConfirmCheckpoint, now: number, awayCause: Failure | null = null) =>
    askAgain(checkpoint, { now, who: 'list', awayCause, failedSeen: 0 })

  test('ever more seldom, and given up after a quarter of an hour of silence', () => {
    expect([ask(start, 0)?.at, ask(start, 10_000)?.at, ask(start, 10 * minute)?.at]).toEqual([200, 15_000, 10.5 * minute])
    expect(ask(start, 16 * minute)).toBeNull()
  })

  test('what is away is never given up, and has its time when it is back', () => {
    const week = 7 * 24 * 60 * minute
    const held = ask(start, minute, away)
    expect(held?.checkpoint.heldSince).toBe(minute)
    const later = ask(held?.checkpoint ?? start, week, away)
    expect((later?.at ?? 0) - week).toBe(30_000)
    const back = ask(later?.checkpoint ?? start, week + minute)
    expect(back).toMatchObject({ checkpoint: { since: week + minute, heldSince: null } })
    expect(ask(back?.checkpoint ?? start, week + 15 * minute)).not.toBeNull()
    expect(ask(back?.checkpoint ?? start, week + 17 * minute)).toBeNull()
  })
})

test('a door that lacks what it should hold is given it at once, then after ever longer rests, and at last it does not keep it', () => {
  let checkpoint = start
  const given: number[] = []
  let now = 0
  for (;;) {
    const next = nextGift(checkpoint, now)
    if (next === null) break
    if (next.type === 'rest') {
      expect(next.checkpoint.rested).toBe(true)
      now = next.at
      checkpoint = next.checkpoint
    } else {
      given.push(now)
      checkpoint = { ...start, missed: next.missed }
    }
  }
  expect(given).toEqual([0, 1000, 5000, 13_000, 28_000, 58_000, 118_000, 178_000])
  // Seen away in between: what it was given before had no time to show.
  const held = askAgain({ ...start, missed: 7 }, { now, who: 'desk', awayCause: away, failedSeen: 0 })
  expect(held?.checkpoint).toMatchObject({ missed: 0, rested: false })
})

test('a refused photo is final only where it is all that is wrong', () => {
  const door = (cause: Failure) => ({ id: 't1:1' as never, name: 'Door', state: 'failed' as const, cause })
  const photo: Failure = { kind: 'photo-refused', cause: 'no-face' }
  const told = (doors: ReturnType<typeof door>[] | null) => ({
    ref: 'r' as PersonRef,
    state: 'failed' as const,
    doors,
    cause: null,
  })
  expect(refusedPhoto(told([door(photo), door(photo)]))).toEqual(photo)
  expect(refusedPhoto(told([door(photo), door({ kind: 'full' })]))).toBeNull()
  expect(refusedPhoto(told(null))).toBeNull()
})
