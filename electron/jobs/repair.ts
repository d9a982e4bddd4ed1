import { actShare } from '../../shared/model/act.ts'
import type { Ending, JobKind } from '../queue/worker.ts'
import type { StoredGuest } from '../storage/guests.ts'
import type { StoredVisit } from '../storage/visits.ts'
import { failAct } from './acts/ends.ts'
import { endRepair } from './acts/repair-end.ts'
import { enqueueAct } from './acts/steps.ts'
import { callOf, type JobContext, otherSite } from './context.ts'
import { compare, pushAgain, RepairCheckpoint, type Seen, type Standee, sightOf } from './repair-sight.ts'
import { ranks, SITE_LANE } from './steps.ts'

/** Nobody waits for it: the desk and the lists go first. */
export function enqueueRepair(context: Pick<JobContext, 'table'>, repair: number): void {
  context.table.enqueue({ kind: 'repair', key: `repair ${repair}`, lane: SITE_LANE, rank: ranks.upkeep, subject: repair })
}

const confirmed: readonly StoredVisit['state'][] = ['delivered', 'applied', 'partly']
const underWay: readonly StoredVisit['state'][] = ['queued', 'sending', 'accepted', 'held', 'revoking']

/** Looks at everybody with access now or later, a set at a time; whoever lacks something at a door gets an act that gives it back. */
export function createRepair(context: JobContext): JobKind {
  const { clock, guests, visits, levels, acts, repairs } = context

  /** Null where something is under way with the guest: that asks the doors by itself. */
  function standeeOf(site: string, id: StoredGuest['id']): Standee | null {
    const guest = guests.get(id)
    const ref = guests.ref(site, id)?.ref
    if (!guest || !ref) return null
    const now = clock.now()
    const own = visits.allOfGuest(id).filter(visit => visit.site === site && visit.until_at > now)
    const isBusy = (visit: StoredVisit) => {
      const act = acts.lastOfVisit(visit.id)
      return underWay.includes(visit.state) || (act !== null && actShare(act.state) === 'left')
    }
    if (own.some(isBusy)) return null
    const standing = own.filter(visit => confirmed.includes(visit.state) && levels.held(visit.id).length > 0)
    const open = standing.find(visit => visit.from_at <= now)
    const [first, ...others] = open ? [open, ...standing.filter(visit => visit !== open)] : standing
    return first ? { ref, guest, visits: [first, ...others] } : null
  }

  /** Gives back what is lacking; of whom the site has lost it is only said, since a person must register them anew. */
  function act(repair: number, { visit, state, doors }: Seen): void {
    const asked = { kind: 'repair', visitId: visit.id, batchId: null, level: null, until: null, undoUntil: null } as const
    const made = acts.add({ ...asked, repair: { id: repair, lacking: doors } }, clock.now())
    if (state === 'lost') failAct(context, made, { kind: 'not-found', cause: 'person-lost' })
    else enqueueAct(context, made)
    visits.touch(visit.id)
  }

  function endLook(id: number): void {
    repairs.setLooked(id, null, clock.now())
    const repair = repairs.get(id)
    const { found, doors } = repairs.mended(id)
    const lacking = Object.fromEntries(doors.map(door => [door.id, door.lacking]))
    context.log.info({
      event: 'repair-looked',
      repair: id,
      why: repair?.why,
      guests: repair?.guests,
      unsaid: repair?.unsaid,
      found,
      lacking,
    })
    endRepair(context, id)
  }

  return {
    setSize: 1,
    attempts: 20,
    async run(jobs, signal) {
      const [job] = jobs
      const repair = job && repairs.get(job.subject)
      if (!job || !repair || repair.looked_at !== null) return jobs.map((one): Ending => ({ job: one, type: 'done' }))
      const { control, key } = context.site()
      if (key !== repair.site) return [{ job, type: 'failed', failure: otherSite }]
      const checkpoint = RepairCheckpoint.parse(job.checkpoint ?? {})
      const ids = repairs.guestsAfter({ site: key, now: clock.now(), after: checkpoint.after, limit: context.chunk() })
      const last = ids.at(-1)
      if (last === undefined) return [{ job, type: 'done', effect: () => endLook(repair.id) }]
      const standees = ids.flatMap(id => standeeOf(key, id) ?? [])
      const look = control.kind === 'isapi' ? compare : pushAgain
      const sight = await look(context, { control, key, call: callOf(context, job, signal) }, standees, checkpoint)
      if ('later' in sight) return [{ job, type: 'later', at: sight.later, checkpoint: sight.checkpoint }]
      const of = (...states: Seen['state'][]) => sight.seen.filter(({ state }) => states.includes(state))
      const effect = () => {
        for (const one of of('lacking', 'lost')) act(repair.id, one)
        repairs.note(repair.id, { guests: ids.length, unsaid: of('unsaid').length, sight: sightOf(control) })
      }
      return [{ job, type: 'later', at: clock.now(), checkpoint: { after: last }, effect }]
    },
    onFailure(job, failure, outcome) {
      if (outcome.type !== 'dead') return
      repairs.setLooked(job.subject, failure, clock.now())
      endRepair(context, job.subject)
    },
  }
}
