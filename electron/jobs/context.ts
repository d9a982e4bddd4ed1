import type { Failure } from '../../shared/model/failure.ts'
import type { BatchId, PhotoId } from '../../shared/model/ids.ts'
import type { AccessControl, CallContext } from '../access-control/port.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Job } from '../queue/job.ts'
import type { JobTable } from '../queue/job-table.ts'
import type { ActsTable } from '../storage/acts.ts'
import type { BatchesTable } from '../storage/batches.ts'
import type { GuestsTable, StoredGuest } from '../storage/guests.ts'
import type { PersonLookups } from '../storage/person-lookups.ts'
import type { RepairsTable } from '../storage/repairs.ts'
import type { SiteCache } from '../storage/site-cache.ts'
import type { VisitLevels } from '../storage/visit-levels.ts'
import type { StoredVisit, VisitsTable } from '../storage/visits.ts'

/** What a job may touch. */
export interface JobContext {
  clock: Clock
  table: JobTable
  guests: GuestsTable
  visits: VisitsTable
  levels: VisitLevels
  acts: ActsTable
  batches: BatchesTable
  cache: SiteCache
  lookups: PersonLookups
  repairs: RepairsTable
  log: Log
  /** The site of this moment, and the name under which its ids are kept. Throws `SiteError` where none can be opened. */
  site(): { control: AccessControl; key: string }
  /** Read when it is sent, and not before. */
  readPhoto(photo: PhotoId): Promise<Uint8Array>
  /** Guests a set-based call carries. */
  chunk(): number
  transaction(work: () => void): void
  /** What calls cost is put down to their batch and step. */
  meter: Meter
  /** Whether a guest whose visit has ended is removed from the site as well. */
  removesAfterVisit(): boolean
  /** Whether access is left as it is at the end of a window: the site's own window has closed, and the level waits for the next visit. */
  keepsAccess(): boolean
}

export interface Meter {
  sent(batch: BatchId | null, waitedMs: number): void
  ended(batch: BatchId | null, step: string, tookMs: number, failure: Failure | null): void
}

/** A job with the rows it is about. */
export interface Subject {
  job: Job
  visit: StoredVisit
  guest: StoredGuest
}

/** The rows of each job; a job whose rows are gone, or whose visit somebody took back, has nothing left to do. */
export function subjectsOf(context: JobContext, jobs: readonly Job[]): { subjects: Subject[]; gone: Job[] } {
  const subjects: Subject[] = []
  const gone: Job[] = []
  for (const job of jobs) {
    const visit = context.visits.get(job.subject)
    const guest = visit && context.guests.get(visit.guest_id)
    if (visit && guest && visit.state !== 'cancelled') subjects.push({ job, visit, guest })
    else gone.push(job)
  }
  return { subjects, gone }
}

/** The call context of a run: its rank, and its batch as the payer. */
export function callOf(context: JobContext, job: Job, signal: AbortSignal): CallContext {
  const batch = job.batch as BatchId | null
  return {
    rank: job.rank,
    signal,
    onCall: waitedMs => context.meter.sent(batch, waitedMs),
    onEnd: (tookMs, failure) => context.meter.ended(batch, job.kind, tookMs, failure),
  }
}

/** A visit made for another site than the one now connected: its level and doors mean nothing here. */
export const otherSite: Failure = { kind: 'invalid', cause: 'other-site' }
