import type { Clock, Timer } from '../../base/clock.ts'
import type { ActsTable } from '../../storage/acts.ts'
import { isDiskFull } from '../../storage/disk.ts'
import type { StoredVisit, VisitsTable } from '../../storage/visits.ts'
import type { JobContext } from '../context.ts'
import { enqueueAct } from './steps.ts'

/** Ends made in one go; the rest follows at once. */
const AT_ONCE = 500
/** Looked at least this often, in milliseconds: the machine's clock may be set. */
const LONGEST_MS = 60_000

export interface Ender {
  /** Windows may have changed. */
  look(): void
  close(): void
}

/**
 * Access ends by itself: whoever's window is over gets an act that takes it away. The visits themselves are the list of what is to end, so there is no job that could be
 * lost, and a console that was off at the hour does it at its next start.
 */
export function createEnder(
  context: Pick<JobContext, 'table' | 'transaction' | 'keepsAccess'> & { clock: Clock; acts: ActsTable; visits: VisitsTable },
  onMade: () => void,
): Ender {
  const { clock, acts, visits } = context
  let timer: Timer | null = null
  let closed = false

  function look(): void {
    if (closed) return
    if (timer) clock.clearTimeout(timer)
    const over = visits.ended(clock.now(), AT_ONCE)
    if (over.length > 0) {
      // On a full disk nothing is lost: the visits are the list, and are looked at again.
      const made = begin(over)
      if (!made) {
        timer = clock.setTimeout(look, LONGEST_MS)
        return
      }
      onMade()
    }
    const next = visits.nextEnd()
    const wait = next === null ? LONGEST_MS : Math.min(Math.max(1, next - clock.now()), LONGEST_MS)
    timer = clock.setTimeout(look, wait)
  }

  function begin(over: readonly StoredVisit[]): boolean {
    try {
      context.transaction(() => {
        for (const visit of over) {
          if (context.keepsAccess()) {
            visits.change(visit.id, { state: 'expired', level: 'none', ending: 'begun' }, clock.now())
            continue
          }
          visits.change(visit.id, { ending: 'begun' }, clock.now())
          const act = acts.add(
            { kind: 'expire', visitId: visit.id, batchId: null, level: null, until: null, undoUntil: null },
            clock.now(),
          )
          enqueueAct(context, act)
        }
      })
      return true
    } catch (error) {
      if (!isDiskFull(error)) throw error
      return false
    }
  }

  return {
    look,
    close() {
      closed = true
      if (timer) clock.clearTimeout(timer)
    },
  }
}
