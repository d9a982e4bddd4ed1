import type { Enrol, FeedSettings } from '../../../shared/model/settings.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { member, textOf } from '../fields.ts'
import { createGate } from '../gate.ts'
import { createHttpClient } from '../http-client.ts'
import { type AccessControl, type CallHeard, type PersonCard, SiteError, type Standing } from '../port.ts'
import { createRateFinder, type KnownPace } from '../rate-finder.ts'
import { createRateLimiter, type RateLimiter } from '../rate-limiter.ts'
import { createAccess } from './access.ts'
import { createConfirmation } from './confirmation.ts'
import { withTakeableEmail } from './contact.ts'
import { runChecks } from './doctor.ts'
import { cursorAt } from './event-cursor.ts'
import { createPassages } from './passages.ts'
import { patient, patiently } from './patience.ts'
import { createPeople } from './people.ts'
import { fetchPicture } from './pictures.ts'
import { createGateway } from './request.ts'
import { createVisitors } from './visitors.ts'

/** Calls a guest costs (mission, headline): the person with the photo, and a share of the set-based ones. */
const CALLS_PER_GUEST = { least: 1.06, most: 1.06 }

export interface HikCentralOptions {
  url: string
  appKey: string
  appSecret: string
  /** SHA-256 of the site's certificate, lower-case hex; null: the machine's authorities judge. */
  pin: string | null
  /** Calls a second; null: nobody knows, `pace` finds it out. */
  rate: number | null
  /** Calls at once. */
  concurrency: number
  /** Where the finding out begins, and where it is kept. */
  pace: { start: KnownPace; keep(pace: KnownPace): void }
  /** The limiter of the same site, opened before: its limits hold, whatever `rate` and `concurrency` say. */
  limiter?: RateLimiter
  /** How guests are kept there. */
  enrol: Enrol
  /** Where new persons go; null: the root. */
  organisation: string | null
  /** How passages are read: looked at whenever somebody begins to. */
  feed: () => FeedSettings
  /** The IANA zone that access windows are written in. */
  zone: string
  clock: Clock
  random: Random
  /** Milliseconds for a whole call. */
  deadlineMs?: number
  onCall?: CallHeard
}

/** A HikCentral Professional site behind the port (protocol A0 to A4). */
export function createHikCentral(options: HikCentralOptions): AccessControl {
  const { url, pin, rate, concurrency, clock, random } = options
  const finder = () => createRateFinder(options.pace.start, options.pace.keep)
  const limiter = options.limiter ?? createRateLimiter({ rate: rate ?? finder(), concurrency, clock })
  const gate = createGate()
  const http = createHttpClient({ url, pin, connections: concurrency, clock, deadlineMs: options.deadlineMs })
  const keys = { appKey: options.appKey, appSecret: options.appSecret }
  const gateway = createGateway({ keys, http, limiter, gate, clock, random, onCall: options.onCall })
  const guests = options.enrol === 'visitors' ? createVisitors(gateway, options) : createPeople(gateway, options)
  const access = createAccess(gateway, guests.type)
  const confirm = createConfirmation(gateway, guests.type)

  return {
    kind: 'hikcentral',
    keeps: options.enrol === 'visitors' ? 'visits' : 'persons',
    probe: call =>
      port(async () => {
        const { data, latencyMs } = await gateway.measure('common/v1/version', {}, call)
        // `produceName` is the gateway's own spelling.
        const product = textOf(member(data, 'produceName', 'productName')) ?? 'HikCentral'
        return { product, version: textOf(member(data, 'softVersion')) ?? '', latencyMs }
      }),
    doors: call => port(() => patiently(() => access.doors(call), clock.now)),
    accessLevels: call =>
      port(async () => {
        // Looked up along with the levels, so that the first guest need not wait for it; what goes wrong with it is said there.
        const [levels] = await Promise.all([
          patiently(() => access.levels(call), clock.now),
          guests.prepare(call).catch(() => null),
        ])
        return levels
      }),
    find: (by, call) => port(() => guests.find(by, call)),
    admit: (card, call) => port(() => guests.admit(withTakeableEmail(withoutKeptPhoto(card)), call)),
    extend: (person, call) => port(() => guests.extend(person, call)),
    checkOut: (ref, record, call) => port(() => guests.checkOut(ref, record, call)),
    remove: (ref, call) => port(() => guests.remove(ref, call)),
    grant: (level, refs, call) => port(() => access.change(level, refs, true, call)),
    withdraw: (level, refs, call) => port(() => access.change(level, refs, false, call)),
    apply: (standings, call) => port(() => access.apply(refsOf(standings), call)),
    delivery: (standings, detail, call) => port(() => confirm(refsOf(standings), detail, call)),
    doctor: call =>
      port(() =>
        runChecks({ gateway: patient(gateway, clock.now), url, pin, clock, zone: options.zone, type: guests.type, call }),
      ),
    ...createPassages({
      gateway,
      settings: options.feed,
      clock,
      zone: options.zone,
      appSecret: options.appSecret,
      limiter: () => ({ ...limiter.state(), callsPerGuest: CALLS_PER_GUEST }),
      doors: call => access.doors(call),
    }),
    cursorAt,
    picture: (id, call) => port(() => fetchPicture(gateway, url, id, call)),
    limiter: () => ({ ...limiter.state(), callsPerGuest: CALLS_PER_GUEST }),
    turns: { host: new URL(url).host, limiter },
    skew: gateway.skew,
    shut: () => gate.shut,
    close: () => http.close(),
  }
}

/** What the server has need not be sent again. */
const withoutKeptPhoto = (card: PersonCard) => (card.photoKept ? { ...card, photo: null } : card)
const refsOf = (standings: readonly Standing[]) => standings.map(({ ref }) => ref)

/** The port's promise: nothing but `SiteError` comes out. What else is thrown is a mistake of ours, and says nothing of its message. */
async function port<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof SiteError ? error : new SiteError({ kind: 'bug' }, { cause: error })
  }
}
