import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { passageOf, readAlert, readRecord } from '../../electron/access-control/isapi/alert-event.ts'
import { meaningOf } from '../../electron/access-control/isapi/event-codes.ts'
import { readEventText } from '../../electron/access-control/isapi/event-text.ts'
import { clockOf, type DeviceClock, deviceTime, instantOf, readTime } from '../../electron/access-control/isapi/event-time.ts'
import { pictureIdOf, picturePath, readPictureId } from '../../electron/access-control/isapi/picture-shelf.ts'
import type { DeviceId } from '../../shared/model/device.ts'
import { Passage } from '../../shared/model/passage.ts'

const NOW = Date.UTC(2030, 2, 15, 9)
const read = (text: string) => readAlert(readEventText(Buffer.from(text)))
const alert = (event: object, more: object = {}) =>
  JSON.stringify(
    {
      dateTime: '2030-03-15T12:00:00+03:00',
      eventType: 'AccessControllerEvent',
      eventState: 'active',
      AccessControllerEvent: event,
      ...more,
    },
    null,
    '\t',
  )
const face = {
  majorEventType: 5,
  subEventType: 75,
  name: 'Анна',
  employeeNoString: '1001',
  doorNo: 1,
  cardReaderNo: 2,
  serialNo: 3_000_000_001,
  currentEvent: true,
}
const teller = {
  device: 'gate-1' as DeviceId,
  key: 'k',
  at: NOW,
  heardAt: NOW,
  doorName: (n: number) => `Door ${n}`,
  picture: null,
}

function passage(text: string): Passage | null {
  const reading = read(text)
  if (reading.kind !== 'event') throw new Error(reading.kind)
  return passageOf(reading.event, teller)
}

