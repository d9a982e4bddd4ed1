import { describe, expect, it } from 'vitest'
import { QUIRKS } from '../../electron/simulator/quirks.ts'
import { parseScript } from '../../electron/simulator/script.ts'

describe('parseScript', () => {
  it('fills in the default world for nothing at all', () => {
    const script = parseScript(undefined)
    expect(script).toEqual(parseScript({}))
    expect(script).toMatchObject({
      faults: [],
      noPermission: [],
      applyMs: 300,
      staleFailures: 0.1,
      personDetail: 'answers',
      quirksOff: [],
    })
  })

  it('reads every documented key', () => {
    const script = parseScript({
      faults: [
        { path: 'single/add', after: 2, times: 3, kind: '429', retryAfter: 1 },
        { kind: 'drop', effect: true },
        { device: 1, path: 'UserInfo/Record', kind: 'refuse', sub: 'noMemory' },
        { device: '*', kind: 'offline', forMs: 1000 },
      ],
      devices: [{ model: 'DS-KD9633', capacity: 3, tls: 'legacy', quirks: ['shortPages'], door: '1' }, {}],
      walk: { rate: 1000, habits: { tailgate: 50 }, late: 0.1 },
      noPermission: ['acs/v1/privilege'],
      applyMs: 0,
      staleFailures: 1,
      personDetail: '128',
      quirksOff: Object.keys(QUIRKS),
      doorFailures: { '1': 'offline', 'Turnstile 1': 'refuses-face' },
      refusePhotos: ['G1'],
      applicationResult: 'flat',
      keyCase: 'camel',
    })
    expect(script.faults).toEqual([
      { path: 'single/add', after: 2, times: 3, kind: '429', retryAfter: 1, effect: false },
      { path: '', after: 0, times: Number.POSITIVE_INFINITY, kind: 'drop', effect: true },
      expect.objectContaining({ device: 1, kind: 'refuse', sub: 'noMemory' }),
      expect.objectContaining({ device: '*', kind: 'offline', forMs: 1000 }),
    ])
    expect(script.devices).toEqual([{ model: 'DS-KD9633', capacity: 3, tls: 'legacy', quirks: ['shortPages'], door: '1' }, {}])
    expect(script.walk).toMatchObject({ rate: 1000, habits: { come: 84, tailgate: 50 }, late: 0.1, lateMs: 3000 })
    expect(script.quirksOff).toHaveLength(Object.keys(QUIRKS).length)
  })

  it('reads what it has read before', () => {
    const script = parseScript({ faults: [{ kind: 'hang' }], refusePhotos: 0.5 })
    expect(parseScript(script)).toEqual(script)
  })

  it.each([
    [{ faultz: [] }, 'script.faultz: unknown key'],
    [{ faults: [{ kind: '429', kinde: 1 }] }, 'script.faults[0].kinde: unknown key'],
    [{ faults: [{ path: 'a' }] }, 'script.faults[0].kind: must be one of 429'],
    [{ faults: [{ kind: '429' }, { kind: 'flood' }] }, 'script.faults[1].kind: must be one of 429'],
    [{ faults: [{ kind: '429', after: 1.5 }] }, 'script.faults[0].after: must be a whole number'],
    [{ faults: {} }, 'script.faults: must be a list'],
    [{ noPermission: [1] }, 'script.noPermission[0]: must be a string'],
    [{ applyMs: -1 }, 'script.applyMs: must be a number'],
    [{ staleFailures: 2 }, 'script.staleFailures: must be a number'],
    [{ faults: [{ kind: 'busy' }] }, 'script.faults[0].kind: must be one of 429'],
    [{ faults: [{ device: 0, kind: 'quota' }] }, 'script.faults[0].kind: must be one of 5xx'],
    [{ devices: [{ model: 'DS-1' }] }, 'script.devices[0].model: must be one of DS-K1T342MWX'],
    [{ devices: [{}, { quirks: ['loud'] }] }, 'script.devices[1].quirks[0]: no quirk of devices is called loud'],
    [{ devices: [{ zone: 'Europe/Berlin' }] }, 'script.devices[0].zone: must be a POSIX zone'],
    [{ devices: [{ tls: 'new' }] }, 'script.devices[0].tls: must be one of legacy, broken'],
    [{ walk: { rate: 1001 } }, 'script.walk.rate: must be a number from 0.001 to 1000'],
    [{ walk: { habits: { dance: 1 } } }, 'script.walk.habits.dance: unknown key'],
    [{ personDetail: 128 }, 'script.personDetail: must be one of answers, 128'],
    [{ quirksOff: ['dataAbsend'] }, 'script.quirksOff[0]: no quirk is called dataAbsend'],
    [{ doorFailures: { '1': 'sad' } }, 'script.doorFailures.1: must be one of offline'],
    [{ constructor: 1 }, 'script.constructor: unknown key'],
    [[], 'script: must be an object'],
    ['{}', 'script: must be an object'],
  ])('refuses %j by the path of what is wrong', (input, message) => {
    expect(() => parseScript(input)).toThrow(message)
  })
})
