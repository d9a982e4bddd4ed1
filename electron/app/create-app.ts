import type { Clock, Timer } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { createEnder, type Ender } from '../jobs/acts/ender.ts'
import { SITE_LANE } from '../jobs/steps.ts'
import type { JobTable } from '../queue/job-table.ts'
import type { Worker } from '../queue/worker.ts'
import { dataVersion } from '../storage/database.ts'
import { type ProfileLock, tryOwn } from '../storage/profile-lock.ts'
import { createActCalls } from './acts.ts'
import { createBackups } from './backups.ts'
import { createBatchCalls } from './batches.ts'
import { createConnectionCalls } from './connection.ts'
import { createDeviceCalls } from './devices.ts'
import { createDispatcher, type Dispatcher } from './dispatcher.ts'
import { createGuestCalls } from './guests.ts'
import { createMetrics } from './metrics.ts'
import { openCore } from './open-core.ts'
import { createPace } from './pace.ts'
import { createPaperCalls, type Paper } from './paper.ts'
import { createPassageDesk } from './passage-desk.ts'
import { createPump } from './pump.ts'
import { createPushBus, type PushBus } from './push-bus.ts'
import { createRepairs } from './repairs.ts'
import { startWorker } from './run-jobs.ts'
import { createSessionCalls } from './session.ts'
import type { Secrets, SettingsFile } from './settings-file.ts'
import type { EmbeddedSite } from './site.ts'
import { limiterOf, statusOf } from './status.ts'
import { createViews } from './views.ts'
import { createListCalls } from './visitor-lists.ts'
import { createVisitCalls } from './visits.ts'
import { createWebhook } from './webhook.ts'

export interface AppOptions {
  profileDir: string
  host: 'electron' | 'browser' | 'cli'
  version: string
  settings: SettingsFile
  secrets: Secrets
  clock: Clock
  random: Random
  log: Log
  /** Take the profile and run its jobs, as soon as nobody else does. False: read and write rows only. */
  work: boolean
  /** Read the passages of the site too, while it owns the profile; left out: a window does, a command does not (its calls are its work's). */
  watch?: boolean
  /** Left out: the one in this process, started when first needed. */
  embedded?: EmbeddedSite
  /** Where the built face check lies; from source it finds itself. */
  workerUrls?: { face?: URL }
  sqliteBinding?: string
  /** Left out: nothing is put on paper by this host. */
  paper?: Paper
}

export interface App {
  dispatcher: Dispatcher
  pushes: PushBus
  /** This process runs the profile's jobs; else another one does, or nobody. */
  readonly owner: boolean
  /** Jobs that were under way when the last owner of the profile died. */
  readonly recovered: number
  table: JobTable
  /** Guests that are being forgotten, by a queue of their own. */
  forgetting(): number
  readonly worker: Worker | null
  close(): Promise<void>
}

/** How often a process that looks on tries whether the profile's owner has ended, in milliseconds. */
const TAKE_OVER_MS = 1000

/** The only wiring: everything the console is made of, put together once. */
export async function createApp(options: AppOptions): Promise<App> {
  const { clock, log, secrets, version } = options
  const own = () => tryOwn(options.profileDir, { nativeBinding: options.sqliteBinding })
  let lock: ProfileLock | null = options.work ? own() : null
  let worker: Worker | null = null
  let ender: Ender | null = null
  let touch = () => {}
  const { core, db, tools, outward } = await openCore(
    options,
    () => {
      worker?.wake()
      ender?.look()
      webhook.look()
      touch()
    },
    () => worker?.resume(),
  ).catch(error => {
    lock?.release()
    throw error
  })
  const { site, table, visits, batches } = core
  const backups = createBackups(db, clock, log)
  const bus = createPushBus(error => log.error({ event: 'push-failed', error }))
  const view = createViews(core)
  const limiter = () => limiterOf(core)
  const actCalls = createActCalls(core)
  const passages = createPassageDesk({
    core,
    view,
    acts: actCalls,
    outward,
    profileDir: options.profileDir,
    onChange: () => touch(),
  })
  const visitCalls = createVisitCalls(core, view, actCalls)
  const batchCalls = createBatchCalls(core, view, createPace(clock, limiter), visitCalls.again, actCalls)
  const repairs = createRepairs(core)
  const owner = () => lock !== null
  const mayWrite = () => owner() || !options.work
  const status = () => statusOf(core, owner())
  const metrics = createMetrics({ core, counts: outward.counts, limiter, version, owner })
  const webhook = createWebhook({ core, deliveries: outward.deliveries, secret: secrets.webhook, version, owner })

  const dispatcher = createDispatcher(
    {
      ...createSessionCalls(core, bus, { version, host: options.host }),
      'status.get': status,
      ...createGuestCalls(core, view, passages.views),
      ...passages.calls,
      ...visitCalls.calls,
      ...actCalls.calls,
      ...core.photos.calls,
      ...createListCalls(core),
      ...batchCalls.calls,
      'site.levels': () => site.levels(),
      'site.doors': () => site.doors(),
      ...createConnectionCalls(core, secrets, mayWrite, tools),
      ...createDeviceCalls(core, secrets, mayWrite, tools, repairs.afterChange),
      ...repairs.calls,
      ...webhook.calls,
      ...metrics.calls,
      ...createPaperCalls(options.paper),
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
    feed: passages.feed,
    passages: passages.news,
    dataVersion: () => dataVersion(db),
    onForeignChange: () => {
      worker?.wake()
      webhook.look()
      core.readers.forgetCache()
      passages.look()
    },
  })
  touch = pump.touch

  let recovered = 0
  function begin(): void {
    recovered = table.giveBackLeases()
    if (recovered > 0) log.info({ event: 'leases-given-back', count: recovered })
    worker = startWorker(core)
    // A new start is somebody's act: what waited out a failure tries at once.
    table.hasten(SITE_LANE)
    void site.start()
    worker.start()
    ender = createEnder(core.jobs, () => {
      worker?.wake()
      touch()
    })
    ender.look()
    webhook.start()
    backups.start()
    repairs.start()
    void metrics.start()
    passages.start(options.watch ?? options.host !== 'cli')
  }
  let watch: Timer | null = null
  /** The owner may end with work left, in peace or by `kill -9`: whoever looks on goes on with it, else it would be followed for ever. */
  function takeOver(): void {
    try {
      lock = own()
    } catch (error) {
      log.error({ event: 'take-over-failed', error })
    }
    if (lock) begin()
    else watch = clock.setTimeout(takeOver, TAKE_OVER_MS)
  }
  if (lock) begin()
  else if (options.work) watch = clock.setTimeout(takeOver, TAKE_OVER_MS)
  pump.start()

  return {
    dispatcher,
    pushes: bus,
    get owner() {
      return lock !== null
    },
    get recovered() {
      return recovered
    },
    table,
    forgetting: passages.forgetting,
    get worker() {
      return worker
    },
    async close() {
      if (watch) clock.clearTimeout(watch)
      pump.close()
      ender?.close()
      repairs.close()
      await passages.close()
      await metrics.close()
      await worker?.stop()
      await webhook.close()
      await backups.close()
      await site.close()
      await core.photos.close()
      core.disk.close()
      core.disk.spare(() => core.transaction(() => {}))
      db.close()
      lock?.release()
    },
  }
}
