import { lookup } from 'node:dns/promises'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Check } from '../../../shared/model/site.ts'
import { isoWithOffset } from '../../../shared/model/time.ts'
import type { Clock } from '../../base/clock.ts'
import { openSocket, readCertificate } from '../connector.ts'
import type { Fields } from '../fields.ts'
import { type CallContext, SiteError } from '../port.ts'
import { type Gateway, SKEW_MS } from './request.ts'

/** Every check, in the order in which they are made; `organisations` and `persons` are for guests as persons, `visitors` for the visitor module. */
export const checkNames = [
  'name',
  'port',
  'certificate',
  'signature',
  'clock',
  'organisations',
  'persons',
  'visitors',
  'levels',
  'level-members',
  'doors',
  'apply',
  'apply-results',
  'door-details',
] as const
export type CheckName = (typeof checkNames)[number]

/** What to do about a check that failed, as words that screens and the command line have a sentence for. */
export const fixes = [
  'check-address',
  'check-network',
  'check-port',
  'pin-certificate',
  'compare-certificate',
  'check-keys',
  'check-secret',
  'check-proxy',
  'set-clock',
  'grant-api',
  'check-partner-user',
  'check-licence',
  'allow-address',
  'update-site',
  'check-url',
  'try-later',
  'report',
] as const
export type Fix = (typeof fixes)[number]

/** A person nobody has: well-formed, so that the right is judged and nothing is done (parameters are judged before rights, protocol A2). */
const NOBODY = '999999999'

const onePage = { pageNo: 1, pageSize: 1 }
type Group = readonly [CheckName, path: string, body: Fields]

/** Of the visitors of this moment (protocol A4, Visitors). */
function visitorsNow(now: number, zone: string): Group {
  const [visitStartTime, visitEndTime] = [now, now + 60_000].map(at => isoWithOffset(at, zone))
  return ['visitors', 'visitor/v1/register/getVistorRegisterRecord', { ...onePage, visitStartTime, visitEndTime, orderType: 1 }]
}

/** One harmless call for each group of the API that guests need. `type` as in `Enrolment`. */
const groupsFor = (type: 1 | 2, now: number, zone: string): readonly Group[] => [
  ...(type === 1
    ? ([
        ['organisations', 'resource/v1/org/rootOrg', {}],
        ['persons', 'resource/v1/person/personList', onePage],
      ] as const)
    : [visitorsNow(now, zone)]),
  ['levels', 'acs/v1/privilege/group', { ...onePage, type }],
  ['level-members', 'acs/v1/privilege/group/single/personList', { ...onePage, type, privilegeGroupId: NOBODY }],
  ['doors', 'resource/v1/acsDoor/acsDoorList', onePage],
  ['apply', 'visitor/v1/auth/reapplication', { orderId: '', ImmediateDownload: 1, personIds: NOBODY }],
  ['apply-results', 'acs/v1/auth/applicationResult', { ...onePage, applicationResultType: 2, type }],
  ['door-details', 'visitor/v1/person/ID/elementDownloadDetail', { id: NOBODY }],
]

/** The fix for a failure, by its cause first and its kind second. */
export function fixFor(failure: Failure): Fix {
  return (failure.cause ? byCause[failure.cause] : undefined) ?? byKind[failure.kind] ?? 'report'
}

const byCause: Readonly<Record<string, Fix>> = {
  'name-unknown': 'check-address',
  'connection-refused': 'check-port',
  'tls-failed': 'check-port',
  'certificate-unknown': 'pin-certificate',
  'certificate-mismatch': 'compare-certificate',
  keys: 'check-keys',
  signature: 'check-secret',
  'signature-rewritten': 'check-proxy',
  forbidden: 'check-proxy',
  'no-permission': 'grant-api',
  'no-permission-on-resource': 'grant-api',
  'partner-user': 'check-partner-user',
  licence: 'check-licence',
  'address-refused': 'allow-address',
  redirected: 'check-url',
  'not-a-gateway': 'check-url',
  'not-json': 'check-url',
  'not-http': 'check-port',
  clock: 'set-clock',
}
const byKind: Partial<Record<Failure['kind'], Fix>> = {
  offline: 'check-network',
  credentials: 'check-keys',
  unsupported: 'update-site',
  busy: 'try-later',
  timeout: 'try-later',
}

/** Makes every check, stopping at none. */
export async function runChecks(site: {
  gateway: Gateway
  url: string
  pin: string | null
  clock: Clock
  zone: string
  /** As in `Enrolment`. */
  type: 1 | 2
  call: CallContext
}): Promise<Check[]> {
  const { gateway, clock, call } = site
  const url = new URL(site.url)
  const checks: Check[] = []
  const check = async (name: CheckName, work: () => Promise<string | null>) => {
    try {
      checks.push({ name, ok: true, fix: null, detail: await work(), failure: null })
    } catch (error) {
      const failure: Failure = error instanceof SiteError ? error.failure : { kind: 'bug' }
      checks.push({ name, ok: false, fix: fixFor(failure), detail: null, failure })
    }
  }

  await check('name', async () => {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const found = await lookup(host).catch(error => {
      throw new SiteError({ kind: 'offline', cause: 'name-unknown' }, { cause: error })
    })
    return found.address
  })
  await check('port', () =>
    reach(new URL(`http://${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`), null, clock),
  )
  await check('certificate', async () => {
    if (url.protocol !== 'https:') return null
    await reach(url, site.pin, clock)
    return (await readCertificate(site.url, clock)).sha256
  })
  await check('signature', async () => `${Math.round((await gateway.measure('common/v1/version', {}, call)).latencyMs)} ms`)
  checks.push(clockCheck(gateway.skew(), checks.at(-1)))
  for (const [name, path, body] of groupsFor(site.type, clock.now(), site.zone)) {
    await check(name, async () => {
      await gateway.post(path, body, call).catch(error => {
        // "No such person" is said to those who may ask.
        if (!(error instanceof SiteError && error.failure.kind === 'not-found')) throw error
      })
      return null
    })
  }
  return checks
}

/** The site tells its time with every answer; where it gave none, the check shares the fate of the one before. */
function clockCheck(skew: number | null, before: Check | undefined): Check {
  if (skew === null)
    return { name: 'clock', ok: before?.ok ?? false, fix: before?.fix ?? null, detail: null, failure: before?.failure ?? null }
  const ok = Math.abs(skew) <= SKEW_MS
  return { name: 'clock', ok, fix: ok ? null : 'set-clock', detail: `${Math.round(skew / 1000)} s`, failure: null }
}

/** Connects and hangs up. */
function reach(url: URL, pin: string | null, clock: Clock): Promise<null> {
  return new Promise((resolve, reject) => {
    openSocket(url, pin, clock, (error, socket) => {
      socket?.destroy()
      if (error) reject(error)
      else resolve(null)
    })
  })
}
