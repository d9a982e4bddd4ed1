import { expect, test } from 'vitest'
import { checkNames } from '../../electron/access-control/isapi/doctor.ts'
import { subCodes } from '../../electron/access-control/isapi/error-table.ts'
import { deviceFixTexts, fixTexts } from '../../electron/cli/words.ts'
import { addressOf, faultsOf, fieldsOf, inputOf, urlOf, wayOf } from '../../renderer/settings/device-fields.ts'
import { deviceChecks, deviceWay, refusalOf, shareOf, skewOf, stateOf, toneOfFill } from '../../renderer/settings/device-view.ts'
import { levelFault, withDoor, withNewLevel } from '../../renderer/settings/level-draft.ts'
import { blockerOf } from '../../renderer/settings/steps.ts'
import { stepAfterReach, stepAfterTest } from '../../renderer/stores/device-steps.ts'
import { createI18n } from '../../renderer/text/i18n.ts'
import { DeviceView } from '../../shared/contract/device-calls.ts'
import { DeviceId, DeviceStatus, LocalLevel } from '../../shared/model/device.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { DoorId } from '../../shared/model/ids.ts'
import type { Check } from '../../shared/model/site.ts'

test('the wizard shows the checks that the doctor makes, in its order', () => {
  expect(deviceChecks).toEqual(checkNames)
})

const fixes = [
  'check-address',
  'check-network',
  'check-port',
  'pin-certificate',
  'compare-certificate',
  'legacy-tls',
  'check-password',
  'wait-unlock',
  'set-clock',
  'grant-rights',
  'clean-up',
  'update-device',
  'allow-basic',
  'try-later',
  'report',
]
/** What the driver says beside its table of sub-codes. */
const causes = [
  'device-offline',
  'device-late',
  'device-busy',
  'device-error',
  'locked',
  'keys',
  'no-secret',
  'no-login',
  'no-face-library',
  'level-unknown',
  'door-unknown',
  'no-device',
  'no-remote-open',
  'levels-at-site',
  'level-twice',
  'not-kept',
  'code-taken',
  'person-lost',
  'photo-missing',
  'unreadable-reply',
]

test.each(['ru', 'en'] as const)('every check, fix and cause of a device has its sentence (%s)', locale => {
  const i18n = createI18n(locale)
  const ofPhoto = Object.values(subCodes).filter(({ kind }) => kind === 'photo-refused')
  const others = Object.values(subCodes).filter(({ kind }) => kind !== 'photo-refused')
  const asked = [
    ...checkNames.map(name => `devices.check ${name}`),
    ...fixes.map(fix => `devices.fix ${fix}`),
    ...[...causes, ...others.map(({ cause }) => cause)].map(cause => `failures.${cause}`),
  ]
  expect(asked.filter(key => !i18n.exists(key))).toEqual([])
  const photos = ofPhoto.filter(({ cause }) => !i18n.exists(`failures.photo ${cause}`) && !i18n.exists(`failures.${cause}`))
  expect(photos).toEqual([])
})

test('the command line has a sentence for every fix too', () => {
  expect(fixes.filter(fix => !(deviceFixTexts[fix] ?? fixTexts[fix]))).toEqual([])
})

const id = DeviceId.parse('gate')
const status = (more: Partial<DeviceStatus> = {}): DeviceStatus =>
  DeviceStatus.parse({
    id,
    name: 'Gate',
    model: 'DS-K1T342MWX',
    firmware: 'V3.16.1',
    serial: 'S',
    state: 'online',
    failure: null,
    users: { used: 0, max: 3000 },
    faces: { used: 0, max: 3000 },
    skewMs: 0,
    lastSeenAt: 1000,
    waiting: 0,
    ...more,
  })
const known = DeviceView.parse({
  id,
  name: 'Gate',
  url: 'https://10.0.0.21:8443',
  user: 'reception',
  pin: 'ab'.repeat(32),
  secret: 'sealed',
  secretCannotBeKept: null,
  status: null,
})

test('an address may be pasted with its scheme, which is then chosen; what is no address is said', () => {
  expect(addressOf('HTTP://10.0.0.21/', 'https')).toEqual({ scheme: 'http', host: '10.0.0.21' })
  expect(addressOf('10.0.0.21', 'http')).toEqual({ scheme: 'http', host: '10.0.0.21' })
  const host = (typed: string) => faultsOf({ ...fieldsOf(known), host: typed }, true).includes('host')
  expect(['10.0.0.21', 'gate.local:8443', '[fe80::1]:80', ' 10.0.0.21 '].map(host)).toEqual([false, false, false, false])
  expect(['', 'a b', 'gate/doc', 'gate?x', 'user@gate', 'gate:x', 'gate#x'].map(host)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
    true,
  ])
})

test('the form: admin over https at first, a known device as it is but for its password, and nothing pinned over http', () => {
  expect(faultsOf(fieldsOf(null), false)).toEqual(['host', 'password'])
  expect(faultsOf({ ...fieldsOf(null), host: 'gate', name: 'x'.repeat(61), user: ' ', password: 'p' }, false)).toEqual([
    'name',
    'user',
  ])
  const fields = fieldsOf(known)
  expect(fields).toMatchObject({ scheme: 'https', host: '10.0.0.21:8443', user: 'reception', password: '' })
  expect(urlOf(fields)).toBe(known.url)
  expect(inputOf(known, fields)).toEqual({
    id,
    name: 'Gate',
    url: known.url,
    user: 'reception',
    pin: known.pin,
    legacyTls: false,
    basic: false,
  })
  expect(inputOf(null, { ...fields, password: 'p' })).toMatchObject({ id: null, password: 'p' })
  expect(wayOf({ ...fields, scheme: 'http', legacyTls: true })).toEqual({
    url: 'http://10.0.0.21:8443',
    pin: null,
    legacyTls: false,
  })
})

