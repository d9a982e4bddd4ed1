import type { Instant } from '../../shared/model/time.ts'

/** How often it is tried again to write what could not be written, in milliseconds: a disk is full until somebody acts. */
const AGAIN_MS = 2000

/** Writes what must not be lost: what a site has answered is kept in memory until the tables take it. */
export interface PatientWriter {
  /** In one transaction, now or as soon as there is room. */
  write(work: () => void): void
  /** False where the tables would not have it, which is then said. */
  attempt(work: () => void): boolean
  /** Everything is written, tried again just now if it is time; else when to come back. */
  settled(now: Instant): true | Instant
  /** Tries once more, whatever the time. */
  flush(): void
}

export function createPatientWriter(options: {
  transaction: (work: () => void) => void
  now: () => Instant
  onUnwritten?: (error: unknown) => void
  /** What waited has been written. */
  onWritten?: () => void
}): PatientWriter {
  let unwritten: (() => void)[] = []
  let againAt = 0

  function attempt(work: () => void): boolean {
    try {
      work()
      return true
    } catch (error) {
      options.onUnwritten?.(error)
      againAt = options.now() + AGAIN_MS
      return false
    }
  }
  const tryNow = (work: () => void) => attempt(() => options.transaction(work))

  function flush(): void {
    const rest = unwritten
    unwritten = []
    // In their order: what failed holds up what came after it.
    for (const work of rest) if (unwritten.length > 0 || !tryNow(work)) unwritten.push(work)
    if (rest.length > 0 && unwritten.length === 0) options.onWritten?.()
  }

  return {
    attempt,
    flush,
    write(work) {
      if (unwritten.length > 0 || !tryNow(work)) unwritten.push(work)
    },
    settled(now) {
      // A clock that was set back does not keep us waiting for it.
      if (now < againAt && againAt - now <= AGAIN_MS) return againAt
      flush()
      return unwritten.length === 0 || againAt
    },
  }
}
