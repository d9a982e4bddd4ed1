import type { DoorId } from '../../../shared/model/ids.ts'
import type { Passage } from '../../../shared/model/passage.ts'
import type { FeedSettings } from '../../../shared/model/settings.ts'
import type { Clock } from '../../base/clock.ts'
import { createChannel } from '../channel.ts'
import { failureOf } from '../failure-of.ts'
import type { Feed, FeedEvent } from '../feed.ts'
import type { CallContext, LimiterState } from '../port.ts'
import { doorSets, type Marks, markOf, readCursor, writeCursor } from './event-cursor.ts'
import { type Lane, type LanePage, markNow } from './event-lanes.ts'
import { createPolling, FEED_RANK } from './event-polling.ts'
import { createFeedState } from './feed-state.ts'
import type { Gateway } from './request.ts'
import { openSubscription, type Subscription } from './subscription.ts'
import { createToldEvents } from './told-events.ts'

export interface PassagesOptions {
  gateway: Gateway
  /** Looked at whenever somebody begins to read. */
  settings: () => FeedSettings
  clock: Clock
  zone: string
  /** What pushes are known by is made from it; it is not sent. */
  appSecret: string
  limiter: () => Pick<LimiterState, 'rate' | 'waiting'>
  doors(call: CallContext): Promise<{ id: DoorId }[]>
}

/** Pages that lie between the site and whoever keeps them. */
const ROOM = 8
/** Doors are listed anew so often, in milliseconds. */
const DOORS_EVERY_MS = 600_000
/** The cursor is told without passages so often. */
const CURSOR_EVERY_MS = 15_000

/** Every passage of a HikCentral (protocol A4, Doors and events, Subscription), by polling or by being told. One feed at a time. */
export function createPassages(options: PassagesOptions): Required<Pick<Feed, 'passages' | 'pushedTo'>> {
  let subscription: Subscription | null = null
  return {
    pushedTo: () => subscription?.destination() ?? null,
    async *passages(after, signal) {
      const channel = createChannel<FeedEvent>(ROOM)
      const ending = new AbortController()
      const either = AbortSignal.any([signal, ending.signal])
      const onSubscription = (next: Subscription | null) => {
        subscription = next
      }
      const about = { ...options, settings: options.settings(), onSubscription }
      const reading = read(about, after, either, channel.put).finally(channel.close)
      const close = () => channel.close()
      either.addEventListener('abort', close, { once: true })
      try {
        yield* channel.items()
      } finally {
        ending.abort()
        await reading
      }
    },
  }
}

type Put = (event: FeedEvent) => Promise<void>

/** One reading, with the settings as they were when it began. */
interface Reading extends Omit<PassagesOptions, 'settings'> {
  settings: FeedSettings
  onSubscription(subscription: Subscription | null): void
}

async function read(options: Reading, after: string | null, signal: AbortSignal, put: Put): Promise<void> {
  const { clock } = options
  const state = createFeedState(clock, state => void put({ type: 'state', state }))
  let marks: Marks | null = readCursor(after)
  state.set({ state: 'starting' })
  while (!signal.aborted) {
    const doors = await options.doors({ rank: FEED_RANK, signal }).catch(error => {
      if (!signal.aborted) state.trouble(failureOf(error) ?? { kind: 'bug' })
      return null
    })
    if (doors)
      marks = await readDoors(
        options,
        doors.map(door => door.id),
        marks,
        signal,
        put,
        state,
      )
    else await clock.sleep(5000, signal).catch(() => {})
  }
}

