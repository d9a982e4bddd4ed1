import { describe, expect, it } from 'vitest'
import { HandClock, jpeg, until } from './simulator-client.ts'
import { type Talk, talkTo } from './simulator-isapi-client.ts'
import { listenTo, type StreamPart } from './simulator-isapi-stream.ts'

const LOG = 'AccessControl/AcsEvent'
const cond = (more: object = {}) => ({
  AcsEventCond: { searchID: 'a', searchResultPosition: 0, maxResults: 30, major: 5, minor: 0, ...more },
})
const log = async (t: Talk, more: object = {}) => (await t.json('POST', LOG, cond(more))).json
const serials = (list: { serialNo: number }[] = []) => list.map(one => one.serialNo)

/** Asks until that many parts have come. */
const heard = (parts: StreamPart[], count: number) =>
  until(
    async () => parts.length,
    length => length >= count,
  )
const alerts = (parts: StreamPart[]) =>
  parts.filter(one => one.json?.eventType === 'AccessControllerEvent').map(one => one.json.AccessControllerEvent)

describe('the log', () => {
  it('is searched by time, kind, number and serial, both ways, with a total', async () => {
    const clock = new HandClock()
    const t = await talkTo(undefined, { history: 0 }, { clock })
    await t.user('7')
    t.device.passage({ employeeNo: '7' })
    clock.advance(60_000)
    t.device.passage({ minor: 76 })
    expect(serials((await log(t)).AcsEvent.InfoList)).toEqual([1, 2, 3, 4])
    const { AcsEvent } = await log(t, { minor: 75 })
    expect(AcsEvent).toMatchObject({ responseStatusStrg: 'OK', numOfMatches: 1, totalMatches: 1 })
    expect(AcsEvent.InfoList[0]).toMatchObject({
      major: 5,
      minor: 75,
      time: '2026-03-02T12:00:00+03:00',
      name: 'Иван Петров',
      employeeNoString: '7',
      serialNo: 2,
      pictureURL: expect.stringContaining('/LOCALS/pic/acsLinkCap/202603_00/'),
    })
    expect((await t.ask('GET', new URL(AcsEvent.InfoList[0].pictureURL).pathname)).bytes.subarray(0, 2).toString('hex')).toBe(
      'ffd8',
    )
    expect(serials((await log(t, { beginSerialNo: 2, endSerialNo: 3, timeReverseOrder: true })).AcsEvent.InfoList)).toEqual([
      3, 2,
    ])
    const minute = { startTime: '2026-03-02T09:01:00+00:00', endTime: '2026-03-02T09:01:00+00:00' }
    expect(serials((await log(t, minute)).AcsEvent.InfoList)).toEqual([4])
    expect((await log(t, { employeeNoString: '8' })).AcsEvent).toEqual({
      searchID: 'a',
      responseStatusStrg: 'NO MATCH',
      numOfMatches: 0,
      totalMatches: 0,
    })
    const total = { AcsEventTotalNumCond: { major: 0, minor: 0, ...minute } }
    expect((await t.json('POST', 'AccessControl/AcsEventTotalNum', total)).json).toEqual({ AcsEventTotalNum: { totalNum: 1 } })
    expect((await t.json('POST', 'AccessControl/AcsEventTotalNum', cond())).json.subStatusCode).toBe('MessageParametersLack')
    expect(await log(t, { major: undefined })).toMatchObject({ subStatusCode: 'MessageParametersLack', errorMsg: 'major' })
    expect(await log(t, { maxResults: 31 })).toMatchObject({ subStatusCode: 'beyondARGSRangeLimit', errorMsg: 'maxResults' })
    await t.close()
  })

  it('of 19,000 records is paged through, twenty at a time where thirty were asked for, and stays fast', async () => {
    const t = await talkTo('DS-K1T342-REPLAY', { quirks: ['shortPages'], tls: false })
    const seen = new Set<number>()
    let position = 0
    for (let more = true; more; ) {
      const { AcsEvent } = await log(t, { searchResultPosition: position })
      for (const serial of serials(AcsEvent.InfoList)) seen.add(serial)
      position += AcsEvent.numOfMatches
      more = AcsEvent.responseStatusStrg === 'MORE'
      expect(AcsEvent.numOfMatches).toBe(20)
    }
    expect(seen.size).toBe(19_000)
    expect(Math.max(...seen)).toBeGreaterThan(2 ** 31)
    await t.close()
  })

  it('is cleared, and its numbers begin again', async () => {
    const t = await talkTo(undefined)
    expect(t.device.document().lastSerial).toBe(12)
    t.device.clearLog()
    t.device.passage({ minor: 76 })
    expect(serials((await log(t)).AcsEvent.InfoList)).toEqual([1])
    await t.close()
  })

  it('carries a wrong offset, or none, on some models', async () => {
    for (const [model, time] of [
      ['DS-K1T604', '2026-03-02T12:00:00+04:00'],
      ['DS-K1T105', '2026-03-02T12:00:00'],
    ] as const) {
      const t = await talkTo(model, { history: 0 }, { clock: new HandClock() })
      t.device.passage({ minor: 76 })
      expect((await log(t)).AcsEvent.InfoList[0].time).toBe(time)
      await t.close()
    }
  })
})

