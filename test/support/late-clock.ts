import { type Clock, sleepWith, type Timer } from '../../electron/base/clock.ts'

/** A clock whose timers fire late, each by the next of `lateness` (milliseconds, over and over): a busy machine at no cost. */
export function lateClock(lateness: readonly number[] = [0]) {
  let now = 0
  let count = 0
  const timers = new Map<number, { at: number; fn: () => void }>()
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    setTimeout(fn, ms) {
      const id = count++
      timers.set(id, { at: now + Math.max(0, ms) + lateness[id % lateness.length]!, fn })
      return { id }
    },
    clearTimeout: (timer: Timer) => void timers.delete(timer.id as number),
    sleep: (ms, signal) => sleepWith(clock, ms, signal),
  }
  const settle = async () => {
    for (let i = 0; i < 12; i++) await Promise.resolve()
  }
  /** Fires everything until nothing is left, or until `end`. */
  const run = async (end = Number.POSITIVE_INFINITY) => {
    for (;;) {
      await settle()
      const due = [...timers].reduce<[number, { at: number; fn: () => void }] | null>(
        (a, b) => (a && a[1].at <= b[1].at ? a : b),
        null,
      )
      if (!due || due[1].at > end) break
      now = Math.max(now, due[1].at)
      timers.delete(due[0])
      due[1].fn()
    }
    if (Number.isFinite(end)) now = Math.max(now, end)
  }
  return { clock, run }
}
