import { z } from 'zod'
import type { PersonRef } from '../../shared/model/ids.ts'
import type { LackingDoor, RepairSight } from '../../shared/model/repair.ts'
import { type AccessControl, type CallContext, type Delivery, SiteError, type Standing } from '../access-control/port.ts'
import type { StoredGuest } from '../storage/guests.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { JobContext } from './context.ts'
import { standingOf } from './standing.ts'
import { delayAfter } from './waiting.ts'

/** Whoever is looked at: a guest with every visit that is confirmed and not over, the one that is open now first, and of the others the newest. */
export interface Standee {
  ref: PersonRef
  guest: StoredGuest
  visits: readonly [StoredVisit, ...StoredVisit[]]
}

/** What was seen of one. lacking: it has to be given again · unsaid: somebody could not say · lost: the site has the person no more. */
export interface Seen {
  /** By the standing of which visit it was judged. */
  visit: StoredVisit
  state: 'whole' | 'lacking' | 'unsaid' | 'lost'
  doors: readonly LackingDoor[]
}

/** `after`: guests up to this id have been looked at. The rest is of a server that was told to apply anew, and is being asked what came of it. */
export const RepairCheckpoint = z
  .object({
    after: z.number().int().default(0),
    since: z.number().nullable().default(null),
    failing: z.array(z.string()).default([]),
    lost: z.array(z.string()).default([]),
  })
  .catch({ after: 0, since: null, failing: [], lost: [] })
export type RepairCheckpoint = z.infer<typeof RepairCheckpoint>

/** Who has been looked at, or when to ask once more. */
export type Sight = { seen: Seen[] } | { later: number; checkpoint: RepairCheckpoint }

/** The site, and the name under which its ids are kept. */
interface At {
  control: AccessControl
  key: string
  call: CallContext
}

/** A server that has not said of somebody for so long what came of it, in milliseconds, is asked no more: the next night will tell. */
const PATIENCE_MS = 2 * 60_000

/** Devices are asked themselves; of a server's terminals those are that get their faces from us. */
export function sightOf(control: AccessControl): RepairSight {
  if (control.kind === 'isapi') return 'devices'
  return control.devices ? 'faces' : 'server'
}

/**
 * Devices tell what they hold: it is compared, and nothing is written. A guest of several visits has the window of whichever was sent last: judged by the visit to which the doors come nearest.
 */
export async function compare(context: JobContext, at: At, standees: readonly Standee[]): Promise<Sight> {
  const seen = new Map<Standee, Seen>()
  for (let turn = 0; ; turn++) {
    const asked = standees.flatMap(about => {
      const visit = about.visits[turn]
      const isOpen = turn === 0 || seen.get(about)?.state === 'lacking'
      return visit && isOpen ? [{ about, visit, standing: standing(context, at, about, visit) }] : []
    })
    if (asked.length === 0) return { seen: [...seen.values()] }
    const standings = asked.map(one => one.standing)
    const answers = await at.control.delivery(standings, 'each', at.call)
    asked.forEach(({ about, visit }, i) => {
      const state = stateOf(answers[i])
      const doors = missedAt(answers[i])
      const before = seen.get(about)
      if (!before || state !== 'lacking' || doors.length < before.doors.length) seen.set(about, { visit, state, doors })
    })
  }
}

const standing = (context: JobContext, { key }: At, { ref, guest }: Standee, visit: StoredVisit): Standing =>
  standingOf(context, key, ref, { visit, guest })

function stateOf(delivery: Delivery | undefined): Seen['state'] {
  if (delivery?.state === 'missed') return 'lacking'
  // What was refused for good is told with the visit, and a person must act.
  return delivery?.state === 'done' || delivery?.state === 'failed' ? 'whole' : 'unsaid'
}

const missedAt = (delivery: Delivery | undefined): LackingDoor[] =>
  (delivery?.doors ?? []).flatMap(({ id, name, state }) => (state === 'missed' ? [{ id, name }] : []))

/**
 * A server tells what it believes, which is not what a door has lost (protocol A4): so everybody is applied once more, a set in one call. Lacking is whoever it then lists as failed twice running, or who
 * has no face at a terminal that we ask ourselves.
 */
export async function pushAgain(
  context: JobContext,
  at: At,
  standees: readonly Standee[],
  checkpoint: RepairCheckpoint,
): Promise<Sight> {
  if (standees.length === 0) return { seen: [] }
  const now = context.clock.now()
  const standings = standees.map(about => standing(context, at, about, about.visits[0]))
  if (checkpoint.since === null) {
    const lost = await applyAll(at, standings)
    return { later: now + delayAfter(0, 'list'), checkpoint: { ...checkpoint, since: now, failing: [], lost } }
  }
  const waited = now - checkpoint.since
  const answers = await at.control.delivery(standings, 'set', at.call)
  const failing = answers.filter(({ state }) => state === 'failed').map(({ ref }) => ref)
  const isSeenTwice = (ref: PersonRef) => checkpoint.failing.includes(ref)
  const isOpen = ({ state, ref }: Delivery) => state === 'pending' || (state === 'failed' && !isSeenTwice(ref))
  if (waited < PATIENCE_MS && answers.some(isOpen))
    return { later: Math.ceil(now + delayAfter(waited, 'list')), checkpoint: { ...checkpoint, failing } }
  return {
    seen: standees.map((about, i) => {
      const answer = answers[i]
      const isLacking = answer?.state === 'missed' || (answer?.state === 'failed' && isSeenTwice(about.ref))
      const state = isLacking ? 'lacking' : answer?.state === 'done' ? 'whole' : 'unsaid'
      return {
        visit: about.visits[0],
        state: checkpoint.lost.includes(about.ref) ? 'lost' : state,
        doors: missedAt(answer),
      }
    }),
  }
}

/** One call for the set; where the server no longer has one of it, halves, so that the others are not left out. Answers whom it has lost. */
async function applyAll(at: At, standings: readonly Standing[]): Promise<PersonRef[]> {
  try {
    await at.control.apply(standings, at.call)
    return []
  } catch (error) {
    const failure = error instanceof SiteError ? error.failure : null
    if (failure?.kind !== 'not-found') throw error
    if (standings.length === 1) return standings.map(({ ref }) => ref)
    const half = Math.ceil(standings.length / 2)
    const first = await applyAll(at, standings.slice(0, half))
    return [...first, ...(await applyAll(at, standings.slice(half)))]
  }
}