describe('the stream', () => {
  it('replays the log, then tells what happens at once', async () => {
    const t = await talkTo(undefined, { history: 3 })
    await t.user('7')
    const stream = await listenTo(t)
    await heard(stream.parts, 3)
    t.device.passage({ employeeNo: '7' })
    await heard(stream.parts, 5)
    expect(alerts(stream.parts).map(one => [one.serialNo, one.subEventType, one.currentEvent])).toEqual([
      [1, 21, false],
      [2, 75, false],
      [3, 22, false],
      [4, 21, true],
      [5, 75, true],
    ])
    expect(stream.parts[4]?.headers).toEqual({
      'content-type': 'application/json; charset="UTF-8"',
      'content-length': String(stream.parts[4]?.body.length),
    })
    expect(alerts(stream.parts)[4]).toMatchObject({
      employeeNoString: '7',
      name: 'Иван Петров',
      frontSerialNo: 4,
      majorEventType: 5,
    })
    expect(t.device.document().streams).toBe(1)
    stream.hangUp()
    await until(
      async () => t.device.document().streams,
      open => open === 0,
    )
    await t.close()
  })

  it('replays 19,000 records whole and in order', async () => {
    const t = await talkTo('DS-K1T342-REPLAY', { tls: false })
    const stream = await listenTo(t)
    await heard(stream.parts, 19_000)
    const numbers = alerts(stream.parts).map(one => one.serialNo)
    expect(numbers).toEqual(Array.from({ length: 19_000 }, (_, i) => (numbers[0] as number) + i))
    expect(new Set(alerts(stream.parts).map(one => one.currentEvent))).toEqual(new Set([false]))
    await t.close()
  })

  it('beats, in JSON or XML, unless the model is silent', async () => {
    for (const [model, type] of [
      ['DS-K1T342MWX', 'application/json'],
      ['DS-K1T671TM', 'application/xml'],
      ['DS-K1T342MFX-E1', null],
    ] as const) {
      const clock = new HandClock()
      const t = await talkTo(model, { history: 0 }, { clock })
      const stream = await listenTo(t)
      clock.advance(10_000)
      if (type) {
        await heard(stream.parts, 1)
        expect(stream.parts[0]?.headers['content-type']).toContain(type)
        expect(stream.parts[0]?.body.toString()).toMatch(/videoloss[\s\S]*inactive/)
      }
      t.device.passage({ minor: 76 })
      await heard(stream.parts, type ? 2 : 1)
      expect(stream.parts.filter(one => one.body.includes('videoloss'))).toHaveLength(type ? 1 : 0)
      await t.close()
    }
  })

  it('speaks XML, without lengths, or sends pictures along', async () => {
    const xml = await talkTo('DS-K1T343MWX', { history: 2 })
    const first = await listenTo(xml)
    await heard(first.parts, 1)
    expect(first.parts[0]?.headers).toEqual({ 'content-type': 'application/xml; charset="UTF-8"' })
    expect(first.parts[0]?.body.toString()).toMatch(/<EventNotificationAlert[\s\S]*<majorEventType>5</)
    await xml.close()
    const pictures = await talkTo('DS-K1T671TM', { history: 0 })
    const second = await listenTo(pictures)
    pictures.device.passage({ minor: 76 })
    await heard(second.parts, 2)
    expect(second.parts[1]?.headers['content-type']).toBe('image/jpeg')
    expect(second.parts[1]?.body.subarray(-2).toString('hex')).toBe('ffd9')
    await pictures.close()
  })

  it('is for a few: one more is refused, or ends the oldest', async () => {
    const strict = await talkTo(undefined, { streams: 1 })
    const first = await listenTo(strict)
    const second = await listenTo(strict)
    expect([first.status, second.status]).toEqual([200, 503])
    await strict.close()
    const soft = await talkTo(undefined, { streams: 1, quirks: ['dropsOldestStream'] })
    const oldest = await listenTo(soft)
    expect((await listenTo(soft)).status).toBe(200)
    await until(
      async () => oldest.ended(),
      ended => ended,
    )
    await soft.close()
  })

  it('ends when the terminal goes, and lets calls through beside it', async () => {
    const t = await talkTo(undefined, { atOnce: 1 })
    const stream = await listenTo(t)
    await t.user('1')
    expect((await t.face('1', await jpeg())).status).toBe(200)
    t.device.goOffline()
    await until(
      async () => stream.ended(),
      ended => ended,
    )
    await t.close()
  })

  it('falls silent, or is hung up on, when a test wants it', async () => {
    const clock = new HandClock()
    const t = await talkTo(undefined, { history: 0 }, { clock })
    const dead = await listenTo(t)
    t.device.muteStreams()
    const live = await listenTo(t)
    clock.advance(10_000)
    t.device.passage({ minor: 76 })
    await heard(live.parts, 2)
    expect([dead.parts.length, dead.ended()]).toEqual([0, false])
    t.device.dropStreams()
    await until(
      async () => dead.ended() && live.ended(),
      ended => ended,
    )
    await t.close()
  })
})
