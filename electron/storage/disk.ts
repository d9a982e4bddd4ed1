import type { Instant } from '../../shared/model/time.ts'
import type { Clock, Timer } from '../base/clock.ts'

const codes = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])

/** There is no room: of the file system (ENOSPC, EDQUOT) or as SQLite says it, whose write was then rolled back whole. */
export const isDiskFull = (error: unknown): boolean => error instanceof Error && 'code' in error && codes.has(String(error.code))

/** Whether what we remember can be written. */
export interface Disk {
  /** Since when it is full; null: it is not, as far as we know. */
  readonly fullSince: Instant | null
  /** Does `work` and learns from it. */
  watch<T>(work: () => T): T
  /** For what may be missing: a full disk costs nothing but this one note. */
  spare(work: () => void): void
  close(): void
}

/** How often a full disk is tried, in milliseconds. */
const TRY_MS = 5000

/** `probe` writes something small; `onChange`: it is full, or it is no longer. */
export function createDisk(clock: Clock, probe: () => void, onChange: (isFull: boolean) => void): Disk {
  let fullSince: Instant | null = null
  let timer: Timer | null = null
  const tryAgain = () => {
    timer = clock.setTimeout(() => {
      spare(probe)
      if (fullSince !== null) tryAgain()
    }, TRY_MS)
  }
  function watch<T>(work: () => T): T {
    try {
      const result = work()
      if (fullSince !== null) {
        fullSince = null
        if (timer) clock.clearTimeout(timer)
        onChange(false)
      }
      return result
    } catch (error) {
      if (isDiskFull(error) && fullSince === null) {
        fullSince = clock.now()
        tryAgain()
        onChange(true)
      }
      throw error
    }
  }
  function spare(work: () => void): void {
    try {
      watch(work)
    } catch (error) {
      if (!isDiskFull(error)) throw error
    }
  }
  return {
    get fullSince() {
      return fullSince
    },
    watch,
    spare,
    close() {
      if (timer) clock.clearTimeout(timer)
    },
  }
}
