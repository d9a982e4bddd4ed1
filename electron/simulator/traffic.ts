const SECOND = 1000

/** Times of the last second, oldest first. */
class Log {
  #times: number[] = []
  #head = 0

  /** How many lie within the second that ends now. */
  within(now: number): number {
    while (this.#head < this.#times.length && this.#times[this.#head]! <= now - SECOND) this.#head++
    if (this.#head > 1000) {
      this.#times = this.#times.slice(this.#head)
      this.#head = 0
    }
    return this.#times.length - this.#head
  }

  add(now: number): void {
    this.#times.push(now)
  }
}

/** From `afterMs` after the first call on, another rate: a site that is busy with something else. */
export interface RateStep {
  afterMs: number
  rate: number
}

/**
 * Counts calls, and limits them: a log of the last 1,000 ms at arrival (not a window or a bucket, which let more through).
 * Every arrival counts for `maxPerSecond`; only admitted ones take a place of the rate, so that a refused client can recover.
 */
export class Traffic {
  readonly #rate: number
  readonly #steps: readonly RateStep[]
  #began: number | null = null
  readonly #arrivals = new Log()
  readonly #admitted = new Log()
  #maxPerSecond = 0
  #refused = 0
  #total = 0
  readonly #byPath = new Map<string, number>()

  /**
   * @param rate calls admitted in any sliding second
   * @param steps other rates from some moment on, earliest first
   */
  constructor(rate: number, steps: readonly RateStep[] = []) {
    this.#rate = rate
    this.#steps = steps
  }

  /** Notes an arrival at `now` (monotonic ms, fractions count). @returns false when it is over the rate */
  arrive(now: number): boolean {
    this.#arrivals.add(now)
    this.#maxPerSecond = Math.max(this.#maxPerSecond, this.#arrivals.within(now))
    this.#began ??= now
    const passed = now - this.#began
    const rate = this.#steps.findLast(step => step.afterMs <= passed)?.rate ?? this.#rate
    if (this.#admitted.within(now) >= rate) return false
    this.#admitted.add(now)
    return true
  }

  /** Notes an answer with 429. */
  refuse(): void {
    this.#refused++
  }

  /** Notes any other answer; `path` is what follows /artemis/api/. */
  answer(path: string): void {
    this.#total++
    this.#byPath.set(path, (this.#byPath.get(path) ?? 0) + 1)
  }

  /** The counters, as the world document shows them. */
  calls(): { total: number; byPath: Record<string, number>; maxPerSecond: number; refused: number } {
    return {
      total: this.#total,
      byPath: Object.fromEntries(this.#byPath),
      maxPerSecond: this.#maxPerSecond,
      refused: this.#refused,
    }
  }
}
