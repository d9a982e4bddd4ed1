import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { HandClock, jpeg, until } from './simulator-client.ts'
import { challengeOf, challengesOf, digestHeader, faceBody, type Talk, talk, talkTo, userInfo } from './simulator-isapi-client.ts'

const SEARCH = 'AccessControl/UserInfo/Search'
const sub = (said: { json: { subStatusCode?: string; errorMsg?: string } }) => said.json?.subStatusCode
const searched = (more: object = {}) => ({
  UserInfoSearchCond: { searchID: 's1', searchResultPosition: 0, maxResults: 30, ...more },
})

let plain: Talk
beforeAll(async () => {
  plain = await talkTo(undefined)
})
afterAll(() => plain.close())

describe('conventions', () => {
  it('print JSON with tabs, and refuse what is not announced, not JSON, or of another verb', async () => {
    const { text } = await plain.json('GET', 'AccessControl/UserInfo/Count')
    expect(text).toMatch(/^\{\n\t"UserInfoCount":\t\{\n\t\t"userNumber":\t\d/)
    expect((await plain.ask('POST', SEARCH, '{}')).text).toContain('<subStatusCode>badXmlFormat</subStatusCode>')
    expect(sub(await plain.json('POST', SEARCH, {}))).toBe('MessageParametersLack')
    expect(await plain.json('POST', SEARCH, {})).toMatchObject({
      status: 400,
      json: { statusCode: 6, errorCode: 1610612761, errorMsg: 'UserInfoSearchCond' },
    })
    expect(sub(await plain.ask('POST', `${SEARCH}?format=json`, 'no'))).toBe('badJsonFormat')
    expect(sub(await plain.json('GET', SEARCH))).toBe('methodNotAllowed')
    expect(sub(await plain.json('POST', 'AccessControl/UserInfo/Modify', { UserInfo: userInfo('1') }))).toBe('methodNotAllowed')
    expect(sub(await plain.json('GET', 'Thermal/nothing'))).toBe('notSupport')
  })

  it('tell what they are, in XML of one of the namespaces', async () => {
    const { text } = await plain.ask('GET', 'System/deviceInfo')
    expect(text).toMatch(/<DeviceInfo version="2.0" xmlns="http:\/\/www\.(isapi\.org|hikvision\.com)\/ver[12]0\/XMLSchema">/)
    expect(text).toContain('<firmwareVersion>V3.16.1</firmwareVersion>')
  })

  it('answer in XML on a model that does', async () => {
    const xml = await talkTo('DS-K1T343MWX')
    expect((await xml.user('1')).text).toMatch(/<ResponseStatus[^>]*>\s*<statusCode>1<\/statusCode>/)
    const { text } = await xml.json('POST', SEARCH, searched())
    expect(text).toMatch(/<UserInfoSearch[^>]*>[\s\S]*<UserInfo>\s*<employeeNo>1</)
    await xml.close()
  })

  it('spell choices as text or as an array', async () => {
    const { json } = await plain.json('GET', 'AccessControl/UserInfo/capabilities')
    expect(json.UserInfo.supportFunction['@opt']).toBe('post,delete,put,get,setUp')
    const other = await talkTo('DS-K1T342MFX-E1')
    const said = await other.json('GET', 'AccessControl/UserInfo/capabilities')
    expect(said.json.UserInfo.supportFunction['@opt']).toEqual(['post', 'delete', 'put', 'get', 'setUp'])
    expect(said.json.UserInfo.UserInfoBatchPutCond.maxUserNum).toBe(16)
    await other.close()
  })
})

describe('users', () => {
  it('are added once, changed, set up, found and deleted', async () => {
    const t = await talkTo(undefined)
    expect((await t.user('7')).json).toMatchObject({ statusCode: 1, subStatusCode: 'ok' })
    expect(await t.user('7')).toMatchObject({
      status: 400,
      json: { subStatusCode: 'employeeNoAlreadyExist', errorCode: 1610637344, errorMsg: 'checkUser' },
    })
    const change = (verb: string, employeeNo: string) =>
      t.json('PUT', `AccessControl/UserInfo/${verb}`, { UserInfo: { employeeNo, name: 'Anna' } })
    expect(sub(await change('Modify', '7'))).toBe('ok')
    expect(sub(await change('Modify', '8'))).toBe('employeeNoNotExist')
    expect(sub(await t.json('PUT', 'AccessControl/UserInfo/SetUp', { UserInfo: { ...userInfo('8'), RightPlan: [] } }))).toBe('ok')
    const { UserInfoSearch } = (await t.json('POST', SEARCH, searched())).json
    expect(UserInfoSearch).toMatchObject({ responseStatusStrg: 'OK', numOfMatches: 2, totalMatches: 2 })
    expect(UserInfoSearch.UserInfo[0]).toMatchObject({
      employeeNo: '7',
      name: 'Anna',
      numOfFace: 0,
      RightPlan: [{ doorNo: 1, planTemplateNo: '1' }],
    })
    expect(t.device.document().users.map(one => one.rights)).toEqual([[1], []])
    const none = (await t.json('POST', SEARCH, searched({ EmployeeNoList: [{ employeeNo: '9' }] }))).json.UserInfoSearch
    expect(none).toEqual({ searchID: 's1', responseStatusStrg: 'NO MATCH', numOfMatches: 0, totalMatches: 0 })
    const drop = { UserInfoDelCond: { EmployeeNoList: [{ employeeNo: '7' }, { employeeNo: '9' }] } }
    expect(sub(await t.json('PUT', 'AccessControl/UserInfo/Delete', drop))).toBe('ok')
    expect(t.device.document().users.map(one => one.employeeNo)).toEqual(['8'])
    await t.close()
  })

  it.each([
    [
      { Valid: { enable: true, beginTime: '2026-01-01T00:00:00', endTime: '2038-01-01T00:00:00' } },
      'beyondARGSRangeLimit',
      'endTime',
    ],
    [{ Valid: { enable: true, beginTime: '2026-01-02T00:00:00', endTime: '2026-01-01T00:00:00' } }, 'badParameters', 'Valid'],
    [{ name: 'Ж'.repeat(65) }, 'badParameters', 'name'],
    [{ employeeNo: 7 }, 'badParameters', 'employeeNo'],
    [{ RightPlan: [{ doorNo: 2, planTemplateNo: '1' }] }, 'badParameters', 'RightPlan'],
    [{ RightPlan: [{ doorNo: 1, planTemplateNo: 1 }] }, 'badParameters', 'planTemplateNo'],
  ])('refuse %j', async (change, code, field) => {
    const said = await plain.user('77', change)
    expect([sub(said), said.json.errorMsg]).toEqual([code, field])
  })

  it('keep the digits of a window as they came: a zone is not looked at', async () => {
    await plain.user('5', { Valid: { enable: true, beginTime: '2026-01-01T08:00:00Z', endTime: '2026-01-01T18:00:00+05:00' } })
    expect(plain.device.document().users.find(one => one.employeeNo === '5')).toMatchObject({
      begin: '2026-01-01T08:00:00',
      end: '2026-01-01T18:00:00',
    })
  })

  it('come in short pages, to the last one', async () => {
    const t = await talkTo('DS-K1T671TM')
    for (let i = 1; i <= 7; i++) await t.user(String(i))
    const pages: number[] = []
    for (let position = 0, more = true; more; ) {
      const { UserInfoSearch: page } = (await t.json('POST', SEARCH, searched({ searchResultPosition: position }))).json
      pages.push(page.numOfMatches)
      position += page.numOfMatches
      more = page.responseStatusStrg === 'MORE'
    }
    expect(pages).toEqual([5, 2])
    await t.close()
  })

  it('fill the terminal up', async () => {
    const t = await talkTo(undefined, { capacity: 1 })
    expect(sub(await t.user('1'))).toBe('ok')
    expect(sub(await t.user('2'))).toBe('userExceedLimit')
    await t.close()
  })

  it('are deleted with what hangs on them, which takes its time', async () => {
    const clock = new HandClock()
    const t = await talkTo('DS-K1T341AM', {}, { clock })
    await t.user('1')
    clock.advance(200)
    const body = { UserInfoDetail: { mode: 'byEmployeeNo', EmployeeNoList: [{ employeeNo: '1' }] } }
    expect(sub(await t.json('PUT', 'AccessControl/UserInfoDetail/Delete', body))).toBe('ok')
    const status = async () =>
      (await t.json('GET', 'AccessControl/UserInfoDetail/DeleteProcess')).json.UserInfoDetailDeleteProcess.status
    expect([await status(), t.device.document().users.length]).toEqual(['processing', 1])
    clock.advance(400)
    expect([await status(), t.device.document().users.length]).toEqual(['success', 0])
    await t.close()
    const old = await talkTo('DS-K1T604')
    await old.user('1')
    expect(sub(await old.json('PUT', 'AccessControl/UserInfoDetail/Delete', body))).toBe('ok')
    expect(old.device.document().users).toEqual([])
    expect(sub(await old.json('GET', 'AccessControl/UserInfoDetail/DeleteProcess'))).toBe('notSupport')
    await old.close()
  })
})

describe('faces', () => {
  it('need their user, are stored to the byte, and replaced by FDSetUp only', async () => {
    const t = await talkTo(undefined)
    const photo = await jpeg()
    expect(sub(await t.face('1', photo))).toBe('employeeNoNotExist')
    await t.user('1')
    expect(sub(await t.face('1', photo))).toBe('ok')
    expect(sub(await t.face('1', photo, 'FaceDataRecord'))).toBe('deviceUserAlreadyExistFace')
    expect(sub(await t.face('1', await jpeg({ width: 500 })))).toBe('ok')
    const user = (await t.json('POST', SEARCH, searched())).json.UserInfoSearch.UserInfo[0]
    expect(user.numOfFace).toBe(1)
    const picture = await t.ask('GET', new URL(user.faceURL).pathname)
    expect(picture.bytes.equals(await jpeg({ width: 500 }))).toBe(true)
    expect((await t.json('GET', 'Intelligent/FDLib/Count')).json.FDRecordDataInfo[0].recordDataNumber).toBe(1)
    await t.close()
  })

  it.each([
    ['4:4:4', { chroma: '4:4:4' }, ['PicFeaturePoints']],
    ['progressive', { progressive: true }, ['picFormatError', 'faceModelingError']],
    ['small', { width: 200, height: 300 }, ['picResolutionInvalidError', 'faceQualityTooLow']],
    ['turned', { orientation: 6 }, ['PicAnalysisNoTargetError', 'noFaceDetected']],
    ['over 200 KB', { width: 1200, height: 1600, noise: true, quality: 95 }, ['badJsonFormat']],
  ])('are refused: %s; the one there was stays', async (_, drawing, words) => {
    await plain.user('1')
    expect(sub(await plain.face('1', await jpeg()))).toBe('ok')
    const before = plain.device.document().users.find(one => one.employeeNo === '1')?.faceSha256
    expect(words).toContain(sub(await plain.face('1', await jpeg(drawing))))
    expect(plain.device.document().users.find(one => one.employeeNo === '1')?.faceSha256).toBe(before)
  })

  it('are refused when there are stray bytes in their part', async () => {
    await plain.user('2')
    const body = faceBody('2', await jpeg(), '\r\n')
    const stray = await talkUpload(plain, body)
    expect(sub(stray)).toBe('SubpicAnalysisModelingError')
  })

  it('count once they are modelled', async () => {
    const clock = new HandClock()
    const t = await talkTo('DS-K1T342MFX-E1', {}, { clock })
    await t.user('1')
    expect(sub(await t.face('1', await jpeg()))).toBe('ok')
    expect(t.device.document().faces).toBe(0)
    clock.advance(200)
    expect(t.device.document()).toMatchObject({ faces: 1, users: [{ hasFace: true }] })
    await t.close()
  })

  it('are deleted one way or the other', async () => {
    const byValue = { FPID: [{ value: '1' }] }
    const byId = { faceLibType: 'blackFD', FDID: '1', FPID: '1' }
    for (const [model, answers] of [
      ['DS-K1T342MWX', ['ok', 'notSupport']],
      ['DS-K1T341AMF', ['badParameters', 'ok']],
    ] as const) {
      const t = await talkTo(model)
      await t.user('1')
      await t.face('1', await jpeg())
      const first = await t.ask(
        'PUT',
        'Intelligent/FDLib/FDSearch/Delete?format=json&FDID=1&faceLibType=blackFD',
        JSON.stringify(byValue),
      )
      expect([sub(first), sub(await t.json('PUT', 'Intelligent/FDLib/FDDelete', byId))]).toEqual(answers)
      expect(t.device.document().faces).toBe(0)
      await t.close()
    }
  })

  it('are not known to a model of users only', async () => {
    const t = await talkTo('DS-K1A340FWX')
    expect(sub(await t.user('1', { userType: 'visitor' }))).toBe('badParameters')
    expect(sub(await t.user('1'))).toBe('ok')
    expect(await t.face('1', await jpeg())).toMatchObject({ status: 200, json: { statusCode: 4, subStatusCode: 'notSupport' } })
    await t.close()
  })
})

/** As `face`, with a body of the test's own. */
async function talkUpload(t: Talk, body: Buffer) {
  const uri = '/ISAPI/Intelligent/FDLib/FDSetUp?format=json'
  const challenge = challengeOf(challengesOf(await t.raw('GET', '/ISAPI/System/deviceInfo'))[0] as string)
  const { user, password } = t.device
  const Authorization = digestHeader(challenge, { user, password, method: 'PUT', uri })
  return t.raw('PUT', uri, { Authorization, 'Content-Type': 'multipart/form-data; boundary=EDGE' }, body)
}

describe('the rest of what a terminal knows', () => {
  it('faces are searched for by whom they are of', async () => {
    const t = await talkTo(undefined)
    for (const number of ['1', '2']) {
      await t.user(number)
      await t.face(number, await jpeg())
    }
    const library = { searchResultPosition: 0, maxResults: 10, faceLibType: 'blackFD', FDID: '1' }
    const find = async (more: object) => (await t.json('POST', 'Intelligent/FDLib/FDSearch', { ...library, ...more })).json
    expect(await find({ FPID: '2' })).toMatchObject({ totalMatches: 1, MatchList: [{ FPID: '2' }] })
    expect(await find({})).toMatchObject({ totalMatches: 2, responseStatusStrg: 'OK' })
    expect(await find({ FPID: '3' })).toMatchObject({ totalMatches: 0, responseStatusStrg: 'NO MATCH' })
    expect(await find({ FDID: '9' })).toMatchObject({ subStatusCode: 'faceLibNotExist' })
    expect((await t.json('GET', 'Intelligent/FDLib')).json.FDLib[0]).toMatchObject({ FDID: '1', faceLibType: 'blackFD' })
    expect((await t.json('GET', 'Intelligent/FDLib/capabilities')).json.FDLib.FDRecordDataMaxNum).toBe(1500)
    await t.close()
  })

  it('cards belong to one user, and are counted', async () => {
    const t = await talkTo(undefined)
    await t.user('1')
    await t.user('2')
    const card = (employeeNo: string) =>
      t.json('POST', 'AccessControl/CardInfo/Record', { CardInfo: { employeeNo, cardNo: '77', cardType: 'normalCard' } })
    expect([sub(await card('3')), sub(await card('1')), sub(await card('2'))]).toEqual([
      'employeeNoNotExist',
      'ok',
      'cardNoAlreadyExist',
    ])
    expect((await t.json('GET', 'AccessControl/UserInfo/Count')).json.UserInfoCount).toMatchObject({
      userNumber: 2,
      bindCardUserNumber: 1,
    })
    await t.json('PUT', 'AccessControl/UserInfo/Delete', { UserInfoDelCond: { EmployeeNoList: [{ employeeNo: '1' }] } })
    expect((await t.json('GET', 'AccessControl/CardInfo/Count')).json.CardInfoCount.cardNumber).toBe(0)
    await t.close()
  })

  it('several users come in one call where batches are known', async () => {
    const users = { UserInfo: [userInfo('1'), userInfo('2')] }
    for (const [model, code, count] of [
      ['DS-K1T342MFX-E1', 'ok', 2],
      ['DS-K1T342MWX', 'badJsonContent', 0],
    ] as const) {
      const t = await talkTo(model)
      expect(sub(await t.json('PUT', 'AccessControl/UserInfo/SetUp', users))).toBe(code)
      expect(t.device.document().users).toHaveLength(count)
      await t.close()
    }
  })

  it('the lock can be looked up, and switched off', async () => {
    const t = await talkTo(undefined, { lockAfter: 2 })
    expect((await t.ask('GET', 'Security/capabilities')).text).toContain('<maxIllegalLoginTimes>2<')
    expect((await t.ask('GET', 'Security/illegalLoginLock')).text).toContain('<maxIllegalLoginLockTime>30<')
    await t.ask('PUT', 'Security/illegalLoginLock', '<IllegalLoginLock><enabled>false</enabled></IllegalLoginLock>')
    const Authorization = `Digest ${'username="admin", realm="x", nonce="y", uri="/", response="z"'}`
    for (let i = 0; i < 4; i++) expect((await t.raw('GET', '/ISAPI/System/deviceInfo', { Authorization })).status).toBe(401)
    expect(t.device.document().lock.locked).toBe(false)
    await t.close()
  })

  it('is not thrown off by what nobody understands', async () => {
    const uri = '/ISAPI/Intelligent/FDLib/FDSetUp?format=json'
    for (const body of [
      '',
      '--EDGE',
      '--EDGE\r\n\r\n',
      '--EDGE--',
      '--EDGE\r\nA: b\r\n\r\nx\r\n--EDGE',
      '--OTHER\r\n\r\n--OTHER--',
    ]) {
      expect(sub(await talkUpload(plain, Buffer.from(body)))).toMatch(/^(badParameters|MessageParametersLack|badJsonFormat)$/)
    }
    for (const body of ['[]', 'null', '{"UserInfo":[]}', '{"UserInfo":null}', '{"UserInfo":{"employeeNo":"1","Valid":7}}']) {
      expect((await plain.ask('POST', 'AccessControl/UserInfo/Record?format=json', body)).json.statusCode).toBeGreaterThan(4)
    }
    expect((await plain.raw('PUT', uri, { Authorization: 'Digest ,,=,"' })).status).toBe(401)
    expect((await plain.ask('GET', 'System/deviceInfo')).status).toBe(200)
  })
})

describe('several terminals', () => {
  it('run side by side, each with its own keys and state', async () => {
    const sim = await startSimulator({ isapi: 4, walkers: false })
    expect(sim.devices.map(one => one.model)).toEqual(['DS-K1T342MWX', 'DS-K1T342MFX-E1', 'DS-K1T671TM', 'DS-K1T341AM'])
    expect(new Set(sim.devices.map(one => one.password)).size).toBe(4)
    expect(sim.devices.map(one => one.certificateSha256 !== null)).toEqual(sim.devices.map(one => one.url.startsWith('https')))
    for (const [i, device] of sim.devices.entries()) {
      const t = talk(sim, device)
      expect(sub(await t.user(String(100 + i)))).toBe('ok')
      expect(sub(await t.face(String(100 + i), await jpeg()))).toMatch(/^(ok|deviceBusy)$/)
    }
    const world = (await (await fetch(sim.worldUrl)).json()) as {
      devices: { users: { employeeNo: string }[]; calls: { total: number; unauthorized: number } }[]
    }
    expect(world.devices.map(one => one.users.map(user => user.employeeNo))).toEqual([['100'], ['101'], ['102'], ['103']])
    expect(world.devices[0]?.calls).toMatchObject({ total: 2, unauthorized: 1, maxConcurrent: 1 })
    await sim.close()
  })

  it('go offline and come back with what they had', async () => {
    const t = await talkTo(undefined)
    await t.user('1')
    t.device.goOffline()
    await expect(t.ask('GET', 'System/deviceInfo')).rejects.toThrow(/ECONNREFUSED/)
    await t.device.comeBack()
    expect((await t.ask('GET', 'System/deviceInfo')).status).toBe(200)
    expect(t.device.document().users).toHaveLength(1)
    t.device.reboot(0)
    await until(
      async () => t.device.document().online,
      online => online,
    )
    expect((await t.ask('GET', 'System/deviceInfo')).status).toBe(200)
    await t.close()
  })

  it('fail as scripted, each for itself', async () => {
    const faults = [
      { device: 1, path: 'UserInfo/Record', times: 1, kind: 'refuse', sub: 'writeDatabaseError' },
      { device: 'Terminal 1', path: 'UserInfo/Record', times: 1, kind: 'busy' },
      { device: '*', path: 'UserInfo/Count', kind: 'html' },
      { device: 0, path: 'UserInfo/Search', kind: 'drop' },
    ]
    const sim = await startSimulator({ isapi: 2, walkers: false, script: { faults } })
    const [first, second] = sim.devices.map(one => talk(sim, one)) as [Talk, Talk]
    expect(await first.user('1')).toMatchObject({ status: 503, json: { statusCode: 2, subStatusCode: 'deviceBusy' } })
    expect(await second.user('1')).toMatchObject({ status: 500, json: { statusCode: 3, subStatusCode: 'writeDatabaseError' } })
    expect([sub(await first.user('1')), sub(await second.user('1'))]).toEqual(['ok', 'ok'])
    expect((await second.json('GET', 'AccessControl/UserInfo/Count')).text).toContain('<html>')
    await expect(first.json('POST', SEARCH, searched())).rejects.toThrow()
    expect((await second.json('POST', SEARCH, searched())).status).toBe(200)
    await sim.close()
  })
})
