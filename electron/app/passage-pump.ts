import type { FeedState } from '../../shared/model/passage.ts'
import { dayOf, type Instant } from '../../shared/model/time.ts'
import type { FeedEvent } from '../access-control/feed.ts'
import type { AccessControl } from '../access-control/port.ts'
import type { Core } from './core.ts'
import type { PassageKeeper } from './passage-keeper.ts'

export interface PassagePump {
  /** Begins to read; only for the owner of a profile. */
  start(): void
  /** How the feed stands: of this process where it reads, else as whoever reads it last said. */
  state(): FeedState
  close(): Promise<void>
}

/** How often a pump that has nothing to read looks whether it has, and one that reads whether it is still the right site. */
const LOOK_MS = 1000
/** After something that went wrong here (a full disk), in milliseconds. */
const AGAIN_MS = 5000
/** Whoever reads notes at least every 15 s that the site is heard. */
const SILENT_MS = 60_000
/** The site is given so long to be told that we go. */
const GOODBYE_MS = 4000

/** Reads the one feed of the connected site and keeps what it tells, from where the tables say it stopped. */
export function createPassagePump(core: Core, keeper: PassageKeeper, onState: () => void): PassagePump {
  const { clock, settings, site, passages, log } = core
  const closing = new AbortController()
  let state: FeedState = { state: 'off' }
  let reading: { control: AccessControl; run: AbortController; ended: Promise<void> } | null = null
  let loop: Promise<void> | null = null

  function tell(next: FeedState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    passages.saveState(site.key(), next)
    onState()
  }

  /** While there is no site to be read: the watch over it says why. */
  function waiting(): FeedState {
    const { state: how, since, failure } = site.status()
    return how === 'offline' || how === 'credentials'
      ? { state: 'offline', since: since ?? clock.now(), failure }
      : { state: 'starting' }
  }

  function take(key: string, event: FeedEvent): void {
    if (event.type === 'state') tell(event.state)
    else {
      keeper.keep(key, event.passages, event.cursor)
      if (event.passages.length > 0) core.changed()
    }
  }

  /** Somebody wants what was before, and the site can be asked for it. */
  function wantedOf(control: AccessControl, key: string): Instant | null {
    const { since, wanted } = passages.coverage(key)
    return control.cursorAt && wanted !== null && since !== null && wanted < since ? wanted : null
  }

  /** Where to go on: where the tables say, further back where that is wanted, and for the first time with the day that has begun. */
  function cursorFor(control: AccessControl, key: string): string | null {
    const { cursor } = passages.cursor(key)
    const { since } = passages.coverage(key)
    const today = dayOf(clock.now(), core.zone()).from
    const from = wantedOf(control, key) ?? (since === null ? (control.cursorAt ? today : clock.now()) : null)
    if (from === null) return cursor
    const rewound = control.cursorAt?.(from) ?? null
    core.transaction(() => passages.rewind(key, from, rewound))
    return rewound ?? cursor
  }

  async function read(control: AccessControl, run: AbortController): Promise<void> {
    const key = site.key()
    const feedNow = () => JSON.stringify(settings.read().feed)
    const feed = feedNow()
    // Asked now and then: somebody, or another process, may have named another site, or another way to read this one.
    const watch = (async () => {
      while (!run.signal.aborted) {
        await clock.sleep(LOOK_MS, run.signal).catch(() => {})
        if (site.peek() !== control || feedNow() !== feed || wantedOf(control, key) !== null) run.abort()
      }
    })()
    try {
      for await (const event of control.passages(cursorFor(control, key), run.signal)) take(key, event)
    } finally {
      run.abort()
      await watch
    }
  }

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      const control = settings.read().feed.on ? site.peek() : null
      if (!control) {
        tell(settings.read().feed.on ? waiting() : { state: 'off' })
        await clock.sleep(LOOK_MS, closing.signal).catch(() => {})
        continue
      }
      const run = new AbortController()
      const stop = () => run.abort()
      closing.signal.addEventListener('abort', stop, { once: true })
      const ended = read(control, run).catch(async error => {
        log.error({ event: 'feed-failed', error })
        await clock.sleep(AGAIN_MS, closing.signal).catch(() => {})
      })
      reading = { control, run, ended }
      await ended
      reading = null
      closing.signal.removeEventListener('abort', stop)
    }
    tell({ state: 'off' })
  }

  // The site is told that we go while it can still be reached.
  site.onLeaving(async control => {
    if (reading?.control !== control) return
    reading.run.abort()
    await Promise.race([reading.ended, clock.sleep(GOODBYE_MS)])
  })

  return {
    start() {
      loop ??= work()
    },
    state() {
      if (loop) return state
      const { heardAt, state: said } = passages.said(site.key())
      if (said === null || said.state === 'off' || said.state === 'offline' || heardAt === null) return said ?? { state: 'off' }
      return clock.now() - heardAt > SILENT_MS ? { state: 'offline', since: heardAt, failure: null } : said
    },
    async close() {
      closing.abort()
      await loop
    },
  }
}
