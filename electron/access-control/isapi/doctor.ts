import { lookup } from 'node:dns/promises'
import type { DeviceId } from '../../../shared/model/device.ts'
import { areKeysRefused, type Failure } from '../../../shared/model/failure.ts'
import type { Check } from '../../../shared/model/site.ts'
import type { Clock } from '../../base/clock.ts'
import { openSocket, readCertificate } from '../connector.ts'
import { failureOf } from '../failure-of.ts'
import { type CallContext, SiteError } from '../port.ts'
import { readCounts } from './capabilities.ts'
import { SKEW_MS } from './clock.ts'
import type { DeviceExchange } from './device-exchange.ts'
import { POLL_MS } from './device-link.ts'
import { isLacking } from './event-search.ts'
import { createFeedExchange } from './feed-exchange.ts'
import { tryStream } from './live-stream.ts'
import type { Terminal } from './terminal.ts'

/** Every check of one device, in the order in which they are made. */
export const checkNames = ['reachable', 'tls', 'lock', 'credentials', 'clock', 'users', 'faces', 'stream', 'capacity'] as const
export type CheckName = (typeof checkNames)[number]

/** What to do about a check that failed, in words that screens and the command line have a sentence for. */
export type Fix =
  | 'check-address'
  | 'check-network'
  | 'check-port'
  | 'pin-certificate'
  | 'compare-certificate'
  | 'legacy-tls'
  | 'check-password'
  | 'wait-unlock'
  | 'set-clock'
  | 'grant-rights'
  | 'clean-up'
  | 'update-device'
  | 'allow-basic'
  | 'try-later'
  | 'report'

const byCause: Readonly<Record<string, Fix>> = {
  'name-unknown': 'check-address',
  'connection-refused': 'check-port',
  'tls-failed': 'legacy-tls',
  'certificate-unknown': 'pin-certificate',
  'certificate-mismatch': 'compare-certificate',
  keys: 'check-password',
  'no-secret': 'check-password',
  'no-permission': 'grant-rights',
  locked: 'wait-unlock',
  'no-login': 'allow-basic',
  'not-http': 'check-port',
}
const byKind: Partial<Record<Failure['kind'], Fix>> = {
  offline: 'check-network',
  credentials: 'check-password',
  unsupported: 'update-device',
  full: 'clean-up',
  busy: 'try-later',
  timeout: 'try-later',
}

/** The fix for a failure, by its cause first and its kind second. */
export const fixFor = (failure: Failure): Fix => byCause[failure.cause ?? ''] ?? byKind[failure.kind] ?? 'report'

/** More than so many parts of a device's places taken is said aloud. */
const NEARLY_FULL = 0.95

/** Makes every check of every device, side by side, stopping at none. `isHeard`: its passages are being read right now; null: nobody reads them there. */
export async function runChecks(
  terminals: readonly Terminal[],
  clock: Clock,
  isHeard: ((device: DeviceId) => boolean) | null,
  call: CallContext,
): Promise<Check[]> {
  return (
    await Promise.all(terminals.map(terminal => examine(terminal, clock, isHeard?.(terminal.device.id) ?? null, call)))
  ).flat()
}

