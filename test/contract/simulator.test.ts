import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { QUIRKS } from '../../electron/simulator/quirks.ts'
import { type Bench, open, PERSON, signedHeaders } from './simulator-client.ts'

let bench: Bench
let plain: Bench

beforeAll(async () => {
  bench = await open()
  plain = await open({ script: { quirksOff: Object.keys(QUIRKS) } })
})
afterAll(() => Promise.all([bench.close(), plain.close()]))

const PAGE = { pageNo: 1, pageSize: 100 }
const ADD = 'resource/v1/person/single/add'
const BY_CODE = 'resource/v1/person/personCode/personInfo'
const BY_ID = 'resource/v1/person/personId/personInfo'

describe('the default world', () => {
  it('has the version, one tree of organisations and six doors in three zones', async () => {
    expect(await bench.ok('common/v1/version')).toEqual({ produceName: 'HikCentral Professional', softVersion: 'V3.1.1.0' })
    expect(await bench.ok('resource/v1/org/rootOrg')).toEqual({
      orgIndexCode: '1',
      orgName: 'All Departments',
      parentOrgIndexCode: '0',
    })
    const { list } = await bench.ok('resource/v1/acsDoor/acsDoorList', PAGE)
    expect(list.map((door: { doorIndexCode: string }) => door.doorIndexCode)).toEqual(['1', '2', '3', '4', '5', '6'])
    expect(new Set(list.map((door: { regionIndexCode: string }) => door.regionIndexCode)).size).toBe(3)
    expect((await bench.ok('resource/v1/acsDevice/acsDeviceList', PAGE)).total).toBe(3)
  })
  it('has the five access levels, and visitor levels with ids of their own', async () => {
    const names = async (type: number) =>
      (await bench.ok('acs/v1/privilege/group', { ...PAGE, type })).list.map(
        (one: { privilegeGroupName: string }) => one.privilegeGroupName,
      )
    expect(await names(1)).toEqual(['Guests', 'Meeting rooms', 'Гости', 'Переговорные', 'Staff'])
    expect(await names(2)).not.toContain('Staff')
  })
  it('has persons whose windows carry two offsets', async () => {
    const { list } = await bench.ok('resource/v1/person/personList', { pageNo: 1, pageSize: 2 })
    expect(list[1]).toMatchObject({ beginTime: '2024-01-01T00:00:00-06:00', endTime: '2036-12-31T23:59:59+08:00' })
  })
  it('answers the version without a body', async () => {
    const target = '/artemis/api/common/v1/version'
    expect((await bench.raw('POST', target, signedHeaders(bench.sim, target))).json.code).toBe('0')
  })
})

