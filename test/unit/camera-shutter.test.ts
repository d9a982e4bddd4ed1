import { expect, test } from 'vitest'
import { createShutter, STEADY_MS } from '../../renderer/camera/shutter.ts'

/** Frames every 33 ms, verdicts every 100 ms; returns when the shutter fired. */
function play(verdicts: (at: number) => boolean, until: number): number[] {
  const shutter = createShutter()
  const fired: number[] = []
  for (let at = 0; at <= until; at += 33) {
    if (at % 99 === 0) shutter.judged(verdicts(at), at)
    if (shutter.at(at).fire) fired.push(at)
  }
  return fired
}

test('fires once after the picture was good for 600 ms, and not again while it stays good', () => {
  const fired = play(() => true, 5000)
  expect(fired).toHaveLength(1)
  expect(fired[0]).toBeGreaterThanOrEqual(STEADY_MS)
  expect(fired[0]).toBeLessThan(STEADY_MS + 100)
})

test('one bad frame starts the wait again', () => {
  expect(play(at => at !== 495, 990)).toEqual([])
  expect(play(at => at !== 495, 1400)).toHaveLength(1)
})

test('fires again for the next person', () => {
  expect(play(at => at < 1000 || at > 1500, 4000)).toHaveLength(2)
})

test('a verdict that grew old fires nothing', () => {
  const shutter = createShutter()
  shutter.judged(true, 0)
  expect(shutter.at(600)).toEqual({ left: null, fire: false })
})

test('tells the time left', () => {
  const shutter = createShutter()
  expect(shutter.at(0).left).toBeNull()
  shutter.judged(true, 0)
  expect(shutter.at(200).left).toBe(400)
})
