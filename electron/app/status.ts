import type { StatusView } from '../../shared/model/site.ts'
import type { LimiterState } from '../access-control/port.ts'
import type { Core } from './core.ts'
import { ALARM_AFTER_MS } from './visits.ts'

const noLimiter = { rate: 0, foundOut: false, used: 0, concurrency: 0, slowed: 0 }

/**
 * Null while no site is open. It must not open one: the worker asks at every turn, and one that cannot be opened (no secret) would be tried, told about, and tried again
 * without end.
 */
export const limiterOf = (core: Core): LimiterState | null => core.site.peek()?.limiter() ?? null

/** Nothing goes to it now, so nothing may be promised. */
export const isAway = ({ state }: StatusView['site']): boolean => state === 'offline' || state === 'credentials'

/** The foot of the window. */
export function statusOf(core: Core, owner: boolean): StatusView {
  const { rate, foundOut, used, concurrency, slowed } = limiterOf(core) ?? noLimiter
  return {
    site: core.site.status(),
    limiter: { rate, foundOut, used, concurrency, slowed },
    disk: core.disk.fullSince === null ? 'ok' : 'full',
    alarms: core.visits.overdue(core.clock.now() - ALARM_AFTER_MS),
    queue: { queued: core.batches.left() + core.table.alone(), oldestAt: core.table.oldestAt() },
    owner,
  }
}
