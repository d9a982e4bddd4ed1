import { areKeysRefused, type Failure } from '../../shared/model/failure.ts'
import type { AccessLevel, StatusView } from '../../shared/model/site.ts'
import type { Instant } from '../../shared/model/time.ts'
import { type AccessControl, type CallContext, SiteError } from '../access-control/port.ts'
import type { Clock } from '../base/clock.ts'
import type { SiteCache } from '../storage/site-cache.ts'
import type { SiteRefusals } from '../storage/site-refusals.ts'
import { failureOf } from './failure-of.ts'
import type { Secrets, SettingsFile } from './settings-file.ts'
import { passwordsOf, type SiteAddress, siteKeyOf, siteNameOf } from './site-address.ts'

/** The embedded site, started when it is first needed. */
export interface EmbeddedSite {
  address(): Promise<SiteAddress>
  close(): Promise<void>
}

export interface SiteOptions {
  settings: SettingsFile
  secrets: Secrets
  cache: SiteCache
  refusals: SiteRefusals
  clock: Clock
  embedded: EmbeddedSite
  open(address: SiteAddress): AccessControl
  onChange(): void
  /** The site answers again, or somebody acted: what waits for it may try at once. */
  onBack(): void
}

export type Site = ReturnType<typeof createSite>

const UPKEEP: CallContext = { rank: 30 }
/** How long levels and doors as told are good for. */
const FRESH_MS = 5 * 60_000
const PROBE_MS = 30_000
const PROBE_AWAY_MS = 5_000

