import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readEnvironment } from '../../electron/base/profile.ts'
import type { Bridge } from '../../renderer/link/carrier.ts'
import { calls } from '../../shared/contract/calls.ts'
import type { PushName } from '../../shared/contract/pushes.ts'
import { Failure } from '../../shared/model/failure.ts'
import { type Carrier, openElectronCarrier, openWebCarrier } from '../support/carriers.ts'
import { electronBinary } from '../support/electron.ts'

const AnyAnswer = z.union([
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), failure: Failure }),
])

const noElectron = electronBinary() === null || !readEnvironment().display
if (noElectron) console.warn('!!! SKIPPED: the corridor over Electron (no binary, or no display)')

/** One suite, both carriers: whatever holds over one must hold over the other. */
describe('the corridor over WebSocket', () => suite(openWebCarrier))
describe.skipIf(noElectron)("the corridor over Electron's IPC", () => suite(openElectronCarrier))

function suite(open: () => Promise<Carrier | null>): void {
  let opened: Carrier | null = null
  let bridge: Bridge

  beforeAll(async () => {
    opened = await open()
    bridge = (opened as Carrier).bridge
  }, 60_000)
  afterAll(() => opened?.close())

  test('a known call with good input is answered', async () => {
    const answer = await bridge.invoke('session.hello', {})
    expect(answer).toMatchObject({ ok: true })
    expect(calls['session.hello'].output.safeParse(answer.ok ? answer.value : null).success).toBe(true)
  })

  test.each(['', 'guests', 'guests.unknown', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'unknown call: %s',
    async name => {
      expect(await bridge.invoke(name, {})).toEqual({ ok: false, failure: { kind: 'invalid', cause: 'unknown-call' } })
    },
  )

  test('bad input names the place', async () => {
    expect(await bridge.invoke('guests.search', { text: '', limit: 0 })).toEqual({
      ok: false,
      failure: { kind: 'invalid', cause: 'bad-input', field: 'limit' },
    })
    const answer = await bridge.invoke('guests.register', { card: { family: 5 } })
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: 'invalid', cause: 'bad-input', field: expect.stringMatching(/^card\./) },
    })
  })

  test.each([[null], [undefined], ['text'], [7], [[]]])('input that is no object: %j', async input => {
    expect(AnyAnswer.safeParse(await bridge.invoke('guests.search', input)).success).toBe(true)
  })

  test('answers find their calls, in whatever order they come', async () => {
    const names = Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0 ? 'session.hello' : index % 3 === 1 ? 'status.get' : `unknown.${index}`,
    )
    const answers = await Promise.all(names.map(name => bridge.invoke(name, {})))
    const kinds = answers.map(answer => (answer.ok ? ('version' in (answer.value as object) ? 'hello' : 'status') : 'unknown'))
    expect(kinds).toEqual(names.map((_, index) => ['hello', 'status', 'unknown'][index % 3]))
  })

  test('25 MB pass; more is refused by the schema, and the link lives on', async () => {
    const bytes = 'A'.repeat(33_554_432)
    const answer = await bridge.invoke('photo.prepare', { bytes })
    expect(AnyAnswer.safeParse(answer).success).toBe(true)
    expect(answer).not.toMatchObject({ failure: { cause: 'link-lost' } })
    expect(await bridge.invoke('photo.prepare', { bytes: `${bytes}${'A'.repeat(1_000_000)}` })).toMatchObject({
      failure: { kind: 'invalid', cause: 'bad-input', field: 'bytes' },
    })
    expect(await bridge.invoke('session.hello', {})).toMatchObject({ ok: true })
  }, 60_000)

  test('a push carries the whole view, until nobody listens', async () => {
    const heard: [PushName, unknown][] = []
    const stop = bridge.onPush((name, value) => void heard.push([name, value]))
    const locales = () =>
      heard.filter(([name]) => name === 'preferences').map(([, value]) => (value as { locale: string }).locale)
    await bridge.invoke('preferences.set', { locale: 'ru' })
    await expect.poll(locales).toEqual(['ru'])
    await bridge.invoke('preferences.set', { locale: 'en' })
    await expect.poll(locales).toEqual(['ru', 'en'])
    stop()
    await bridge.invoke('preferences.set', { locale: 'ru' })
    await bridge.invoke('session.hello', {})
    expect(locales()).toEqual(['ru', 'en'])
  })

  test('whatever is asked, there is an answer', async () => {
    // Calls that would leave for another machine if an arbitrary input happened to be a good one.
    const names = Object.keys(calls).filter(name => !name.startsWith('connection.'))
    const input = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('visitId', 'batchId', 'text', 'listId', 'photo', 'bytes', 'limit'), fc.jsonValue()),
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...names), fc.string()), input, async (name, value) => {
        expect(AnyAnswer.safeParse(await bridge.invoke(name, value)).error).toBeUndefined()
      }),
      { numRuns: 150 },
    )
  })
}