const check = (name: string, failure: Failure | null = null, fix = failure ? 'report' : null): Check => ({
  name,
  ok: failure === null,
  fix,
  detail: null,
  failure,
})

test('the wizard goes on only by what the device answered', () => {
  const own: Failure = { kind: 'credentials', cause: 'certificate-unknown' }
  const locked: Failure = { kind: 'busy', cause: 'locked' }
  const keys: Failure = { kind: 'credentials', cause: 'keys' }
  expect(stepAfterReach([])).toBe('address')
  expect(stepAfterReach([check('reachable', { kind: 'offline' }), check('tls', { kind: 'offline' })])).toBe('address')
  expect(stepAfterReach([check('reachable'), check('tls', own)])).toBe('certificate')
  expect(stepAfterReach([check('reachable'), check('tls')])).toBe('login')
  const way = [check('reachable'), check('tls')]
  expect(stepAfterTest([...way, check('lock'), check('credentials', keys)])).toBe('login')
  expect(stepAfterTest([...way, check('lock', locked), check('credentials', locked)])).toBe('login')
  expect(stepAfterTest([check('reachable'), check('tls', own), check('credentials', own)])).toBe('certificate')
  expect(stepAfterTest([...way, check('lock'), check('credentials'), check('clock', { kind: 'busy' })])).toBe('save')
  expect(refusalOf([...way, check('credentials', keys)])?.what).toBe('keys')
  expect(refusalOf([check('lock', locked), check('credentials', locked)])?.what).toBe('locked')
  expect(refusalOf([check('credentials', { kind: 'unsupported', cause: 'no-login' })])?.what).toBe('basic')
  expect(refusalOf([check('lock'), check('credentials')])).toBeNull()
})

test('what fails because the account is locked waits for it', () => {
  const failure: Failure = { kind: 'busy', cause: 'locked' }
  const checks = ['lock', 'credentials', 'users'].map(name => check(name, failure, 'wait-unlock'))
  expect(checks.map(one => blockerOf(one, checks, deviceWay)?.name ?? null)).toEqual([null, 'lock', 'lock'])
})

test('one thing is said of a device: the gravest', () => {
  const word = (more: Partial<DeviceStatus>) => stateOf(status(more)).word
  expect(stateOf(null).word).toBe('unknown')
  expect(word({})).toBe('online')
  expect(word({ skewMs: -60_000 })).toBe('online')
  expect(word({ skewMs: -60_001 })).toBe('clock')
  expect(word({ state: 'credentials', skewMs: 1e9 })).toBe('credentials')
  expect(word({ state: 'credentials', failure: { kind: 'credentials', cause: 'no-permission' } })).toBe('rights')
  expect(word({ state: 'credentials', failure: { kind: 'credentials', cause: 'no-secret' } })).toBe('secret')
  expect(stateOf(status({ state: 'offline' })).at).toEqual({ key: 'since', time: 1000 })
  expect(stateOf(status({ state: 'offline', lastSeenAt: null })).at).toBeNull()
  const failure = { kind: 'busy', cause: 'locked', retryAt: 5000 } as const
  expect(stateOf(status({ state: 'locked', failure })).at).toEqual({ key: 'until', time: 5000 })
  expect([skewOf(null), skewOf(90_000)?.key, skewOf(-90_000)]).toEqual([null, 'fast by', { key: 'slow by', ms: 90_000 }])
})

test('a gauge: nothing where nothing is told, a sliver for the first, full at the most', () => {
  const share = (used: number | null, max: number | null) => shareOf({ used, max })
  expect([share(null, 3000), share(5, null), share(0, 3000), share(1, 3000), share(1500, 3000), share(9, 3)]).toEqual([
    null,
    null,
    0,
    0.02,
    0.5,
    1,
  ])
  expect([10, 2700, 3000].map(used => toneOfFill({ used, max: 3000 }))).toEqual(['plain', 'wait', 'no'])
})

test('levels: a new one has an id and a name of its own; doors keep the site’s order, and one that is away is not lost', () => {
  const [a, b, away] = ['gate:1', 'gate:2', 'lift:1'].map(door => DoorId.parse(door)) as [DoorId, DoorId, DoorId]
  const levels = [LocalLevel.parse({ id: 'level-2', name: 'Level 3', doors: null })]
  const more = withNewLevel(levels, n => `Level ${n}`)
  expect(more[1]).toEqual({ id: 'level-4', name: 'Level 4', doors: [] })
  const level = LocalLevel.parse({ id: 'x', name: 'X', doors: [away, b] })
  expect(withDoor(level, a, true, [a, b]).doors).toEqual([a, b, away])
  expect(withDoor(level, b, false, [a, b]).doors).toEqual([away])
  expect(levelFault(level, [level])).toBeNull()
  expect(levelFault({ ...level, name: ' ' }, [])).toBe('name')
  expect(levelFault(level, [level, { ...level }])).toBe('twice')
  expect(levelFault({ ...level, doors: [] }, [])).toBe('doors')
})