/** Reads these doors until others are there, or the end; answers where it stands. */
async function readDoors(
  options: Reading,
  doors: readonly DoorId[],
  from: Marks | null,
  signal: AbortSignal,
  put: Put,
  state: ReturnType<typeof createFeedState>,
): Promise<Marks> {
  const { clock, settings, gateway } = options
  const ending = new AbortController()
  const either = AbortSignal.any([signal, ending.signal])
  const told = createToldEvents()
  let subscription: Subscription | null = null
  const lanes: Lane[] = []
  const polling = createPolling({
    gateway,
    settings,
    clock,
    lanes,
    zone: options.zone,
    limiter: options.limiter,
    signal: either,
    trusted: () => subscription?.trouble() === null,
    onTrouble: state.trouble,
    onAnswer: () => state.answered(),
    onPage,
  })
  const begun = polling.siteNow()
  const markAt = (type: number, set: string) => (from ? markOf(from, type, set) : begun)
  lanes.push(...lanesOf(doors, settings, markAt, { since: from ? 0 : begun, sweptAt: clock.monotonic() }))
  state.begin(lanes, begun)
  /** Told as soon as everything has been read once: a console that is closed then need not read it again. */
  let savedAt: number | null = null
  const marksNow = (): Marks => new Map(lanes.map(lane => [lane.key, markNow(lane)]))

  async function onPage(lane: Lane, page: LanePage): Promise<void> {
    for (const passage of page.passages) {
      if (told.roadOf(passage.key) !== undefined) continue
      polling.noteLag(passage, page.markBefore)
      subscription?.listed(passage)
    }
    // From here to the channel nothing waits: passages and the marks that speak for them go together.
    const fresh = told.fresh(page.passages, 'listed')
    page.settle()
    if (fresh.length > 0) lane.toldAt = clock.monotonic()
    state.page(lane, page, fresh.length)
    const now = clock.monotonic()
    const isDue = savedAt === null ? polling.isCaughtUp() : now - savedAt > CURSOR_EVERY_MS
    if (fresh.length > 0 || isDue) {
      if (savedAt !== null || isDue) savedAt = now
      const live = lane.caughtUp && fresh.every(passage => passage.at >= begun - 60_000)
      await put({ type: 'passages', passages: fresh, cursor: writeCursor(marksNow()), live })
    }
    sayHow()
  }

  function sayHow(): void {
    if (polling.isCaughtUp()) state.caughtUp(polling.everyMs(), subscription?.trouble())
  }

  function onPushed(passages: readonly Passage[]): void {
    const fresh = told.fresh(passages, 'pushed')
    // The list names the reader and the person: it is asked for this kind at once, and not when its turn comes.
    for (const { type, doorId } of fresh) {
      const lane = lanes.find(one => String(one.type) === type && (doorId === null || one.doors.includes(doorId)))
      if (lane) lane.hurryAt ??= clock.monotonic() + Math.min(settings.lagMs, 1500)
    }
    if (fresh.length > 0) void put({ type: 'passages', passages: fresh, cursor: writeCursor(marksNow()), live: true })
    sayHow()
  }

  if (settings.subscription.on) {
    const types = [...settings.types, ...settings.rareTypes]
    subscription = openSubscription({ ...options, types, siteNow: polling.siteNow, signal: either, onPassages: onPushed })
    options.onSubscription(subscription)
  }
  const others = watchDoors(options, doors, either).then(() => ending.abort())
  try {
    await Promise.all([polling.run(), others])
  } finally {
    ending.abort()
    await subscription?.close()
    options.onSubscription(null)
  }
  return marksNow()
}

/** Resolves when the site has other doors than these, or at the end. */
async function watchDoors(options: Reading, known: readonly DoorId[], signal: AbortSignal): Promise<void> {
  const listed = JSON.stringify([...known].sort())
  while (!signal.aborted) {
    await options.clock.sleep(DOORS_EVERY_MS, signal).catch(() => {})
    if (signal.aborted) return
    const now = await options.doors({ rank: FEED_RANK, signal }).catch(() => null)
    if (now && JSON.stringify(now.map(door => door.id).sort()) !== listed) return
  }
}

function lanesOf(
  doors: readonly DoorId[],
  settings: FeedSettings,
  mark: (type: number, set: string) => number,
  start: Pick<Lane, 'since' | 'sweptAt'>,
): Lane[] {
  const prompt = new Set(settings.types)
  const rare = [...new Set(settings.rareTypes)].filter(type => !prompt.has(type))
  const sets = doorSets(doors)
  return [...[...prompt].map(type => ({ type, rare: false })), ...rare.map(type => ({ type, rare: true }))].flatMap(kind =>
    sets.map(set => ({
      ...kind,
      ...start,
      key: `${kind.type} ${set.key}`,
      doors: set.doors,
      mark: mark(kind.type, set.key),
      reading: null,
      busy: false,
      askedAt: Number.NEGATIVE_INFINITY,
      toldAt: Number.NEGATIVE_INFINITY,
      restUntil: Number.NEGATIVE_INFINITY,
      hurryAt: null,
      caughtUp: false,
      sweepFrom: null,
      overlapFrom: null,
      asked: false,
    })),
  )
}
