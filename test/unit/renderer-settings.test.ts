import { expect, test } from 'vitest'
import { checkNames, fixes } from '../../electron/access-control/hikcentral/doctor.ts'
import { faultsOf, fieldsOf, inPairs, inputOf } from '../../renderer/settings/connection-fields.ts'
import { portOf } from '../../renderer/settings/port-of.ts'
import { blockerOf, rightSteps, rightStepsFor, waySteps } from '../../renderer/settings/steps.ts'
import { webhookFaults } from '../../renderer/settings/use-webhook-form.ts'
import { createI18n } from '../../renderer/text/i18n.ts'
import type { Check } from '../../shared/model/site.ts'
import { DeliveryCause, DeliveryState, WebhookEvent } from '../../shared/model/webhook.ts'

test('the screen shows the checks that the doctor makes, in its order', () => {
  expect([...waySteps, ...rightSteps]).toEqual(checkNames)
})

test('a test of persons looks at no visitors, and the other way round', () => {
  expect(rightStepsFor('persons')).not.toContain('visitors')
  expect(rightStepsFor('visitors').slice(0, 2)).toEqual(['visitors', 'levels'])
})

test.each(['ru', 'en'] as const)('every check and every fix has its sentence (%s)', locale => {
  const i18n = createI18n(locale)
  const asked = [...checkNames.map(name => `settings.check ${name}`), ...fixes.map(fix => `settings.fix ${fix}`)]
  expect(asked.filter(key => !i18n.exists(key))).toEqual([])
})

const check = (name: string, fix: string | null): Check => ({ name, ok: fix === null, fix, detail: null, failure: null })

test('what fails for the reason of a check on the way is not to blame; two rights lacking are two faults', () => {
  const checks = [check('port', null), check('certificate', 'pin-certificate'), check('doors', 'pin-certificate')]
  expect(checks.map(one => blockerOf(one, checks)?.name ?? null)).toEqual([null, null, 'certificate'])
  const rights = [check('signature', null), check('doors', 'grant-api'), check('apply', 'grant-api')]
  expect(rights.map(one => blockerOf(one, rights))).toEqual([null, null, null])
})

test('the form: our defaults at first, faults by field, a secret left empty is left out', () => {
  const blank = fieldsOf(null)
  expect(faultsOf(blank, false)).toEqual(['url', 'appKey', 'appSecret'])
  expect(faultsOf({ ...blank, rate: '0', concurrency: '1.5', pin: 'AB:CD' }, true)).toEqual([
    'url',
    'appKey',
    'rate',
    'concurrency',
    'pin',
  ])
  const sha256 = 'ab'.repeat(32)
  const filled = { ...blank, url: ' https://site.example ', appKey: 'key', rate: '2,5', pin: inPairs(sha256) }
  expect(faultsOf(filled, true)).toEqual([])
  const input = { url: 'https://site.example', appKey: 'key', pin: sha256, rate: 2.5, concurrency: 4 }
  expect(inputOf(filled)).toEqual({ ...input, enrol: 'persons' })
  expect(inputOf({ ...filled, enrol: 'visitors' })).toEqual({ ...input, enrol: 'visitors' })
  // Nobody knows the rate: it is found out.
  expect(faultsOf({ ...filled, rate: ' ' }, true)).toEqual([])
  expect(inputOf({ ...filled, rate: ' ' }).rate).toBeNull()
})

test.each(['ru', 'en'] as const)('every delivery is said in words (%s)', locale => {
  const i18n = createI18n(locale)
  const asked = [
    ...DeliveryCause.options.map(cause => `outside.cause ${cause}`),
    ...DeliveryState.options.map(state => `outside.state ${state}`),
    ...WebhookEvent.options.map(event => `outside.event ${event}`),
  ]
  expect(asked.filter(key => !i18n.exists(key))).toEqual([])
})

test('the webhook’s form: address and secret by name; a known secret may be left empty', () => {
  expect(webhookFaults({ url: '', secret: '' }, false)).toEqual(['url', 'secret none'])
  expect(webhookFaults({ url: 'http://example.org/', secret: 'short' }, true)).toEqual(['url', 'secret'])
  expect(webhookFaults({ url: ' https://example.org/hook ', secret: '' }, true)).toEqual([])
})

test('a port is a whole number from 1 to 65535', () => {
  expect(['9464', ' 1 ', '65535'].map(portOf)).toEqual([9464, 1, 65_535])
  expect(['', '0', '65536', '94.6', '-1', '0x10', '9464a'].map(portOf)).toEqual([null, null, null, null, null, null, null])
})
