import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { createHttpClient } from '../http-client.ts'
import { type AccessControl, type CallHeard, SiteError } from '../port.ts'
import { createRateLimiter } from '../rate-limiter.ts'
import { createAccess } from './access.ts'
import { createConfirmation } from './confirmation.ts'
import { runChecks } from './doctor.ts'
import { member, textOf } from './envelope.ts'
import { createPeople } from './people.ts'
import { createGateway } from './request.ts'

export interface HikCentralOptions {
  url: string
  appKey: string
  appSecret: string
  /** SHA-256 of the site's certificate, lower-case hex; null: the machine's authorities judge. */
  pin: string | null
  /** Calls a second and at once. */
  rate: number
  concurrency: number
  /** Where new persons go; null: the root. */
  organisation: string | null
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
  const limiter = createRateLimiter({ rate, concurrency, clock })
  const http = createHttpClient({ url, pin, connections: concurrency, clock, deadlineMs: options.deadlineMs })
  const keys = { appKey: options.appKey, appSecret: options.appSecret }
  const gateway = createGateway({ keys, http, limiter, clock, random, onCall: options.onCall })
  const people = createPeople(gateway, options)
  const access = createAccess(gateway)
  const confirm = createConfirmation(gateway)

  return {
    kind: 'hikcentral',
    probe: call =>
      port(async () => {
        const { data, latencyMs } = await gateway.measure('common/v1/version', {}, call)
        // `produceName` is the gateway's own spelling.
        const product = textOf(member(data, 'produceName', 'productName')) ?? 'HikCentral'
        return { product, version: textOf(member(data, 'softVersion')) ?? '', latencyMs }
      }),
    doors: call => port(() => access.doors(call)),
    accessLevels: call =>
      port(async () => {
        // Looked up along with the levels, so that the first guest need not wait for it; what goes wrong with it is said there.
        const [levels] = await Promise.all([access.levels(call), people.organisation(call).catch(() => null)])
        return levels
      }),
    find: (by, call) => port(() => people.find(by, call)),
    admit: (card, call) => port(() => people.admit(card, call)),
    extend: (person, call) => port(() => people.extend(person, call)),
    // Persons have no visit in the site's books.
    checkOut: async () => {},
    remove: (ref, call) => port(() => people.remove(ref, call)),
    grant: (level, refs, call) => port(() => access.change(level, refs, true, call)),
    withdraw: (level, refs, call) => port(() => access.change(level, refs, false, call)),
    apply: (refs, call) => port(() => access.apply(refs, call)),
    delivery: (refs, detail, call) => port(() => confirm(refs, detail, call)),
    doctor: call => port(() => runChecks({ gateway, url, pin, clock, call })),
    limiter: () => limiter.state(),
    close: () => http.close(),
  }
}

/** The port's promise: nothing but `SiteError` comes out. What else is thrown is a mistake of ours, and says nothing of its message. */
async function port<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof SiteError ? error : new SiteError({ kind: 'bug' }, { cause: error })
  }
}