/** The one site this profile is connected to: opened, watched, and what it last told of its levels and doors. */
export function createSite(options: SiteOptions) {
  const { settings, secrets, cache, refusals, clock } = options
  let control: AccessControl | null = null
  /** The connection it was opened for: the command line may have written another one since. */
  let openedFor = ''
  let opening: Promise<AccessControl> | null = null
  let probe: ReturnType<Clock['setTimeout']> | null = null
  let closed = false
  /** Another connection, other devices, other levels: what was told before is no longer true, however fresh. */
  let isTold = true
  /** Whoever reads from a site says goodbye to it before it is closed. */
  let leaving: (control: AccessControl) => Promise<void> = async () => {}
  const leave = (old: AccessControl) => leaving(old).then(() => old.close())
  /** Which watch is the one that goes on: after a reopening the one before falls silent. */
  let round = 0
  /** How the site refused our keys twice in a row: nothing is sent there until somebody acts. */
  let refusal: Failure | null = knownRefusal()
  let state: StatusView['site'] = describe()

  function describe(): StatusView['site'] {
    const { connection } = settings.read()
    const name = siteNameOf(connection)
    const known = { kind: connection.kind, name, latencyMs: null, failure: refusal }
    return refusal ? { ...known, state: 'credentials', since: clock.now() } : { ...known, state: 'unknown', since: null }
  }

  function key(): string {
    return siteKeyOf(settings.read().connection)
  }

  function knownRefusal(): Failure | null {
    return refusals.of(key(), settings.read().connectedAt)
  }

  async function address(): Promise<SiteAddress> {
    const { connection } = settings.read()
    if (connection.kind === 'embedded') return options.embedded.address()
    const appSecret = secrets.site.get() ?? ''
    if (!appSecret && connection.kind === 'hikcentral') throw new SiteError({ kind: 'credentials', cause: 'no-secret' })
    return { connection, secrets: { appSecret, passwords: passwordsOf(secrets, connection) } }
  }

  const connectionNow = () => JSON.stringify(settings.read().connection)

  /** The site in use, unless the settings name another one by now. */
  function inUse(): AccessControl | null {
    if (control && openedFor !== connectionNow()) {
      const old = control
      control = null
      refusal = knownRefusal()
      state = describe()
      void leave(old)
    }
    return control
  }

  async function open(): Promise<AccessControl> {
    const used = inUse()
    if (refusal) throw new SiteError(refusal)
    if (used) return used
    const wanted = connectionNow()
    opening ??= address()
      .then(found => {
        openedFor = wanted
        control = options.open(found)
        return control
      })
      .finally(() => {
        opening = null
      })
    const opened = await opening
    // The settings may have come to name another site meanwhile.
    return inUse() === opened ? opened : open()
  }

  function tell(next: StatusView['site']['state'], failure: Failure | null, latencyMs: number | null): void {
    const isBack = next === 'online' && state.state !== 'online'
    const since = next === state.state ? state.since : clock.now()
    state = { ...describe(), state: next, since, failure, latencyMs: latencyMs ?? state.latencyMs }
    options.onChange()
    if (isBack) options.onBack()
  }

  /** Kept as soon as it is known: a restart must not go on counting wrong passwords against us. */
  function noteRefusal(): void {
    const shut = control?.shut() ?? null
    if (!shut || refusal) return
    refusal = shut
    refusals.note(key(), shut, settings.read().connectedAt, clock.now())
  }

  /** What a job or a probe met: the status bar lives from it. */
  function report(failure: Failure | null, latencyMs: number | null = null): void {
    noteRefusal()
    const away = failure?.kind === 'offline' || failure?.kind === 'timeout'
    // Any other answer, even a refusal, is an answer.
    if (refusal) tell('credentials', refusal, null)
    else if (failure && away) tell('offline', failure, null)
    else if (failure?.kind === 'credentials' && (areKeysRefused(failure) || !failure.site)) tell('credentials', failure, null)
    else tell('online', null, latencyMs)
  }

  async function watch(): Promise<void> {
    if (closed) return
    const mine = ++round
    // Another process may have tested the connection, or made another one: a look at our own files, no call.
    if (refusal && !knownRefusal()) return reopen()
    try {
      const { latencyMs } = await (await open()).probe(UPKEEP)
      if (mine !== round) return
      report(null, Math.round(latencyMs))
      if (isStale(cache.levels(key()).asOf)) await refresh()
    } catch (error) {
      if (mine === round) report(failureOf(error))
    }
    if (closed || mine !== round) return
    probe = clock.setTimeout(() => void watch(), state.state === 'online' ? PROBE_MS : PROBE_AWAY_MS)
  }

  /** The next call goes to the site that the settings name now. */
  async function reopen(): Promise<void> {
    const old = control
    control = null
    isTold = false
    refusal = knownRefusal()
    state = describe()
    if (old) await leave(old)
    if (probe) clock.clearTimeout(probe)
    options.onBack()
    await watch()
  }

  const isStale = (asOf: Instant | null) => !isTold || asOf === null || clock.now() - asOf > FRESH_MS

  async function refresh(): Promise<void> {
    const found = await open()
    const at = key()
    const [levels, doors] = await Promise.all([found.accessLevels(UPKEEP), found.doors(UPKEEP)])
    if (inUse() !== found) return
    cache.saveLevels(at, levels, clock.now())
    cache.saveDoors(at, doors, clock.now())
    isTold = true
    options.onChange()
  }

  async function freshen(): Promise<void> {
    if (!isStale(cache.levels(key()).asOf)) return
    try {
      await refresh()
    } catch (error) {
      // What we remember is better than nothing, and its age is shown; with nothing, the reason is.
      report(failureOf(error))
      if (cache.levels(key()).asOf === null) throw error
    }
  }

  return {
    key,
    open,
    report,
    refresh,
    status: () => state,
    /** The open site, or null: for those who only look. Unlike `current` it opens nothing. */
    peek: () => (refusal ? null : (inUse() ?? null)),
    /** The open site, for jobs. Throws `SiteError` while there is none. */
    current(): { control: AccessControl; key: string } {
      const used = inUse()
      if (refusal) throw new SiteError(refusal)
      if (used) return { control: used, key: key() }
      void open().then(options.onChange, error => report(failureOf(error)))
      const away: Failure = state.failure?.kind === 'credentials' ? state.failure : { kind: 'offline', cause: 'not-open' }
      throw new SiteError(away.cause === 'no-secret' ? { kind: 'offline', cause: 'no-secret' } : away)
    },
    /** Levels as last told, asked again when old. Throws `SiteError` where none were ever told. */
    async levels(): Promise<{ levels: AccessLevel[]; asOf: Instant | null }> {
      await freshen()
      return cache.levels(key())
    },
    async doors() {
      await freshen()
      return cache.doors(key())
    },
    /** Begins to watch; resolves after the first look. */
    start: watch,
    reopen,
    onLeaving(goodbye: typeof leaving): void {
      leaving = goodbye
    },
    address,
    /** Why nothing may be sent until somebody acts; null: it may. */
    stopped: () => refusal,
    /** The keys were tried and taken after all. */
    async forgive(): Promise<void> {
      refusals.forgive(key())
      if (refusal) await reopen()
    },
    async close(): Promise<void> {
      closed = true
      if (probe) clock.clearTimeout(probe)
      await opening?.catch(() => undefined)
      noteRefusal()
      await control?.close()
      await options.embedded.close()
    },
  }
}
