import { join } from 'node:path'
import type { BatchId } from '../../shared/model/ids.ts'
import { type HikCentralConnection, Preferences } from '../../shared/model/settings.ts'
import type { StatusView } from '../../shared/model/site.ts'
import { openSite, readCertificate } from '../access-control/open.ts'
import { SiteError } from '../access-control/port.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { JobContext } from '../jobs/context.ts'
import { jobKinds } from '../jobs/job-kinds.ts'
import { SITE_LANE } from '../jobs/steps.ts'
import { createPhotoFolder } from '../photo/photo-folder.ts'
import { createJobTable, type JobTable } from '../queue/job-table.ts'
import { createWorker, type Worker } from '../queue/worker.ts'
import { createBatchesTable } from '../storage/batches.ts'
import { dataVersion, openDatabase } from '../storage/database.ts'
import { createGuestsTable } from '../storage/guests.ts'
import { type ProfileLock, tryOwn } from '../storage/profile-lock.ts'
import { createSiteCache } from '../storage/site-cache.ts'
import { createVisitsTable } from '../storage/visits.ts'
import { createBatchCalls } from './batches.ts'
import { createConnectionCalls } from './connection.ts'
import type { Core } from './core.ts'
import { createDispatcher, type Dispatcher } from './dispatcher.ts'
import { createGuestCalls } from './guests.ts'
import { createPace } from './pace.ts'
import { createPhotos } from './photos.ts'
import { createPump } from './pump.ts'
import { createPushBus, type PushBus } from './push-bus.ts'
import type { SecretStore, SettingsFile } from './settings-file.ts'
import { createSite, type EmbeddedSite, failureOf } from './site.ts'
import { createViews } from './views.ts'
import { createListCalls } from './visitor-lists.ts'
import { createVisitCalls } from './visits.ts'

export interface AppOptions {
  profileDir: string
  host: 'electron' | 'browser' | 'cli'
  version: string
  settings: SettingsFile
  secrets: SecretStore
  clock: Clock
  random: Random
  log: Log
  /** Take the profile and run its jobs, if nobody else does. False: read and write rows only. */
  work: boolean
  /** Left out: the one in this process, started when first needed. */
  embedded?: EmbeddedSite
  /** Where the built face check lies; from source it finds itself. */
  workerUrls?: { face?: URL }
  sqliteBinding?: string
}

export interface App {
  dispatcher: Dispatcher
  pushes: PushBus
  /** This process runs the profile's jobs; else another one does, or nobody. */
  owner: boolean
  /** Jobs that were under way when the last owner of the profile died. */
  recovered: number
  table: JobTable
  worker: Worker | null
  close(): Promise<void>
}