describe('persons', () => {
  it('are added, found both ways, changed and deleted', async () => {
    const id = await bench.person({
      personCode: 'A1',
      beginTime: '2026-01-01T08:00:00+03:00',
      endTime: '2026-01-01T18:00:00-06:00',
    })
    const info = await bench.ok(BY_ID, { personId: id })
    expect(info).toMatchObject({
      personName: 'Иван Петров',
      personCode: 'A1',
      endTime: '2026-01-01T18:00:00-06:00',
      personPhoto: { picUri: '' },
    })
    const same = await bench.ok(BY_CODE, { personCode: 'A1' })
    expect(same).toEqual(info)
    expect(Object.keys(same)).not.toEqual(Object.keys(info))
    expect(await bench.ok('resource/v1/person/single/update', { personId: id, personGivenName: 'Пётр' })).toBe('')
    expect((await bench.ok(BY_ID, { personId: id })).personName).toBe('Пётр Петров')
    expect(await bench.ok('resource/v1/person/single/delete', { personId: id })).toBe('')
    expect((await bench.call(BY_ID, { personId: id })).json).toEqual({
      code: '128',
      msg: 'The request resource does not exist',
      data: '',
    })
  })
  it('have codes that are unique, also side by side', async () => {
    const codes = await Promise.all(Array.from({ length: 8 }, () => bench.code(ADD, { ...PERSON, personCode: 'SAME' })))
    expect(codes.toSorted()).toEqual(['0', ...Array(7).fill('131')])
  })
  it('are found by GET with a JSON body; nothing else is', async () => {
    const id = await bench.person({ personCode: 'GET1' })
    const get = (path: string, body: object) => {
      const headers = signedHeaders(bench.sim, `/artemis/api/${path}`, 'GET')
      const text = JSON.stringify(body)
      return bench.raw('GET', `/artemis/api/${path}`, { ...headers, 'Content-Length': String(Buffer.byteLength(text)) }, text)
    }
    expect((await get(BY_CODE, { personCode: 'GET1' })).json.data.personId).toBe(id)
    expect((await get(BY_ID, { personId: id })).json.code).toBe('8')
  })
  it('are searched by name only: a code in the search does nothing', async () => {
    await bench.person({ personCode: 'Z9', personFamilyName: 'Редкий' })
    const search = (more: object) => bench.ok('resource/v1/person/advance/personList', { ...PAGE, ...more })
    expect((await search({ personName: 'редк' })).total).toBe(1)
    expect((await search({ personCode: 'Z9' })).total).toBeGreaterThan(5)
    expect((await search({ personName: 'редк', appendInfo: [6, 19] })).list[0]).toHaveProperty('residentFloorNo')
  })

  it.each([
    [{ personGivenName: '' }, 'personGivenName'],
    [{ personFamilyName: undefined }, 'personFamilyName'],
    [{ personFamilyName: "O'Hara" }, 'personFamilyName'],
    [{ personGivenName: 'x'.repeat(257) }, 'personGivenName'],
    [{ personGivenName: 5 }, 'personGivenName'],
    [{ orgIndexCode: undefined }, 'orgIndexCode'],
    [{ orgIndexCode: 'd41d8cd98f00b204e9800998ecf8427e' }, 'orgIndexCode'],
    [{ gender: 3 }, 'gender'],
    [{ phoneNo: '1'.repeat(65) }, 'phoneNo'],
    [{ email: 'anna at example.org' }, 'email'],
    [{ remark: 'x'.repeat(129) }, 'remark'],
    [{ beginTime: '2026-01-01T08:00:00.000+03:00' }, 'beginTime'],
    [{ beginTime: '2026-01-01T08:00:00Z' }, 'beginTime'],
    [{ endTime: '2026-02-30T08:00:00+00:00' }, 'endTime'],
    [{ beginTime: '2026-01-02T00:00:00+00:00', endTime: '2026-01-01T00:00:00+00:00' }, 'beginTime and endTime'],
    [{ beginTime: '2026-01-02T00:00:00+00:00', endTime: '2038-01-01T00:00:00+00:00' }, 'endTime'],
    [{ personCode: 'A-1' }, 'personCode'],
    [{ faces: 'x' }, 'faces'],
  ])('are refused with %j, naming the field', async (change, field) => {
    const { json } = await bench.call(ADD, { ...PERSON, ...change })
    expect(json).toEqual({ code: '2', msg: `Incorrect request parameter. [${field} parameter error]`, data: '' })
  })
  it('are refused with a code of 17 characters, by 2 or 0x00072002 as the seed says', async () => {
    const seeds = await Promise.all([1, 2, 3, 4, 5, 6].map(seed => open({ seed })))
    const codes = await Promise.all(seeds.map(one => one.code(ADD, { ...PERSON, personCode: '12345678901234567' })))
    expect(new Set(codes)).toEqual(new Set(['2', '0x00072002']))
    await Promise.all(seeds.map(one => one.close()))
  })
  it('take the last second of 2037', async () => {
    expect(await bench.code(ADD, { ...PERSON, endTime: '2037-12-31T23:59:59+00:00' })).toBe('0')
  })
})

describe('levels', () => {
  const GROUP = { privilegeGroupId: '1', type: 1 }
  it('take the documented request only', async () => {
    const id = await bench.person()
    const add = (body: object) => bench.code('acs/v1/privilege/group/single/addPersons', body)
    expect(await add({ ...GROUP, personIds: [id] })).toBe('2')
    expect(await add({ privilegeGroupId: '1', list: [{ id }] })).toBe('2')
    expect(await add({ ...GROUP, list: [{ id: 'x' }] })).toBe('2')
    expect(await add({ ...GROUP, list: [{ id: '999999' }] })).toBe('128')
    expect(await add({ ...GROUP, privilegeGroupId: '77', list: [{ id }] })).toBe('128')
    expect(await add({ ...GROUP, type: 2, list: [{ id }] })).toBe('128')
    expect(bench.sim.world.levels.get('1')?.members.has(id)).toBe(false)
    expect(await add({ ...GROUP, list: [{ id }] })).toBe('0')
    const members = async () => (await bench.ok('acs/v1/privilege/group/single/personList', { ...PAGE, ...GROUP })).list ?? []
    expect(await members()).toContainEqual({ id })
    await bench.ok('acs/v1/privilege/group/single/deletePersons', { ...GROUP, list: [{ id }] })
    expect(await members()).not.toContainEqual({ id })
  })
  it('answer an error for a member, although the others are in (quirk)', async () => {
    for (const [site, code] of [
      [bench, '131'],
      [plain, '0'],
    ] as const) {
      const [one, two] = [await person(site), await person(site)]
      const group = await site.ok('acs/v1/privilege/group', { ...PAGE, type: 1 })
      const privilegeGroupId = group.list[0].privilegeGroupId
      const add = (ids: string[]) =>
        site.code('acs/v1/privilege/group/single/addPersons', { privilegeGroupId, type: 1, list: ids.map(id => ({ id })) })
      expect(await add([one])).toBe('0')
      expect(await add([one, two])).toBe(code)
      expect([...site.sim.world.levels.get(privilegeGroupId)!.members]).toEqual(expect.arrayContaining([one, two]))
    }
  })
})

const person = async (site: Bench): Promise<string> => {
  const org = (await site.ok('resource/v1/org/rootOrg')).orgIndexCode
  const data = await site.ok(ADD, { ...PERSON, orgIndexCode: org })
  return data.personId ?? data
}

