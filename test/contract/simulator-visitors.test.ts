import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, HandClock, jpeg, open } from './simulator-client.ts'

let bench: Bench
const clock = new HandClock()
beforeAll(async () => {
  bench = await open({ clock, script: { personDetail: '128', keyCase: 'documented', quirksOff: ['staleFailures'] } })
})
afterAll(() => bench.close())

const REGISTER = 'visitor/v1/registerment'
const WINDOW = { visitStartTime: '2026-03-02T09:00:00+00:00', visitEndTime: '2026-03-02T18:00:00+00:00' }
const INFO = { visitorFamilyName: 'Novak', visitorGivenName: 'Eva' }
const visit = (info: object = {}, more: object = {}) => ({
  receptionistId: '',
  ...WINDOW,
  visitPurposeType: 3,
  visitPurpose: 'meeting',
  visitorInfoList: [{ VisitorInfo: { ...INFO, ...info } }],
  ...more,
})
const records = (more: object = {}) =>
  bench.ok('visitor/v1/register/getVistorRegisterRecord', { pageNo: 1, pageSize: 499, ...more })

describe('visitors', () => {
  it('are checked in with a level, applied, shown per door, and checked out', async () => {
    const { list } = await bench.ok('acs/v1/privilege/group', { pageNo: 1, pageSize: 10, type: 2 })
    const id = list.find((one: { privilegeGroupName: string }) => one.privilegeGroupName === 'Meeting rooms').privilegeGroupId
    const accessInfo = { accessLevelList: [{ accessLevel: { id, baseInfo: { name: 'Meeting rooms' } } }] }
    const { visitorId, appointRecordId, qrCodeImage } = await bench.ok(REGISTER, visit({}, { accessInfo }))
    expect(qrCodeImage).toBe('')
    await bench.ok('visitor/v1/auth/reapplication', { orderId: '1', personIds: visitorId })
    clock.advance(300)
    const detail = await bench.ok('visitor/v1/person/ID/elementDownloadDetail', { id: visitorId })
    expect(detail.ElementDetailList.ElementDetail.map((one: { ID: string }) => one.ID)).toEqual(['5', '6'])
    const record = async () => (await records()).list.find((one: { recordId: string }) => one.recordId === appointRecordId)
    expect(await record()).toMatchObject({ visitorStatus: 1, visitorBaseInfo: { visitorId, visitorFamilyName: 'Novak' } })
    expect(await bench.code('visitor/v1/visitor/out', { personId: visitorId })).toBe('0') // accepted, and nobody left
    expect(await record()).toMatchObject({ visitorStatus: 1 })
    expect(await bench.code('visitor/v1/visitor/out', { appointRecordId })).toBe('0')
    expect(await record()).toMatchObject({ visitorStatus: 2 })
    expect(bench.sim.world.doors.get('5')?.held.has(visitorId)).toBe(true) // the doors know nothing of it
    expect(await bench.code('visitor/v1/visitor/out', { appointRecordId })).toBe('140') // secondOutRefused
    expect(await bench.code('visitor/v1/visitor/out', { appointRecordId: '4242' })).toBe('128')
    expect(await bench.code('visitor/v1/registerment/update', { ...visit(), visitorId, appointRecordId })).toBe('128')
    expect(bench.sim.document().visitors).toMatchObject([
      { visitorId, recordId: appointRecordId, name: 'Eva Novak', hasFace: false, status: 2, appliedDoors: ['5', '6'] },
    ])
  })
  it('are changed by both ids', async () => {
    const { visitorId, appointRecordId } = await bench.ok(REGISTER, visit())
    const change = { ...visit({ visitorFamilyName: 'Nováková' }), visitorId, appointRecordId }
    expect(await bench.ok('visitor/v1/registerment/update', change)).toMatchObject({ visitorId, appointRecordId })
    expect(bench.sim.world.visitors.get(visitorId)?.family).toBe('Nováková')
    expect(await bench.code('visitor/v1/registerment/update', { ...change, visitorId: undefined })).toBe('2')
  })
  it.each([
    [
      visit({}, { visitEndTime: '2026-03-02T08:00:00+00:00', visitStartTime: '2026-03-02T07:00:00+00:00' }),
      'visitStartTime and visitEndTime',
    ],
    [visit({}, { visitStartTime: undefined }), 'visitStartTime and visitEndTime'],
    [visit({ email: 'nobody' }), 'email'],
    [visit({ certificateNo: '12-34' }), 'certificateNo'],
    [visit({ visitorGivenName: '' }), 'visitorGivenName'],
    [visit({}, { visitPurposeType: 5 }), 'visitPurposeType'],
    [visit({}, { visitorInfoList: [] }), 'visitorInfoList'],
  ])('are refused without data, naming the field (%#)', async (body, field) => {
    expect((await bench.call(REGISTER, body)).json).toEqual({
      code: '2',
      msg: `Incorrect request parameter. [${field} parameter error]`,
    })
  })
  it('with a document that has a visit already are refused by 60051, in two shapes by seed', async () => {
    const shapes = new Set<string>()
    for (let seed = 1; seed <= 6; seed++) {
      const site = await open({ seed, clock })
      await site.ok(REGISTER, visit({ certificateNo: 'AB12' }))
      const { json } = await site.call(REGISTER, visit({ certificateNo: 'AB12' }))
      shapes.add(
        json.data?.ResponseStatus ? `${json.data.ResponseStatus.ErrorCode} in data` : `${json.msg.match(/60051/)} in msg`,
      )
      expect(await site.code(REGISTER, visit({ certificateNo: 'AB13' }))).toBe('0')
      await site.close()
    }
    expect(shapes).toEqual(new Set(['60051 in data', '60051 in msg']))
  })
  it('with a photo show it in their record; one is refused by the document’s number', async () => {
    const site = await open({ clock, script: { refusePhotos: ['AB14'] } })
    const faces = [{ faceData: (await jpeg()).toString('base64') }]
    await site.ok(REGISTER, visit({ certificateNo: 'AB12', faces }))
    const { list } = await site.ok('visitor/v1/register/getVistorRegisterRecord', { pageNo: 1, pageSize: 10 })
    expect(list[0].visitorBaseInfo.picUri).toMatch(/^Vsm:/)
    expect(await site.code(REGISTER, visit({ certificateNo: 'AB14', faces }))).not.toBe('0')
    await site.close()
  })
  it('are listed 499 a page', async () => {
    expect(await bench.code('visitor/v1/register/getVistorRegisterRecord', { pageNo: 1, pageSize: 500 })).toBe('2')
    expect(await records({ visitStartTime: '2030-01-01T00:00:00+00:00' })).toEqual({ totalNum: 0, pageNo: 1, pageSize: 499 })
  })
})