/** The only wiring: everything the core is made of, put together once. */
export async function createApp(options: AppOptions): Promise<App> {
  const { clock, random, log, settings, secrets } = options
  const lock: ProfileLock | null = options.work ? tryOwn(options.profileDir, { nativeBinding: options.sqliteBinding }) : null
  const db = openDatabase({ file: join(options.profileDir, 'foyer.db'), nativeBinding: options.sqliteBinding })
  const batches = createBatchesTable(db)
  const visits = createVisitsTable(db, batches)
  const guests = createGuestsTable(db)
  const cache = createSiteCache(db)
  const table = createJobTable(db, clock, random)
  const bus = createPushBus(error => log.error({ event: 'push-failed', error }))
  const zone = () => settings.read().preferences.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const openAt = (address: { connection: HikCentralConnection; appSecret: string }) =>
    openSite(address.connection, { appSecret: address.appSecret }, { clock, random, zone: zone() })

  const folder = createPhotoFolder(join(options.profileDir, 'photos'), random)
  const photos = createPhotos(folder, async () => {
    const { openPhotoDesk } = await import('../photo/open-photo-desk.ts')
    return openPhotoDesk({ clock, faceWorker: options.workerUrls?.face })
  })

  let worker: Worker | null = null
  let touch = () => {}
  const changed = () => {
    worker?.wake()
    touch()
  }
  const embedded = options.embedded ?? (await import('./embedded-site.ts')).createEmbeddedSite(clock)
  const site = createSite({ settings, secrets, cache, clock, embedded, open: openAt, onChange: changed })

  // Calls are counted in memory and written with the next commit: a count is not worth a commit of its own.
  const calls = new Map<BatchId, number>()
  const flushCalls = () => {
    for (const [batch, count] of calls) batches.addCalls(batch, count)
    calls.clear()
  }
  const transaction = <T>(work: () => T): T =>
    db
      .transaction(() => {
        flushCalls()
        return work()
      })
      .immediate()

  const jobs: JobContext = {
    clock,
    table,
    guests,
    visits,
    batches,
    cache,
    site: site.current,
    readPhoto: photo =>
      folder.read(photo).catch(() => {
        throw new SiteError({ kind: 'invalid', cause: 'photo-gone' })
      }),
    chunk: () => settings.read().chunk,
    meter: batch => {
      if (batch !== null) calls.set(batch, (calls.get(batch) ?? 0) + 1)
    },
  }
  const core: Core = {
    clock,
    random,
    log,
    table,
    guests,
    visits,
    batches,
    cache,
    settings,
    site,
    photos,
    jobs,
    zone,
    transaction,
    changed,
  }

  const limiter = () => {
    try {
      return site.current().control.limiter()
    } catch {
      return null
    }
  }
  const view = createViews(core)
  const visitCalls = createVisitCalls(core, view)
  const batchCalls = createBatchCalls(core, view, createPace(clock, limiter), visitCalls.again)

  function status(): StatusView {
    const state = limiter()
    const used = state ? { rate: state.rate, used: state.used, concurrency: state.concurrency, slowed: state.slowed } : null
    const counts = table.counts()
    return {
      site: site.status(),
      limiter: used ?? { rate: 0, used: 0, concurrency: 0, slowed: 0 },
      queue: { queued: counts.ready + counts.waiting + counts.leased + counts.paused, oldestAt: table.oldestAt() },
      owner: lock !== null,
    }
  }

  const dispatcher = createDispatcher(
    {
      'session.hello': () => ({
        version: options.version,
        host: options.host,
        zone: zone(),
        now: clock.now(),
        preferences: settings.read().preferences,
      }),
      'status.get': status,
      'preferences.set': change => {
        const preferences = Preferences.parse({ ...settings.read().preferences, ...change })
        settings.write({ ...settings.read(), preferences })
        bus.push('preferences', preferences)
        return preferences
      },
      ...createGuestCalls(core),
      ...visitCalls.calls,
      ...photos.calls,
      ...createListCalls(core),
      ...batchCalls.calls,
      'site.levels': () => site.levels(),
      'site.doors': () => site.doors(),
      ...createConnectionCalls(core, secrets, lock !== null || !options.work, {
        open: openAt,
        readCertificate: url => readCertificate(url, clock),
      }),
    },
    log,
  )

  const pump = createPump({
    clock,
    bus,
    visits,
    view,
    batches: () => batches.newest(60).map(batchCalls.toView),
    status,
    dataVersion: () => dataVersion(db),
    onForeignChange: () => worker?.wake(),
  })
  touch = pump.touch

  let recovered = 0
  if (lock) {
    recovered = table.giveBackLeases()
    if (recovered > 0) log.info({ event: 'leases-given-back', count: recovered })
    worker = createWorker({
      table,
      kinds: jobKinds(jobs),
      lane: SITE_LANE,
      width: () => limiter()?.concurrency ?? 1,
      clock,
      random,
      transaction,
      failureOf: error => {
        const failure = failureOf(error)
        if (failure.kind === 'bug') log.error({ event: 'job-failed', error })
        return failure
      },
      onEnding: failure => site.report(failure),
      onChange: changed,
    })
    void site.start()
    worker.start()
  }
  pump.start()

  return {
    dispatcher,
    pushes: bus,
    owner: lock !== null,
    recovered,
    table,
    worker,
    async close() {
      pump.close()
      await worker?.stop()
      await site.close()
      await photos.close()
      transaction(() => {})
      db.close()
      lock?.release()
    },
  }
}
