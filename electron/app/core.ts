import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { JobContext } from '../jobs/context.ts'
import type { JobTable } from '../queue/job-table.ts'
import type { ActsTable } from '../storage/acts.ts'
import type { BatchesTable } from '../storage/batches.ts'
import type { Disk } from '../storage/disk.ts'
import type { Forgettings } from '../storage/forgettings.ts'
import type { createGuestPages } from '../storage/guest-pages.ts'
import type { GuestsTable } from '../storage/guests.ts'
import type { PassagePages } from '../storage/passage-pages.ts'
import type { PassagesTable } from '../storage/passages.ts'
import type { PersonLookups } from '../storage/person-lookups.ts'
import type { PresenceTable } from '../storage/presence.ts'
import type { ReadersTable } from '../storage/readers.ts'
import type { RepairsTable } from '../storage/repairs.ts'
import type { SiteCache } from '../storage/site-cache.ts'
import type { VisitLevels } from '../storage/visit-levels.ts'
import type { VisitsTable } from '../storage/visits.ts'
import type { Photos } from './photos.ts'
import type { SettingsFile } from './settings-file.ts'
import type { Site } from './site.ts'

/** What the calls of the console work with. Made once, in `create-app`. */
export interface Core {
  clock: Clock
  random: Random
  log: Log
  table: JobTable
  guests: GuestsTable
  guestPages: ReturnType<typeof createGuestPages>
  visits: VisitsTable
  levels: VisitLevels
  acts: ActsTable
  batches: BatchesTable
  cache: SiteCache
  lookups: PersonLookups
  passages: PassagesTable
  passagePages: PassagePages
  presence: PresenceTable
  readers: ReadersTable
  repairs: RepairsTable
  forgettings: Forgettings
  settings: SettingsFile
  site: Site
  photos: Photos
  jobs: JobContext
  /** The desk's zone, an IANA name. */
  zone(): string
  transaction<T>(work: () => T): T
  disk: Disk
  /** Rows or jobs were written: the worker looks, and the windows are told. */
  changed(): void
}