describe('appointments', () => {
  const appointment = {
    appointStartTime: '2026-03-03T09:00:00+00:00',
    appointEndTime: '2026-03-03T10:00:00+00:00',
    visitReasonType: 3,
  }
  const all = { pageNo: 1, pageSize: 100, appointState: -1 }
  it('are made, changed, asked about and deleted', async () => {
    const body = { ...appointment, visitorInfoList: [{ VisitorInfo: INFO }] }
    const { appointRecordId, visitorId } = await bench.ok('visitor/v2/appointment', body)
    expect(await bench.ok('visitor/v2/appointment/update', { ...appointment, appointRecordId, visitReasonDetail: 'tea' })).toBe(
      '',
    )
    const listed = async () =>
      ((await bench.ok('visitor/v1/appointment/appointmentlist', all)).list ?? []).find(
        (one: { appointRecordId: string }) => one.appointRecordId === appointRecordId,
      )
    expect(await listed()).toMatchObject({ visitReasonDetail: 'tea', visitorFamilyName: 'Novak', appointState: 0 })
    const status = { visitorId, visitTimePoint: '2026-03-03T09:30:00+00:00' }
    expect(await bench.ok('visitor/v1/appointment/getVisitorStatus', status)).toEqual({ visitorStatus: 0 })
    expect(await bench.ok('visitor/v1/appointment/single/delete', { appointRecordId })).toBe('')
    expect(await listed()).toBeUndefined()
    expect(await bench.code('visitor/v1/appointment/single/delete', { appointRecordId })).toBe('128')
  })
  it('become a check-in', async () => {
    const { appointRecordId } = await bench.ok('visitor/v1/appointment', {
      ...appointment,
      visitorInfoList: [{ VisitorInfo: INFO }],
    })
    expect(await bench.ok(REGISTER, visit({}, { appointId: appointRecordId }))).toMatchObject({ appointRecordId })
  })
  it('have groups and no custom fields', async () => {
    expect((await bench.ok('visitor/v1/visitorgroups', { SearchCriteria: { visitorGroupName: '' } })).list).toHaveLength(2)
    const fields = { pageIndex: 1, pageSize: 10, customFieldName: '' }
    expect(await bench.ok('visitor/v1/visitorconfig/customfields', fields)).toEqual({ TotalNum: 0, pageIndex: -1, pageSize: -1 })
  })
})
