import type { CallOutput } from '../../shared/contract/calls.ts'
import type { RepairView, RepairWhy } from '../../shared/model/repair.ts'
import { type Instant, instantOf, wallTime } from '../../shared/model/time.ts'
import type { Timer } from '../base/clock.ts'
import { endRepair } from '../jobs/acts/repair-end.ts'
import { enqueueRepair } from '../jobs/repair.ts'
import type { StoredRepair } from '../storage/repairs.ts'
import type { Core } from './core.ts'

/** How often it is looked whether the hour has come, in milliseconds: the clock may be set, and so may the hour. */
const LOOK_MS = 60_000
const DAY_MS = 24 * 3_600_000

export type Repairs = ReturnType<typeof createRepairs>

/** What devices lose behind our back is given back: once a night, when somebody asks, and when other devices stand at the doors. */
export function createRepairs(core: Core) {
  const { repairs, clock, settings, site } = core
  let timer: Timer | null = null
  let closed = false

  function viewOf(repair: StoredRepair): RepairView {
    const { left: _, ...mended } = repairs.mended(repair.id)
    return {
      id: repair.id,
      why: repair.why,
      sight: repair.sight,
      startedAt: repair.started_at,
      lookedAt: repair.looked_at,
      endedAt: repair.ended_at,
      failure: repair.failure,
      total: repair.total,
      guests: repair.guests,
      unsaid: repair.unsaid,
      ...mended,
    }
  }

  /** Whoever looks already goes on, and is joined. */
  function begin(why: RepairWhy): StoredRepair {
    const begun = core.transaction(() => {
      const last = repairs.last(site.key())
      const id = last !== null && last.looked_at === null ? last.id : repairs.add(site.key(), why, clock.now())
      enqueueRepair(core, id)
      return repairs.get(id)
    })
    if (!begun) throw new Error('a repair was lost inside its own transaction')
    core.changed()
    return begun
  }

  /** When the hour was last, in the desk's zone. */
  function lastHour(hour: number, now: Instant): Instant {
    const at = (moment: Instant) => instantOf({ ...wallTime(moment, core.zone()), hour, minute: 0, second: 0 }, core.zone())
    return at(now) <= now ? at(now) : at(now - DAY_MS)
  }

  function look(): void {
    if (closed) return
    const now = clock.now()
    const { repairHour } = settings.read()
    // A guest of it may have been forgotten meanwhile, and its act with the guest.
    const last = repairs.last(site.key())
    if (last !== null && last.ended_at === null) core.disk.spare(() => core.transaction(() => endRepair(core, last.id)))
    // A console that was off at the hour does it at its next start.
    const isDue = repairHour !== null && repairs.isDue(site.key(), lastHour(repairHour, now), now)
    if (isDue) core.disk.spare(() => void begin('night'))
    timer = clock.setTimeout(look, LOOK_MS)
  }

  return {
    calls: {
      'repair.get': (): CallOutput<'repair.get'> => {
        const last = repairs.last(site.key())
        return { last: last && viewOf(last) }
      },
      'repair.start': (): RepairView => viewOf(begin('hand')),
    },
    /** Other devices stand at the doors, or other doors belong to the levels: whoever has access is to have it there too. */
    afterChange(): void {
      if (repairs.hasAnybody(site.key(), clock.now())) begin('change')
    },
    /** Only for the owner of a profile. */
    start: look,
    close(): void {
      closed = true
      if (timer) clock.clearTimeout(timer)
    },
  }
}
