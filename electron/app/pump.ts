import type { FeedView } from '../../shared/contract/passage-calls.ts'
import type { BatchView } from '../../shared/model/batch.ts'
import type { PassageView } from '../../shared/model/passage.ts'
import type { StatusView } from '../../shared/model/site.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import type { Clock, Timer } from '../base/clock.ts'
import type { StoredVisit, VisitsTable } from '../storage/visits.ts'
import type { PushBus } from './push-bus.ts'

/** At most four pushes of a kind a second (mission row 18: live, and still legible). */
const EVERY_MS = 250
/** What changes together goes together. */
const GATHER_MS = 20
/** How often to look whether another process has written, and to let the clockwork of the status bar move on. */
const LOOK_MS = 500
/** A page of a batch is re-read by its screen; the push only has to name who changed. */
const VISITS_A_PUSH = 200

export interface PumpSources {
  clock: Clock
  bus: PushBus
  visits: VisitsTable
  view(visits: readonly StoredVisit[]): VisitView[]
  batches(): BatchView[]
  status(): StatusView
  feed(): FeedView
  /** Passages stored or changed since the last time, by whatever process; the last ones of a burst. */
  passages(): PassageView[]
  /** Grows when another process has committed to the file. */
  dataVersion(): number
  /** Another process has enqueued something, perhaps. */
  onForeignChange(): void
}

/** Turns "something changed" into pushes of whole views, four times a second at most. */
export function createPump(sources: PumpSources) {
  const { clock, bus, visits } = sources
  let revision = visits.revision()
  let version = sources.dataVersion()
  let lastStatus = ''
  let lastBatches = ''
  let lastFeed = ''
  let timer: Timer | null = null
  let look: Timer | null = null
  let closed = false
  let sentAt = Number.NEGATIVE_INFINITY

  function send(): void {
    timer = null
    sentAt = clock.monotonic()
    const changed = visits.changedSince(revision, VISITS_A_PUSH)
    const last = changed.at(-1)
    if (last) {
      revision = last.revision
      bus.push('visits', sources.view(changed))
    }
    const batches = sources.batches()
    const batchesText = JSON.stringify(batches)
    if (batchesText !== lastBatches) bus.push('batches', batches)
    lastBatches = batchesText
    const status = sources.status()
    const statusText = JSON.stringify(status)
    if (statusText !== lastStatus) bus.push('status', status)
    lastStatus = statusText
    const passages = sources.passages()
    if (passages.length > 0) bus.push('passages', passages)
    const feed = sources.feed()
    const feedText = JSON.stringify(feed)
    if (feedText !== lastFeed) bus.push('feed', feed)
    lastFeed = feedText
    if (changed.length === VISITS_A_PUSH) touch()
  }

  function touch(): void {
    if (closed || timer) return
    // The first change after a quiet while is shown at once: somebody stands at a door.
    const wait = Math.max(GATHER_MS, sentAt + EVERY_MS - clock.monotonic())
    timer = clock.setTimeout(send, wait)
  }

  function lookOut(): void {
    if (closed) return
    const now = sources.dataVersion()
    if (now !== version) {
      version = now
      sources.onForeignChange()
    }
    touch()
    look = clock.setTimeout(lookOut, LOOK_MS)
  }

  return {
    touch,
    start: lookOut,
    close(): void {
      closed = true
      if (timer) clock.clearTimeout(timer)
      if (look) clock.clearTimeout(look)
    },
  }
}