async function examine(terminal: Terminal, clock: Clock, isHeard: boolean | null, call: CallContext): Promise<Check[]> {
  const { device } = terminal
  const url = new URL(device.url)
  const checks: Check[] = []
  /** `work` answers a detail, or what is wrong without anything having failed. */
  const check = async (name: CheckName, work: () => Promise<string | null | { detail: string; fix: Fix }>) => {
    try {
      const told = await work()
      const wrong = typeof told === 'object' && told !== null ? told : null
      const detail = wrong ? wrong.detail : (told as string | null)
      checks.push({ device: device.id, name, ok: !wrong, fix: wrong?.fix ?? null, detail, failure: null })
    } catch (error) {
      const failure = failureOf(error) ?? { kind: 'bug' as const }
      checks.push({ device: device.id, name, ok: false, fix: fixFor(failure), detail: null, failure })
    }
  }

  await check('reachable', async () => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    await lookup(host).catch(error => {
      throw new SiteError({ kind: 'offline', cause: 'name-unknown' }, { cause: error })
    })
    const port = url.port || (url.protocol === 'https:' ? 443 : 80)
    await reach(new URL(`http://${url.hostname}:${port}`), null, clock)
    return null
  })
  await check('tls', async () => {
    if (url.protocol !== 'https:') return null
    const { legacyTls } = device
    await reach(url, device.pin, clock, { legacyTls })
    return (await readCertificate(device.url, clock, { legacyTls })).sha256
  })
  /** What the password was refused with: the checks that follow fail of it, and must not each be one more wrong password (protocol B1). */
  let refused: Error | null = null
  const ready = async () => {
    if (refused) throw refused
    return terminal.ready(call).catch(error => {
      const failure = failureOf(error)
      if (failure && areKeysRefused(failure)) refused = error
      throw error
    })
  }
  // A locked account refuses right passwords too: while it lasts nobody can say of ours that it is good, nor that it is wrong.
  await check('lock', async () => {
    await ready().catch(error => {
      if (keepsLockUnknown(failureOf(error))) throw error
    })
    return null
  })
  await check('credentials', async () => {
    const { model, firmware } = await ready()
    return `${model} ${firmware}`.trim() || null
  })
  await check('clock', async () => {
    await ready()
    const skew = terminal.clock?.skew ?? 0
    const detail = `${Math.round(skew / 1000)} s`
    return Math.abs(skew) > SKEW_MS ? { detail, fix: 'set-clock' } : detail
  })
  let users: number | null = null
  let faces: number | null = null
  await check('users', async () => {
    const facts = await ready()
    ;({ users, faces } = await readCounts(terminal.exchange, call))
    return filled(users, facts.users.max)
  })
  await check('faces', async () => {
    const facts = await ready()
    if (!facts.faces) throw new SiteError({ kind: 'unsupported', cause: 'no-face-library' })
    return filled(faces, facts.faces.max)
  })
  // A device has few streams: one that works is not put at risk by asking for another.
  if (isHeard !== null)
    await check('stream', async () => {
      await ready()
      return isHeard ? null : listen(createFeedExchange(terminal, clock), call)
    })
  await check('capacity', async () => {
    const facts = await ready()
    const shares = [
      [users, facts.users.max],
      [faces, facts.faces?.max ?? null],
    ].map(([used, max]) => (used === null || !max ? 0 : (used ?? 0) / max))
    const most = Math.max(...shares)
    const detail = `${Math.round(most * 100)} %`
    return most >= NEARLY_FULL ? { detail, fix: 'clean-up' } : detail
  })
  return checks
}

/** It is locked, or the device was not there to say. */
const keepsLockUnknown = (failure: Failure | null) =>
  failure === null ||
  failure.cause === 'locked' ||
  failure.kind === 'timeout' ||
  (failure.kind === 'offline' && failure.cause !== 'no-secret')

/** Opens the stream and hangs up; answers how often the log is read where there is no stream. */
async function listen(exchange: DeviceExchange, call: CallContext): Promise<string | null> {
  try {
    await tryStream(exchange, call.signal)
    return null
  } catch (error) {
    if (isLacking(error)) return `${POLL_MS / 1000} s`
    throw error
  }
}

const filled = (used: number | null, max: number | null) => (used === null ? null : max === null ? `${used}` : `${used} / ${max}`)

/** Connects and hangs up. */
function reach(url: URL, pin: string | null, clock: Clock, options: { legacyTls?: boolean } = {}): Promise<null> {
  return new Promise((resolve, reject) => {
    openSocket(
      url,
      pin,
      clock,
      (error, socket) => {
        socket?.destroy()
        if (error) reject(error)
        else resolve(null)
      },
      options,
    )
  })
}
