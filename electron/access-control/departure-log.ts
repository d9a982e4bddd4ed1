/** The calls that a site may still count in its second. */
export interface DepartureLog {
  /**
   * A call went out at `at`. `paced`: in a row with others, each as late at the site as the next; the answer's function need not be called. Else it may have come to the site
   * later than those after it: it is counted until its answer (`back`), and then as if it had come as late as it was answered.
   */
  add(at: number, paced: boolean): { back(now: number): void }
  /** How many are counted at `now`. */
  count(now: number): number
  /** When so many fewer than now will be counted: the `n`-th of them in their order, from 0; null where only an answer can tell. */
  endOf(n: number): number | null
  /** Of the last `ms` milliseconds. */
  since(from: number): number
}

/** Keeps each for `windowMs` milliseconds of a monotonic clock. */
export function createDepartureLog(windowMs: number): DepartureLog {
  /** Oldest first. */
  const paced: number[] = []
  let loose: { at: number; answered: boolean }[] = []
  /** The quickest answer there is, in milliseconds: whatever an answer takes longer may have passed before the site counted the call. A slower site is learned by and by. */
  let best = Number.POSITIVE_INFINITY

  return {
    add(at, isPaced) {
      const entry = { at, answered: false }
      if (isPaced) paced.push(at)
      else loose.push(entry)
      return {
        back(now) {
          const took = now - at
          best = Math.min(took, best + 1)
          entry.at = at + took - best
          entry.answered = true
        },
      }
    },
    count(now) {
      while (paced.length > 0 && paced[0]! + windowMs <= now) paced.shift()
      if (loose.some(one => one.answered && one.at + windowMs <= now))
        loose = loose.filter(one => !one.answered || one.at + windowMs > now)
      return paced.length + loose.length
    },
    endOf(n) {
      if (loose.length === 0) return paced[n] === undefined ? null : paced[n] + windowMs
      const all = [...paced, ...loose.map(one => (one.answered ? one.at : Number.POSITIVE_INFINITY))].sort((a, b) => a - b)
      const at = all[n]
      return at === undefined || at === Number.POSITIVE_INFINITY ? null : at + windowMs
    },
    since: from => paced.filter(at => at > from).length + loose.filter(one => one.at > from).length,
  }
}
