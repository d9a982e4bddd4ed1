import { z } from 'zod'
import { DoorId, GuestId, VisitId } from './ids.ts'
import { Instant } from './time.ts'

/** What must hold for a door to open, in the order in which it is looked at: whoever mends the first failing one need not think of those after it. */
export const chainLinks = ['level', 'schedule', 'window', 'delivery', 'device', 'clock'] as const
export type ChainLinkName = (typeof chainLinks)[number]

/** What mends a failing link. The first four are keys on a screen; the others are for a person with a screwdriver, or with patience. */
export const ChainFix = z.enum(['add-level', 'extend', 'apply', 'retake', 'wait', 'check-device', 'check-site', 'set-clock'])
export type ChainFix = z.infer<typeof ChainFix>

/** One link. `cause` is a word the screens have a sentence for; `at` goes with it ("until 18:00", "since 09:14"). */
export const ChainLink = z.object({
  link: z.enum(chainLinks),
  state: z.enum(['ok', 'failed', 'unknown']),
  cause: z.string().max(80).nullable(),
  fix: ChainFix.nullable(),
  at: Instant.nullable(),
})
export type ChainLink = z.infer<typeof ChainLink>

/** "Can this guest open that door now?" */
export const DoorChain = z.object({
  doorId: DoorId,
  doorName: z.string(),
  guestId: GuestId,
  /** Null: the guest never had one here. */
  visitId: VisitId.nullable(),
  links: z.array(ChainLink),
  /** The first failing link; null: none that we know of. */
  failing: z.enum(chainLinks).nullable(),
})
export type DoorChain = z.infer<typeof DoorChain>

/** What is known of one visit, one door and the way between them. Null: not known. */
export interface ChainFacts {
  now: Instant
  visit: {
    window: { from: Instant; until: Instant }
    /** Revoked, checked out, expired, cancelled. */
    isOver: boolean
    /** Levels it is on, or is about to be on; the doors of each where they have been learned. */
    levels: readonly { doors: readonly string[] | null }[]
    photo: 'none' | 'waiting' | 'done' | 'refused'
  } | null
  doorId: string
  /** What this door said of the visit when last asked. */
  delivery: 'waiting' | 'done' | 'refused' | 'late' | 'unconfirmed' | 'none'
  /** Whether this door's device answers. */
  isDeviceOnline: boolean | null
  /** Since when the site itself is away; null: it answers. */
  siteAwaySince: Instant | null
  /** Milliseconds between our clock and the site's. */
  skewMs: number | null
  /** The door's last word to this guest, if it was "not at this hour": schedules are told by no call (protocol A4). */
  deniedOutsideHoursAt: Instant | null
}

/** Clocks may be apart by so much before a window is judged wrongly, in milliseconds. */
const SKEW_MS = 60_000

/** Looks at each link. Pure: the same facts give the same answer on every screen. */
export function chainOf(facts: ChainFacts): { links: ChainLink[]; failing: ChainLinkName | null } {
  const links = chainLinks.map(link => ({ link, ...judges[link](facts) }))
  return { links, failing: links.find(one => one.state === 'failed')?.link ?? null }
}

type Verdict = Omit<ChainLink, 'link'>
const ok: Verdict = { state: 'ok', cause: null, fix: null, at: null }
const unknown = (cause: string): Verdict => ({ state: 'unknown', cause, fix: null, at: null })
const failed = (cause: string, fix: ChainFix, at: Instant | null = null): Verdict => ({ state: 'failed', cause, fix, at })

const judges: Readonly<Record<ChainLinkName, (facts: ChainFacts) => Verdict>> = {
  level({ visit, doorId }) {
    if (!visit) return failed('no-visit', 'extend')
    // Whatever it was on, the end of the visit took away: that is the window's matter.
    if (visit.isOver) return unknown('ended')
    if (visit.levels.some(({ doors }) => doors?.includes(doorId))) return ok
    if (visit.levels.some(({ doors }) => doors === null)) return unknown('doors-not-learned')
    return failed('no-level', 'add-level')
  },
  schedule({ deniedOutsideHoursAt, visit, now }) {
    const isInWindow = visit !== null && visit.window.from <= now && now < visit.window.until
    if (deniedOutsideHoursAt !== null && isInWindow) return failed('outside-hours', 'wait', deniedOutsideHoursAt)
    return unknown('schedules-not-told')
  },
  window({ visit, now }) {
    if (!visit) return unknown('no-visit')
    if (now >= visit.window.until) return failed('visit-over', 'extend', visit.window.until)
    if (visit.isOver) return failed('access-taken', 'extend')
    return now < visit.window.from ? failed('not-begun', 'wait', visit.window.from) : ok
  },
  delivery({ visit, delivery, isDeviceOnline }) {
    if (!visit || visit.isOver) return unknown('ended')
    if (visit.photo === 'refused') return failed('photo-refused', 'retake')
    // Whoever has no face to show there is known to the door, and not let in.
    if (visit.photo === 'none') return failed('no-photo', 'retake')
    // Sending once more mends nothing while nobody is there to take it: that is the next link's matter.
    if (isDeviceOnline === false) return delivery === 'done' ? ok : unknown('device-silent')
    switch (delivery) {
      case 'done':
        return ok
      case 'waiting':
        return failed('on-its-way', 'wait')
      case 'late':
        return failed('not-delivered', 'apply')
      case 'refused':
        return failed('door-refused', 'apply')
      default:
        return unknown('not-confirmed')
    }
  },
  device({ isDeviceOnline, siteAwaySince }) {
    if (isDeviceOnline !== null) return isDeviceOnline ? ok : failed('device-offline', 'check-device')
    // A door goes on opening while its server is away: that alone is no reason.
    return unknown(siteAwaySince === null ? 'not-asked' : 'site-away')
  },
  clock({ skewMs }) {
    if (skewMs === null) return unknown('clock-not-told')
    return Math.abs(skewMs) <= SKEW_MS ? ok : failed('clock-apart', 'set-clock')
  },
}
