import type { Fault } from './script.ts'

/** The script's faults with their counters. */
export class FaultBook {
  readonly #entries: { fault: Fault; seen: number }[]

  constructor(faults: readonly Fault[]) {
    this.#entries = faults.map(fault => ({ fault, seen: 0 }))
  }

  /**
   * Notes a call in every fault whose path suffix fits, and gives back the first whose turn it is. Each fault counts all its calls,
   * also those another one took: `after` and `times` are places on one line of calls.
   */
  take(path: string): Fault | null {
    let taken: Fault | null = null
    for (const entry of this.#entries) {
      const { fault } = entry
      if (!path.endsWith(fault.path)) continue
      const place = entry.seen++
      if (place >= fault.after && place < fault.after + fault.times) taken ??= fault
    }
    return taken
  }
}
