import { Agent, request } from 'node:https'
import { type ConnectionOptions, connect } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { HandClock, jpeg, open } from './simulator-client.ts'
import { challengeOf, challengesOf, digestHeader, faceBody, type Talk, talk, talkTo, userInfo } from './simulator-isapi-client.ts'

const sub = (said: { json: { subStatusCode?: string } }) => said.json?.subStatusCode
const text = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)<`).exec(xml)?.[1]

describe('clocks', () => {
  it('are told with a zone whose sign is turned round, and are wrong on some models', async () => {
    const clock = new HandClock()
    const at = async (model: string) => {
      const t = await talkTo(model, {}, { clock })
      const xml = (await t.ask('GET', 'System/time')).text
      await t.close()
      return [text(xml, 'localTime'), text(xml, 'timeZone')]
    }
    expect(await at('DS-K1T342MWX')).toEqual(['2026-03-02T12:00:00+03:00', 'CST-3:00:00'])
    expect(await at('DS-KD9633')).toEqual(['2026-03-02T05:00:00-04:00', 'CST+4'])
    expect(await at('DS-K1T331W')).toEqual(['2026-03-02T15:53:20+08:00', 'CST-8:00:00'])
    const berlin = 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00'
    expect(await at('DS-K1T671TM')).toEqual(['2026-03-02T10:00:00+01:00', berlin])
    clock.advance(Date.parse('2026-03-29T00:59:59Z') - clock.now())
    expect((await at('DS-K1T671TM'))[0]).toBe('2026-03-29T01:59:59+01:00')
    clock.advance(1000)
    expect((await at('DS-K1T671TM'))[0]).toBe('2026-03-29T03:00:00+02:00')
    clock.advance(Date.parse('2026-10-25T01:00:00Z') - clock.now())
    expect((await at('DS-K1T671TM'))[0]).toBe('2026-10-25T02:00:00+01:00')
  })

  it('can be set', async () => {
    const clock = new HandClock()
    const t = await talkTo('DS-K1T331W', {}, { clock })
    const body =
      '<Time><timeMode>manual</timeMode><localTime>2026-03-02T11:00:00</localTime><timeZone>CST-2:00:00</timeZone></Time>'
    expect((await t.ask('PUT', 'System/time', body)).text).toContain('<statusCode>1</statusCode>')
    expect(text((await t.ask('GET', 'System/time')).text, 'localTime')).toBe('2026-03-02T11:00:00+02:00')
    await t.close()
  })
})

describe('doors', () => {
  it('open by command, and are asked for', async () => {
    const t = await talkTo('DS-K1T341AM', { quirksOff: ['needsSpacing'] })
    const to = (door: number, cmd: string) =>
      t.ask('PUT', `AccessControl/RemoteControl/door/${door}`, `<RemoteControlDoor><cmd>${cmd}</cmd></RemoteControlDoor>`)
    expect((await to(1, 'alwaysOpen')).text).toContain('<statusCode>1</statusCode>')
    expect((await t.json('GET', 'AccessControl/AcsWorkStatus')).json.AcsWorkStatus.doorStatus).toEqual([2, 4])
    expect((await to(3, 'open')).text).toContain('badParameters')
    expect((await to(2, 'kick')).text).toContain('badXmlContent')
    await t.close()
  })
})

describe('pushes', () => {
  it('are asked for in whole blocks, in one of two slots', async () => {
    const t = await talkTo(undefined)
    expect((await t.ask('GET', 'Event/notification/httpHosts')).text.match(/<portNo>0</g)).toHaveLength(2)
    const part = '<HttpHostNotification><id>1</id><url>/foyer</url></HttpHostNotification>'
    expect((await t.ask('PUT', 'Event/notification/httpHosts/1', part)).text).toContain('Invalid Content')
    const whole = `<HttpHostNotification><id>2</id><url>/foyer</url><protocolType>HTTP</protocolType><parameterFormatType>JSON</parameterFormatType><addressingFormatType>ipaddress</addressingFormatType><ipAddress>192.0.2.9</ipAddress><portNo>8080</portNo><httpAuthenticationMethod>none</httpAuthenticationMethod><SubscribeEvent><heartbeat>30</heartbeat><eventMode>all</eventMode></SubscribeEvent></HttpHostNotification>`
    expect((await t.ask('PUT', 'Event/notification/httpHosts/2', whole)).status).toBe(200)
    expect((await t.ask('GET', 'Event/notification/httpHosts')).text).toContain('<portNo>8080</portNo>')
    await t.close()
  })
})

describe('a connection', () => {
  /** An upload on a connection of the agent's. */
  async function upload(t: Talk, agent: Agent, photo: Buffer): Promise<number> {
    const uri = '/ISAPI/Intelligent/FDLib/FDSetUp?format=json'
    const challenge = challengeOf(challengesOf(await t.raw('GET', '/ISAPI/System/deviceInfo'))[0] as string)
    const { user, password } = t.device
    const headers = {
      Authorization: digestHeader(challenge, { user, password, method: 'PUT', uri }),
      'Content-Type': 'multipart/form-data; boundary=EDGE',
    }
    return new Promise((resolve, reject) => {
      const call = request(t.device.url + uri, { method: 'PUT', headers, agent, rejectUnauthorized: false }, response => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      })
      call.on('error', reject)
      call.end(faceBody('1', photo))
    })
  }

  it('that was used before is lost in the middle of a photo; a fresh one is not', async () => {
    const t = await talkTo('DS-K1T343M')
    await t.user('1')
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    expect(await upload(t, agent, await jpeg())).toBe(200)
    await expect(upload(t, agent, await jpeg())).rejects.toThrow(/ECONNRESET|hang up|EPIPE/)
    expect(t.device.document().faces).toBe(1)
    agent.destroy()
    await t.close()
  })

  it('too many is busy, in the way of the model', async () => {
    for (const [model, status, challenged] of [
      ['DS-K1T342MWX', 503, false],
      ['DS-K1T341AM', 200, false],
      ['DS-K1T331W', 401, false],
    ] as const) {
      const t = await talkTo(model, { latencyMs: 50 })
      await t.user('1')
      const all = await Promise.all(Array.from({ length: 6 }, () => t.json('GET', 'AccessControl/UserInfo/Count')))
      const busy = all.filter(one => one.json?.UserInfoCount === undefined)
      expect(busy.length).toBeGreaterThan(0)
      expect([busy[0]?.status, busy[0]?.headers['www-authenticate'] !== undefined]).toEqual([status, challenged])
      expect(t.device.document().calls.refused).toBeGreaterThanOrEqual(busy.length)
      expect(t.device.document().calls.maxConcurrent).toBeGreaterThan(2)
      expect(t.device.document().lock.failures).toBe(0)
      await t.close()
    }
  })

  it('may not carry chunks on some models', async () => {
    const t = await talkTo('DS-KD9633')
    const challenge = challengeOf(challengesOf(await t.raw('GET', '/ISAPI/System/deviceInfo'))[0] as string)
    const uri = '/ISAPI/AccessControl/UserInfo/Record?format=json'
    const headers = {
      Authorization: digestHeader(challenge, { user: 'admin', password: t.device.password, method: 'POST', uri }),
      'Transfer-Encoding': 'chunked',
    }
    expect(sub(await t.raw('POST', uri, headers, JSON.stringify({ UserInfo: userInfo('1') })))).toBe('badJsonFormat')
    expect(sub(await t.json('PUT', 'AccessControl/UserInfo/SetUp', { UserInfo: userInfo('1') }))).toBe('notSupport')
    await t.close()
  })

  it('finds the terminal busy right after a write, where that is its habit', async () => {
    const clock = new HandClock()
    const t = await talkTo('DS-K1T341AM', {}, { clock })
    expect([sub(await t.user('1')), sub(await t.user('2'))]).toEqual(['ok', 'deviceBusy'])
    clock.advance(100)
    expect(sub(await t.user('2'))).toBe('ok')
    await t.close()
  })
})

describe('a terminal behind a door of the site', () => {
  it('gets who is applied to the door, and keeps a face that came directly', async () => {
    const bench = await open({ script: { devices: [{ door: 'Turnstile 1' }], quirksOff: ['asynchronousApply'] } })
    const t = talk(bench.sim, bench.sim.devices[0] as (typeof bench.sim.devices)[number])
    const users = () => t.device.document().users
    expect(users().map(one => one.employeeNo)).toEqual(['1001', '1002', '1003', '1004', '1005'])
    const id = await bench.person({
      personCode: '77',
      beginTime: '2026-03-02T08:00:00+00:00',
      endTime: '2026-03-02T18:00:00+00:00',
    })
    const level = [...bench.sim.world.levels.values()].find(one => one.name === 'Guests' && one.type === 1)?.id
    await bench.ok('acs/v1/privilege/group/single/addPersons', { privilegeGroupId: level, type: 1, list: [{ id }] })
    await bench.ok('visitor/v1/auth/reapplication', { personIds: id, ImmediateDownload: 0 })
    expect(users().at(-1)).toMatchObject({
      employeeNo: '77',
      name: 'Иван Петров',
      begin: '2026-03-02T11:00:00',
      end: '2026-03-02T21:00:00',
      rights: [1],
      hasFace: false,
    })
    expect((await t.face('77', await jpeg())).status).toBe(200)
    await bench.ok('resource/v1/person/single/update', { personId: id, remark: 'again' })
    await bench.ok('visitor/v1/auth/reapplication', { personIds: id, ImmediateDownload: 0 })
    expect(users().at(-1)).toMatchObject({ employeeNo: '77', hasFace: true })
    await bench.ok('resource/v1/person/single/delete', { personId: id })
    expect(users().map(one => one.employeeNo)).not.toContain('77')
    await bench.close()
  })

  it('that is off the network is a door that is offline', async () => {
    const bench = await open({
      script: { devices: [{ door: '1', offline: true }], quirksOff: ['asynchronousApply', 'staleFailures'] },
    })
    const id = await bench.person({ personCode: '77' })
    await bench.ok('acs/v1/privilege/group/single/addPersons', { privilegeGroupId: '1', type: 1, list: [{ id }] })
    await bench.ok('visitor/v1/auth/reapplication', { personIds: id, ImmediateDownload: 0 })
    expect(bench.sim.document().persons[0]?.appliedDoors).toEqual(['2', '3', '4'])
    expect(bench.sim.document().devices[0]).toMatchObject({ online: false })
    await bench.close()
  })
})

describe('what a terminal loses', () => {
  it('by its script: faces at one call, everybody at another, and the call is answered', async () => {
    const path = 'UserInfo/Count'
    const faults = [
      { device: 0, path, after: 1, times: 1, kind: 'loses-faces' },
      { device: 0, path, after: 2, times: 1, kind: 'loses-users' },
    ]
    const t = await talkTo(undefined, {}, { script: { faults } })
    for (const number of ['1', '2']) {
      await t.user(number)
      await t.face(number, await jpeg())
    }
    const counts = async () => {
      const { userNumber, bindFaceUserNumber } = (await t.json('GET', 'AccessControl/UserInfo/Count')).json.UserInfoCount
      return [userNumber, bindFaceUserNumber]
    }
    expect([await counts(), await counts(), await counts()]).toEqual([
      [2, 2],
      [2, 0],
      [0, 0],
    ])
    await t.close()
  })

  it('by a hand at its menu', async () => {
    const t = await talkTo(undefined)
    for (const number of ['1', '2', '3']) {
      await t.user(number)
      await t.face(number, await jpeg())
    }
    t.device.lose('faces', ['1', '9'])
    t.device.lose('users', ['3', '9'])
    expect(t.device.document().users).toMatchObject([
      { employeeNo: '1', hasFace: false },
      { employeeNo: '2', hasFace: true },
    ])
    await t.close()
  })
})

describe('TLS', () => {
  const hello = (t: Talk, options: ConnectionOptions) =>
    new Promise<string | null>((resolve, reject) => {
      const { port } = new URL(t.device.url)
      const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false, ...options }, () => {
        resolve(socket.getProtocol())
        socket.destroy()
      })
      socket.on('error', reject)
    })

  it('is old on a legacy terminal, and broken on a broken one', async () => {
    const legacy = await talkTo(undefined, { tls: 'legacy' })
    await expect(hello(legacy, {})).rejects.toThrow(/protocol version|handshake/i)
    expect(await hello(legacy, { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' })).toBe('TLSv1.1')
    await legacy.close()
    const broken = await talkTo(undefined, { tls: 'broken' })
    expect(broken.device.url).toMatch(/^https:/)
    await expect(hello(broken, {})).rejects.toThrow()
    await broken.close()
  })
})
