import { type Clock, sleepWith, type Timer } from '../../electron/base/clock.ts'

/** A clock that stands still until a test moves it: a night passes in a millisecond. */
export interface FakeClock extends Clock {
  /** Moves time on, firing each timer at its own moment, and lets promises settle in between. */
  advance(ms: number): Promise<void>
  /** The wall clock jumps (someone set it); monotonic time does not. */
  jump(ms: number): void
  /** Moves from timer to timer until `done` says so; throws after `limitMs` of fake time. */
  runUntil(done: () => boolean, limitMs: number): Promise<void>
}

const settle = async () => {
  for (let i = 0; i < 20; i++) await new Promise<void>(resolve => setImmediate(resolve))
}

export function fakeClock(start = Date.UTC(2030, 2, 15, 9)): FakeClock {
  let mono = 0
  let shift = start
  let count = 0
  const timers = new Map<number, { at: number; fn: () => void }>()
  const next = () =>
    [...timers].reduce<[number, { at: number; fn: () => void }] | null>((a, b) => (a && a[1].at <= b[1].at ? a : b), null)

  async function fireUpTo(end: number): Promise<void> {
    for (;;) {
      await settle()
      const due = next()
      if (!due || due[1].at > end) break
      mono = Math.max(mono, due[1].at)
      timers.delete(due[0])
      due[1].fn()
    }
  }

  const clock: FakeClock = {
    now: () => Math.round(mono + shift),
    monotonic: () => mono,
    setTimeout(fn, ms) {
      const id = ++count
      timers.set(id, { at: mono + Math.max(0, ms), fn })
      return { id }
    },
    clearTimeout: (timer: Timer) => void timers.delete(timer.id as number),
    sleep: (ms, signal) => sleepWith(clock, ms, signal),
    async advance(ms) {
      const end = mono + ms
      await fireUpTo(end)
      mono = end
      await settle()
    },
    jump(ms) {
      shift += ms
    },
    async runUntil(done, limitMs) {
      const end = mono + limitMs
      for (;;) {
        await settle()
        if (done()) return
        const due = next()
        if (!due || due[1].at > end) throw new Error(`not done after ${limitMs} ms of fake time`)
        await fireUpTo(due[1].at)
      }
    },
  }
  return clock
}
