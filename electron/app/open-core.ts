import { join } from 'node:path'
import { readCertificate } from '../access-control/connector.ts'
import { openSite, type PaceMemory } from '../access-control/open.ts'
import { SiteError } from '../access-control/port.ts'
import type { JobContext } from '../jobs/context.ts'
import { createTally, type Tally } from '../outside/tally.ts'
import { createPhotoFolder } from '../photo/photo-folder.ts'
import { createJobTable } from '../queue/job-table.ts'
import { createActsTable } from '../storage/acts.ts'
import { databaseOf } from '../storage/backups.ts'
import { createBatchesTable } from '../storage/batches.ts'
import { type Database, openDatabase, touchFile } from '../storage/database.ts'
import { createDisk } from '../storage/disk.ts'
import { createForgettings } from '../storage/forgettings.ts'
import { createGuestPages } from '../storage/guest-pages.ts'
import { createGuestsTable } from '../storage/guests.ts'
import { createMetricCounts, type MetricCounts } from '../storage/metric-counts.ts'
import { createPassagePages } from '../storage/passage-pages.ts'
import { createPassagesTable } from '../storage/passages.ts'
import { createPersonLookups } from '../storage/person-lookups.ts'
import { createPresenceTable } from '../storage/presence.ts'
import { createReadersTable } from '../storage/readers.ts'
import { createRepairsTable } from '../storage/repairs.ts'
import { createSiteCache } from '../storage/site-cache.ts'
import { createSitePaces } from '../storage/site-paces.ts'
import { createSiteRefusals } from '../storage/site-refusals.ts'
import { createVisitLevels } from '../storage/visit-levels.ts'
import { createVisitsTable } from '../storage/visits.ts'
import { createWebhookDeliveries, type WebhookDeliveries } from '../storage/webhook-deliveries.ts'
import { createBatchMeter } from './batch-meter.ts'
import type { ConnectionTools } from './connection.ts'
import type { Core } from './core.ts'
import type { AppOptions } from './create-app.ts'
import { createDeviceRefusals } from './device-refusals.ts'
import { batchEnded, countAct, countVisit } from './outside.ts'
import { createPhotos } from './photos.ts'
import { createSite } from './site.ts'

/** What the outside is told from. */
export interface Outward {
  tally: Tally
  counts: MetricCounts
  deliveries: WebhookDeliveries
}

/** Opens what the calls and the jobs work with: tables, photos, the site. Nothing runs yet. */
export async function openCore(
  options: AppOptions,
  changed: () => void,
  siteIsBack: () => void,
): Promise<{ core: Core; db: Database; tools: ConnectionTools; outward: Outward }> {
  const { clock, random, log, settings, secrets, profileDir } = options
  const db = openDatabase({ file: databaseOf(profileDir), nativeBinding: options.sqliteBinding })
  const disk = createDisk(
    clock,
    () => touchFile(db),
    isFull => {
      log.error({ event: isFull ? 'disk-full' : 'disk-has-room' })
      changed()
    },
  )
  const outward = { tally: createTally(), counts: createMetricCounts(db), deliveries: createWebhookDeliveries(db) }
  const { tally } = outward
  const batches = createBatchesTable(db, batch => batchEnded({ ...outward, settings, clock, random }, batch))
  const visits = createVisitsTable(db, batches, (from, to) => countVisit(tally, from, to))
  const levels = createVisitLevels(db)
  const acts = createActsTable(db, batches, (kind, from, to) => countAct(tally, kind, from, to))
  const guests = createGuestsTable(db)
  const cache = createSiteCache(db)
  const lookups = createPersonLookups(db)
  const readers = createReadersTable(db)
  const repairs = createRepairsTable(db)
  const table = createJobTable(db, clock, random)
  const zone = () => settings.read().preferences.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone

  const paces = createSitePaces(db)
  const memory: PaceMemory = { recall: paces.recall, keep: (host, pace) => disk.spare(() => paces.keep(host, pace, clock.now())) }
  const refusals = createSiteRefusals(db)
  const deviceRefusals = createDeviceRefusals({ refusals, settings, clock, disk })
  const tools: ConnectionTools = {
    refusals: deviceRefusals,
    open: ({ connection, secrets }, known) =>
      openSite(connection, secrets, { clock, random, zone: zone(), onCall: tally.call, refusals: known, beside: site.peek() }),
    readCertificate: (url, options) => readCertificate(url, clock, options),
  }
  const embedded = options.embedded ?? (await import('./embedded-site.ts')).createEmbeddedSite(clock)
  const site = createSite({
    settings,
    secrets,
    cache,
    refusals: { ...refusals, note: (...words) => disk.spare(() => refusals.note(...words)) },
    clock,
    embedded,
    open: ({ connection, secrets }) =>
      openSite(connection, secrets, {
        clock,
        random,
        zone: zone(),
        paces: memory,
        refusals: deviceRefusals,
        onCall: tally.call,
        feed: () => settings.read().feed,
      }),
    onChange: changed,
    onBack: siteIsBack,
  })

  const folder = createPhotoFolder(join(profileDir, 'photos'), random)
  const photos = createPhotos(folder, async () => {
    const { openPhotoDesk } = await import('../photo/open-photo-desk.ts')
    return openPhotoDesk({ clock, faceWorker: options.workerUrls?.face })
  })

  const meter = createBatchMeter()
  const transaction = <T>(work: () => T): T =>
    disk.watch(() =>
      db
        .transaction(() => {
          meter.flush(batches)
          const result = work()
          outward.counts.add(tally.drain())
          return result
        })
        .immediate(),
    )

  const jobs: JobContext = {
    clock,
    table,
    guests,
    visits,
    levels,
    acts,
    batches,
    cache,
    lookups,
    repairs,
    log,
    site: site.current,
    readPhoto: photo =>
      folder.read(photo).catch(() => {
        throw new SiteError({ kind: 'invalid', cause: 'photo-gone' })
      }),
    chunk: () => settings.read().chunk,
    meter,
    transaction,
    removesAfterVisit: () => settings.read().afterVisit === 'remove',
    keepsAccess: () => settings.read().accessEnds === 'never',
  }
  const core: Core = {
    clock,
    random,
    log,
    table,
    guests,
    guestPages: createGuestPages(db),
    visits,
    levels,
    acts,
    batches,
    cache,
    lookups,
    passages: createPassagesTable(db, readers),
    passagePages: createPassagePages(db),
    presence: createPresenceTable(db),
    readers,
    repairs,
    forgettings: createForgettings(db),
    settings,
    site,
    photos,
    jobs,
    zone,
    transaction,
    disk,
    changed,
  }
  return { core, db, tools, outward }
}