describe('quirks, on and off by name', () => {
  const nobody = { ...PAGE, personName: 'nobody at all' }
  it('listAbsentWhenEmpty', async () => {
    const path = 'resource/v1/person/advance/personList'
    expect(await bench.ok(path, nobody)).toEqual({ total: 0, pageNo: 1, pageSize: 100 })
    expect(await plain.ok(path, nobody)).toEqual({ total: 0, pageNo: 1, pageSize: 100, list: [] })
    for (const [path, body] of [
      ['visitor/v1/visitorgroups', { SearchCriteria: { visitorGroupName: 'no such group' } }],
      ['resource/v1/person/face/list', { personIds: ['999999'] }],
    ] as const)
      expect([await bench.ok(path, body), await plain.ok(path, body)]).toEqual([{}, { list: [] }])
  })
  it('doorListEchoesZero', async () => {
    expect(await bench.ok('resource/v1/acsDoor/acsDoorList', PAGE)).toMatchObject({ total: 6, pageNo: 0, pageSize: 0 })
    expect(await plain.ok('resource/v1/acsDoor/acsDoorList', PAGE)).toMatchObject({ total: 6, pageNo: 1, pageSize: 100 })
  })
  it('plainStringPersonId, smallIds, emptyStringData', async () => {
    const id = await bench.person()
    expect(id).toMatch(/^\d{1,3}$/)
    const other = await plain.ok(ADD, { ...PERSON, orgIndexCode: (await plain.ok('resource/v1/org/rootOrg')).orgIndexCode })
    expect(other.personId).toMatch(/^\d{10}$/)
    expect(await bench.ok('resource/v1/person/single/update', { personId: id })).toBe('')
    expect(await plain.ok('resource/v1/person/single/update', other)).toEqual({})
  })
  it('unknownEndpointIs8', async () => {
    expect((await bench.call('resource/v2/person/personList', PAGE)).json).toMatchObject({ code: '8' })
    expect((await plain.call('resource/v2/person/personList', PAGE)).status).toBe(404)
  })
  it('parametersBeforePermission, dataAbsent', async () => {
    const noPermission = ['acs/v1/privilege', 'visitor/']
    const rule = await open({ script: { noPermission } })
    const off = await open({ script: { noPermission, quirksOff: ['parametersBeforePermission', 'dataAbsent'] } })
    const group = 'acs/v1/privilege/group'
    expect((await rule.call(group, { pageNo: 1 })).json).toMatchObject({ code: '2', data: '' })
    expect((await rule.call(group, { ...PAGE, type: 1 })).json).toEqual({ code: '17', msg: 'No permission for OpenAPI access' })
    expect((await rule.call('visitor/v1/visitor/out', {})).json).not.toHaveProperty('data')
    expect((await off.call(group, { pageNo: 1 })).json).toEqual({ code: '17', msg: 'No permission for OpenAPI access', data: '' })
    expect(await rule.code('resource/v1/org/orgList', PAGE)).toBe('0')
    await Promise.all([rule.close(), off.close()])
  })
})

describe('the edges', () => {
  it('pages hold 500 at most and start at 1', async () => {
    for (const page of [{ pageNo: 1, pageSize: 501 }, { pageNo: 0, pageSize: 1 }, { pageNo: '1', pageSize: 1 }, { pageNo: 1 }])
      expect(await bench.code('resource/v1/person/personList', page)).toBe('2')
    expect(await bench.code('resource/v1/person/personList', { pageNo: 1, pageSize: 500 })).toBe('0')
  })
  it('a body that is no JSON object is code 2', async () => {
    const target = '/artemis/api/common/v1/version'
    for (const body of ['{', '[]', 'null'])
      expect((await bench.raw('POST', target, signedHeaders(bench.sim, target), body)).json.code).toBe('2')
  })
  it('the world document shows whom we added, and the counters; it is not counted itself', async () => {
    const site = await open()
    await site.person({ personCode: 'W1' })
    await site.call('nothing/here')
    const read = async () => (await fetch(site.sim.worldUrl)).json()
    const document = await read()
    expect(await read()).toEqual(document)
    expect(document).toEqual(site.sim.document())
    expect(document.persons).toEqual([
      expect.objectContaining({ personCode: 'W1', name: 'Иван Петров', hasFace: false, levels: [], appliedDoors: [] }),
    ])
    expect(document.calls).toEqual({ total: 2, byPath: { [ADD]: 1, 'nothing/here': 1 }, maxPerSecond: 2, refused: 0 })
    await site.close()
  })
  it('pictures come without an envelope, as text or as bytes', async () => {
    const picture = async (site: Bench) => {
      const { personId, personPhoto } = (await site.ok('resource/v1/person/personList', { pageNo: 1, pageSize: 1 })).list[0]
      return site.call('resource/v1/person/picture_data', { personId, picUri: personPhoto.picUri })
    }
    expect((await picture(bench)).text).toMatch(/^data:image\/jpeg;base64,\/9j\//)
    expect((await picture(plain)).headers['content-type']).toBe('image/jpeg')
    expect(await bench.code('resource/v1/person/picture_data', { personId: '1', picUri: 'x' })).toBe('128')
  })
})