describe('one event, as the stream and the search tell it', () => {
  test('JSON by the names of the stream', () => {
    expect(passage(alert(face))).toEqual({
      key: 'k',
      at: NOW,
      heardAt: NOW,
      doorId: 'gate-1:1',
      doorName: 'Door 1',
      reader: '2',
      code: '1001',
      ref: '1001',
      name: 'Анна',
      type: '5/75',
      result: 'granted',
      cause: null,
      picture: null,
    })
  })

  test('XML says the same', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<h:EventNotificationAlert version="2.0" xmlns:h="http://www.hikvision.com/ver20/XMLSchema">
<dateTime>2030-03-15T12:00:00+03:00</dateTime><activePostCount></activePostCount><eventType>AccessControllerEvent</eventType>
<AccessControllerEvent>${Object.entries(face)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('')}</AccessControllerEvent></h:EventNotificationAlert>`
    expect(read(xml)).toMatchObject({
      kind: 'event',
      event: { serialNo: 3_000_000_001, written: '2030-03-15T12:00:00+03:00', current: true },
    })
    expect(passage(xml)).toEqual(passage(alert(face)))
  })

  test('a record of the search has other names, and is never current', () => {
    const record = {
      major: 5,
      minor: 76,
      time: '2030-03-15T12:00:00+03:00',
      serialNo: '17',
      doorNo: 1,
      pictureURL: 'http://10.0.0.1/LOCALS/pic/1.jpeg@WEB000',
    }
    const event = readRecord(record, null, false)
    expect(event).toMatchObject({ major: 5, minor: 76, serialNo: 17, written: record.time, current: false })
    expect(event && passageOf(event, teller)).toMatchObject({
      result: 'denied',
      cause: 'face-failed',
      code: null,
      ref: null,
      name: '',
    })
    expect(event && picturePath(event)).toBe('/LOCALS/pic/1.jpeg@WEB000')
  })

  test.each([
    ['no employee: the user was deleted', { ...face, employeeNoString: undefined }],
    ['an empty one', { ...face, employeeNoString: '' }],
    ['zero', { ...face, employeeNoString: '0' }],
    ['a sentinel of 64 bits', { ...face, employeeNoString: '18446744073709551615' }],
  ])('%s: a passage of nobody known', (_, event) => {
    expect(passage(alert(event))).toMatchObject({ code: null, ref: null, result: 'granted' })
  })

  test('a number of its own kind is a reference, and no code of ours', () => {
    expect(passage(alert({ ...face, employeeNoString: 'A-17' }))).toMatchObject({ code: null, ref: 'A-17' })
    expect(passage(alert({ ...face, employeeNoString: '007' }))).toMatchObject({ code: null, ref: '007' })
  })

  test('what devices write that is no JSON is read all the same', () => {
    for (const text of [
      alert(face).replace('"eventState"', '"activePostCount":\t,\n\t"eventState"'),
      `${alert(face)}\u0000\u0000`,
      `\uFEFF${alert(face)}`,
      `${alert(face)}\r\n--MIME_bou`,
      alert(face).replace('Анна', 'Ан\tна'),
    ])
      expect(passage(text)).toMatchObject({ code: '1001', result: 'granted' })
    // A name cut in the middle of a character.
    const cut = Buffer.from(alert(face))
    const at = cut.indexOf(Buffer.from('Анна')) + 3
    const reading = readAlert(readEventText(Buffer.concat([cut.subarray(0, at), cut.subarray(at + 1)])))
    expect(reading).toMatchObject({ kind: 'event', event: { serialNo: 3_000_000_001 } })
  })
})

describe('what is no event', () => {
  test.each([
    ['heartbeat', JSON.stringify({ eventType: 'videoloss', eventState: 'inactive', activePostCount: '' })],
    [
      'heartbeat',
      '<EventNotificationAlert><eventType>videoloss</eventType><eventState>inactive</eventState></EventNotificationAlert>',
    ],
    ['heartbeat', JSON.stringify({ eventType: 'videoloss', eventState: 'active' })],
    ['other', JSON.stringify({ eventType: 'VMD', eventState: 'active' })],
    ['unreadable', JSON.stringify({ eventType: 'AccessControllerEvent', AccessControllerEvent: { majorEventType: 5 } })],
    ['unreadable', '{"eventType":'],
    ['unreadable', '<a><b></a>'],
    ['unreadable', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['unreadable', 'hello'],
    ['unreadable', ''],
  ])('%s: %s', (kind, text) => {
    expect(read(text).kind).toBe(kind)
  })

  test('a door, and the log of the device, are no passages and keep their number', () => {
    for (const [major, minor] of [
      [5, 21],
      [5, 22],
      [5, 23],
      [5, 24],
      [2, 39],
      [3, 80],
    ]) {
      const event = readRecord({ major, minor, serialNo: 5, time: 'x' }, null, false)
      expect(event).toMatchObject({ serialNo: 5 })
      expect(event && passageOf(event, teller)).toBeNull()
    }
  })
})

describe('codes', () => {
  test.each([
    [5, 1, 'granted', null],
    [5, 2, 'granted', null],
    [5, 38, 'granted', null],
    [5, 75, 'granted', null],
    [5, 77, 'granted', null],
    [5, 6, 'denied', 'no-level'],
    [5, 7, 'denied', 'outside-hours'],
    [5, 8, 'denied', 'expired'],
    [5, 9, 'denied', 'card-unknown'],
    [5, 10, 'denied', 'anti-passback'],
    [5, 11, 'denied', 'interlock'],
    [5, 39, 'denied', 'fingerprint-failed'],
    [5, 76, 'denied', 'face-failed'],
    [5, 78, 'denied', 'combination-failed'],
    [5, 80, 'denied', 'face-failed'],
    [5, 104, 'denied', 'liveness'],
    [5, 106, 'denied', 'face-failed'],
    [5, 27, 'unknown', null],
    [5, 9999, 'unknown', null],
    [9, 75, 'unknown', null],
    [1, 1024, 'alarm', null],
    [1, 1034, 'alarm', 'duress'],
  ])('%d/%d is %s, %s', (major, minor, result, cause) => {
    expect(meaningOf(major, minor)).toMatchObject({ kind: 'passage', result, cause })
  })

  test('nothing is granted but the kinds that are known to be', () => {
    const granted = Array.from({ length: 10_000 }, (_, minor) => minor).filter(minor => {
      const meaning = meaningOf(5, minor)
      return meaning.kind === 'passage' && meaning.result === 'granted'
    })
    expect(granted).toEqual([1, 2, 16, 38, 40, 43, 46, 54, 57, 60, 63, 66, 69, 72, 75, 77, 101, 105, 153, 156, 159, 181])
    for (const major of [0, 1, 2, 3, 4, 6])
      for (let minor = 0; minor < 2000; minor++) expect(meaningOf(major, minor)).not.toMatchObject({ result: 'granted' })
  })
})

describe('time', () => {
  const clock = (text: string) => clockOf(text, NOW) as DeviceClock
  const at = (text: string, device: DeviceClock, live = true, heard = NOW) => {
    const time = readTime(text)
    return time && instantOf(time, device, heard, live) - NOW
  }

  test.each([
    ['right', '2030-03-15T12:00:00+03:00', '2030-03-15T11:59:30+03:00'],
    ['an hour slow', '2030-03-15T11:00:00+03:00', '2030-03-15T10:59:30+03:00'],
    ['no offset', '2030-03-15T12:00:00', '2030-03-15T11:59:30'],
    ['no offset on events alone', '2030-03-15T12:00:00+03:00', '2030-03-15T11:59:30'],
    ['the factory offset', '2030-03-15T12:00:00+08:00', '2030-03-15T11:59:30+08:00'],
    ['the factory offset on events alone', '2030-03-15T12:00:00+03:00', '2030-03-15T11:59:30+08:00'],
    ['UTC on events alone', '2030-03-15T12:00:00+03:00', '2030-03-15T08:59:30Z'],
  ])('a device whose clock is %s: half a minute ago', (_, shown, written) => {
    expect(at(written, clock(shown))).toBe(-30_000)
  })

  test('of the past, an hour between the offsets is summer time, anything else a wrong offset', () => {
    const winter = clock('2030-03-15T10:00:00+01:00')
    const summer = Date.UTC(2029, 6, 1, 10)
    expect(at('2029-07-01T12:00:00+02:00', winter, false)).toBe(summer - NOW)
    expect(at('2029-07-01T11:00:00+08:00', winter, false)).toBe(summer - NOW)
  })

  test('an instant comes back as the device writes it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2001, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 }),
        fc.integer({ min: -56, max: 56 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        (instant, quarters, error) => {
          const device = { aheadMs: quarters * 900_000 + error * 1000, offset: quarters * 15 }
          const seconds = instant * 1000
          const time = readTime(deviceTime(seconds, device))
          expect(time && instantOf(time, device, NOW, false)).toBe(seconds)
        },
      ),
    )
  })
})

describe('pictures', () => {
  test('an id is read as it was made; only a path of the device is ever asked for', () => {
    const device = 'gate-1' as DeviceId
    const live = readAlert(readEventText(Buffer.from(alert(face))))
    const id = live.kind === 'event' ? pictureIdOf(device, live.event) : null
    expect(id && readPictureId(id)).toEqual({
      kind: 'record',
      device,
      serialNo: 3_000_000_001,
      written: '2030-03-15T12:00:00+03:00',
    })
    const kept = readRecord(
      { major: 5, minor: 75, serialNo: 3, time: 't', pictureURL: 'https://evil.example/LOCALS/a.jpeg@WEB1' },
      null,
      false,
    )
    expect(kept && readPictureId(pictureIdOf(device, kept) ?? '')).toEqual({ kind: 'url', device, path: '/LOCALS/a.jpeg@WEB1' })
    for (const text of ['', 'gate-1|url|http://x/', 'gate-1|record|x|y', 'GATE|url|/x']) expect(readPictureId(text)).toBeNull()
  })
})

describe('foreign input', () => {
  const value = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        '',
        '5',
        '75',
        5,
        75,
        1e300,
        -1,
        true,
        null,
        '18446744073709551873',
        '2030-02-31T25:61:61',
        'AccessControllerEvent',
      ),
      fc.string(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          'major',
          'minor',
          'majorEventType',
          'subEventType',
          'serialNo',
          'time',
          'dateTime',
          'eventType',
          'AccessControllerEvent',
          'name',
          'doorNo',
          'employeeNoString',
          'currentEvent',
          '__proto__',
        ),
        tie('value'),
      ),
    ),
  })).value

  test('never throws; a passage that comes of it is one by its schema', () => {
    fc.assert(
      fc.property(value, fc.boolean(), (body, isRecord) => {
        const fields =
          typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null
        const reading = readAlert(fields)
        const event = isRecord ? readRecord(body, null, false) : reading.kind === 'event' ? reading.event : null
        const made = event && passageOf(event, { ...teller, picture: pictureIdOf(teller.device, event) })
        if (made) expect(Passage.safeParse(made).success).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('bytes of any kind are an event or are not, at once', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string().map(text => Buffer.from(`<a>${text}`)),
          fc.string().map(text => Buffer.from(`{"a":${text}`)),
        ),
        bytes => {
          expect(['event', 'heartbeat', 'other', 'unreadable']).toContain(readAlert(readEventText(bytes)).kind)
        },
      ),
      { numRuns: 2000 },
    )
    const long = Buffer.from('<a '.repeat(200_000))
    expect(readEventText(long)).toBeNull()
    expect(readEventText(Buffer.from(`<!--${'<!--'.repeat(200_000)}`))).toBeNull()
    expect(readEventText(Buffer.from(`{${':'.repeat(500_000)}`))).toBeNull()
  })
})
