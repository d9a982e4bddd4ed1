import { type Clock, sleepWith, systemClock } from '../../electron/base/clock.ts'

/** The machine's clock, running `times` as fast: waits over real sockets take their share of them. */
export function quickClock(times: number): Clock {
  const [began, monoBegan] = [systemClock.now(), systemClock.monotonic()]
  const clock: Clock = {
    now: () => Math.round(began + (systemClock.monotonic() - monoBegan) * times),
    monotonic: () => systemClock.monotonic() * times,
    setTimeout: (fn, ms) => systemClock.setTimeout(fn, ms / times),
    clearTimeout: systemClock.clearTimeout,
    sleep: (ms, signal) => sleepWith(clock, ms, signal),
  }
  return clock
}
