import { describe, expect, it } from 'vitest'
import { type Bench, HandClock, jpeg, open, PERSON, until } from './simulator-client.ts'

const APPLY = 'visitor/v1/auth/reapplication'
const DETAIL = 'visitor/v1/person/ID/elementDownloadDetail'
const FAILURES = { applicationResultType: 2, type: 1, pageNo: 1, pageSize: 500 }
const CALM = { quirksOff: ['staleFailures', 'mixedKeyCase'], applicationResult: 'flat' as const }

const grant = async (site: Bench, privilegeGroupId: string, ids: string[]) =>
  site.ok('acs/v1/privilege/group/single/addPersons', { privilegeGroupId, type: 1, list: ids.map(id => ({ id })) })

/** Door id -> the worst of its states, read without a care for the case of keys. */
async function detail(site: Bench, id: string): Promise<Record<string, string>> {
  const lower = JSON.parse(JSON.stringify(await site.ok(DETAIL, { id })), (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toLowerCase(), one]))
      : value,
  )
  const items = [lower.elementdetaillist?.elementdetail ?? []].flat()
  return Object.fromEntries(
    items.map(item => {
      const certificates = item.certificatestatuslist?.certificatestatus ?? []
      const states = [...item.elementstatus, ...certificates].map(one => one.status ?? one.elementstatus)
      return [item.id, states.includes('2') ? '2' : states.every(state => state === '0') ? '0' : '1']
    }),
  )
}

const all = (state: string) => (doors: Record<string, string>) => Object.values(doors).every(one => one === state)

describe('applying', () => {
  it('is only queued: the doors follow one after another, the last one applyMs later', async () => {
    const clock = new HandClock()
    const site = await open({ clock, script: { ...CALM, applyMs: 400 } })
    const id = await site.person()
    expect(await detail(site, id)).toEqual({})
    await grant(site, '1', [id])
    expect(await detail(site, id)).toEqual({ 1: '1', 2: '1', 3: '1', 4: '1' })
    const accepted = clock.now()
    expect(await site.ok(APPLY, { personIds: id, doorIndexCodes: '1,2,3,4', ImmediateDownload: 0 })).toBe('')
    const done = async () => Object.values(await detail(site, id)).filter(state => state === '0').length
    const course = [await done()]
    for (let i = 0; i < 4; i++) {
      clock.advance(100)
      course.push(await done())
    }
    expect(course).toEqual([0, 1, 2, 3, 4])
    expect(site.sim.document().persons[0]?.appliedDoors).toEqual(['1', '2', '3', '4'])
    expect(site.sim.document().apply).toEqual({
      lastAcceptedAt: accepted,
      lastDoorAt: accepted + 400,
      lastMs: 400,
      applications: 1,
    })
    await site.close()
  })

  it('in real time takes as long as it says', async () => {
    const site = await open({ script: { ...CALM, applyMs: 60 } })
    const id = await site.person()
    await grant(site, '5', [id])
    await site.ok(APPLY, { personIds: id })
    const list = await until(
      () => site.ok('acs/v1/auth/applicationResult', FAILURES),
      result => result.total === 0,
    )
    expect(list).not.toHaveProperty('list')
    expect(site.sim.document().apply.lastMs).toBeGreaterThanOrEqual(59)
    expect(site.sim.document().persons[0]?.appliedDoors).toHaveLength(6)
    await site.close()
  })

  it('an empty body applies everything that waits; a list of doors only those', async () => {
    const clock = new HandClock()
    const site = await open({ clock, script: CALM })
    const ids = [await site.person(), await site.person()]
    await grant(site, '2', ids)
    await site.ok(APPLY, { personIds: ids.join(','), doorIndexCodes: '5' })
    clock.advance(300)
    expect(await detail(site, ids[1]!)).toEqual({ 5: '0', 6: '1' })
    await site.ok(APPLY, {})
    clock.advance(300)
    expect(await detail(site, ids[1]!)).toEqual({ 5: '0', 6: '0' })
    await site.close()
  })

  it('takes CSV strings of known ids', async () => {
    const site = await open({ script: CALM })
    expect(await site.code(APPLY, { personIds: ['1'] })).toBe('2')
    expect(await site.code(APPLY, { personIds: '1,abc' })).toBe('2')
    expect(await site.code(APPLY, { personIds: '1,4242' })).toBe('128')
    expect(await site.code(APPLY, { doorIndexCodes: '9' })).toBe('128')
    expect(await site.code(APPLY, { ImmediateDownload: 2 })).toBe('2')
    await site.close()
  })

  it('a change, a withdrawal and a new face reach the doors by another re-application only', async () => {
    const clock = new HandClock()
    const site = await open({ clock, script: CALM })
    const id = await site.person()
    const apply = async () => {
      await site.ok(APPLY, { personIds: id })
      clock.advance(300)
    }
    await grant(site, '2', [id])
    await apply()
    await site.ok('resource/v1/person/face/update', { personId: id, faceData: (await jpeg()).toString('base64') })
    expect(await detail(site, id)).toEqual({ 5: '1', 6: '1' })
    expect(site.sim.world.doors.get('5')?.held.get(id)?.hasFace).toBe(false)
    await apply()
    expect(site.sim.world.doors.get('5')?.held.get(id)?.hasFace).toBe(true)
    await site.ok('acs/v1/privilege/group/single/deletePersons', { privilegeGroupId: '2', type: 1, list: [{ id }] })
    expect(site.sim.document().persons[0]?.appliedDoors).toEqual(['5', '6'])
    expect(await detail(site, id)).toEqual({ 5: '1', 6: '1' })
    await apply()
    expect(site.sim.document().persons[0]?.appliedDoors).toEqual([])
    expect(await detail(site, id)).toEqual({})
    await site.close()
  })

  it('a withdrawal that overtakes the grant at some doors wins at all of them', async () => {
    const clock = new HandClock()
    const site = await open({ clock, script: CALM })
    const ids = await Promise.all(Array.from({ length: 8 }, () => site.person()))
    for (const id of ids) {
      await grant(site, '5', [id])
      await site.ok(APPLY, { personIds: id })
      clock.advance(120)
      await site.ok('acs/v1/privilege/group/single/deletePersons', { privilegeGroupId: '5', type: 1, list: [{ id }] })
      await site.ok(APPLY, { personIds: id })
      clock.advance(300)
      expect(await detail(site, id)).toEqual({})
    }
    expect(site.sim.document().persons.every(one => one.appliedDoors.length === 0)).toBe(true)
    await site.close()
  })

  it('a person who is deleted leaves the doors on their own', async () => {
    const clock = new HandClock()
    const site = await open({ clock, script: CALM })
    const id = await site.person()
    await grant(site, '2', [id])
    await site.ok(APPLY, { personIds: id })
    await site.ok('resource/v1/person/single/delete', { personId: id })
    clock.advance(600)
    expect([...site.sim.world.doors.values()].some(door => door.held.has(id))).toBe(false)
    expect(await site.code(DETAIL, { id })).toBe('128')
    await site.close()
  })

  it('asynchronousApply off: the doors have it when the call returns', async () => {
    const site = await open({ script: { quirksOff: ['asynchronousApply', 'staleFailures'] } })
    const id = await site.person()
    await grant(site, '1', [id])
    await site.ok(APPLY, { personIds: id })
    expect(await detail(site, id)).toSatisfy(all('0'))
    await site.close()
  })
})

describe('failures at doors', () => {
  it('that are stale are never seen twice in a row, and the truth follows', async () => {
    const site = await open({
      clock: new HandClock(),
      script: { staleFailures: 1, applyMs: 0, quirksOff: ['asynchronousApply'] },
    })
    const ids = await Promise.all(Array.from({ length: 10 }, () => site.person()))
    await grant(site, '1', ids)
    await site.ok(APPLY, {})
    for (const id of ids) {
      const readings = [await detail(site, id), await detail(site, id), await detail(site, id), await detail(site, id)]
      for (const door of ['1', '2', '3', '4']) expect(['2000', '2020']).toContain(readings.map(one => one[door]).join(''))
    }
    await site.close()
  })
  it('that are stale show in applicationResult as well, and are used up by one reading', async () => {
    const site = await open({ script: { staleFailures: 1, applicationResult: 'flat', quirksOff: ['asynchronousApply'] } })
    const id = await site.person()
    await grant(site, '1', [id])
    await site.ok(APPLY, {})
    const failed = async () => (await site.ok('acs/v1/auth/applicationResult', FAILURES)).total
    expect(await failed()).toBe(4)
    expect(await failed()).toBe(0)
    await failed()
    expect(await failed()).toBe(0)
    await site.close()
  })
  it('that are real stay, until the re-application that includes them finds the door well', async () => {
    const doorFailures = { 'Turnstile 1': 'offline', '3': 'refuses-face' }
    const site = await open({ script: { ...CALM, quirksOff: [...CALM.quirksOff, 'asynchronousApply'], doorFailures } })
    const faces = [{ faceData: (await jpeg()).toString('base64') }]
    const id = await site.ok('resource/v1/person/single/add', { ...PERSON, faces })
    await grant(site, '1', [id])
    await site.ok(APPLY, { personIds: id })
    for (let i = 0; i < 3; i++) expect(await detail(site, id)).toEqual({ 1: '0', 2: '2', 3: '2', 4: '0' })
    const { list } = await site.ok('acs/v1/auth/applicationResult', FAILURES)
    expect(list).toEqual([
      expect.objectContaining({ personId: id, doorIndexCode: '2', status: '2', errorCode: '129' }),
      expect.objectContaining({ personId: id, doorIndexCode: '3', status: '2', errorCode: '192' }),
    ])
    expect(await site.ok('acs/v1/auth/applicationResult', { applicationResultType: 1, type: 1 })).toMatchObject({ failedNum: 2 })
    site.sim.world.script.doorFailures = {}
    await site.ok(APPLY, { personIds: id, ImmediateDownload: 1 })
    expect(await detail(site, id)).toMatchObject({ 2: '2' })
    await site.ok(APPLY, { personIds: id, ImmediateDownload: 0 })
    expect(await detail(site, id)).toSatisfy(all('0'))
    await site.close()
  })
})

describe('the shapes no source knows', () => {
  it('personDetail 128: only visitors have a detail', async () => {
    const site = await open({ script: { personDetail: '128' } })
    expect(await site.code(DETAIL, { id: '1' })).toBe('128')
    await site.close()
  })
  it('one door is an object, several are an array; off: always an array', async () => {
    for (const [quirksOff, isArray] of [
      [[], false],
      [['singleDoorAsObject'], true],
    ] as const) {
      const site = await open({ script: { quirksOff, keyCase: 'documented' } })
      site.sim.world.levels.get('2')!.doors = ['5']
      const id = await site.person()
      await grant(site, '2', [id])
      expect(Array.isArray((await site.ok(DETAIL, { id })).ElementDetailList.ElementDetail)).toBe(isArray)
      expect(Array.isArray((await site.ok(DETAIL, { id: '1' })).ElementDetailList.ElementDetail)).toBe(true)
      await site.close()
    }
  })
  it('by seed, the keys of the detail come in three spellings and the result in two shapes', async () => {
    const seeds = await Promise.all(Array.from({ length: 12 }, (_, i) => open({ seed: i + 1 })))
    const spellings = await Promise.all(seeds.map(async site => JSON.stringify(await site.ok(DETAIL, { id: '1' })).slice(2, 80)))
    const element = await Promise.all(
      seeds.map(async site => JSON.stringify(await site.ok(DETAIL, { id: '1' })).match(/"(elementStatus|status|Status)":"/)?.[1]),
    )
    expect(new Set(spellings).size).toBe(2)
    expect(new Set(element)).toEqual(new Set(['elementStatus', 'status', 'Status']))
    const results = await Promise.all(seeds.map(site => site.ok('acs/v1/auth/applicationResult', FAILURES)))
    expect(new Set(results.map(one => Object.keys(one).join()))).toEqual(
      new Set(['total,pageNo,pageSize', 'TotalNum,PageNo,PageSize']),
    )
    await Promise.all(seeds.map(site => site.close()))
  })
  it('nested results group the doors of a person', async () => {
    const site = await open({ script: { applicationResult: 'nested', quirksOff: ['staleFailures'] } })
    const ids = [await site.person(), await site.person()]
    await grant(site, '1', ids)
    const result = await site.ok('acs/v1/auth/applicationResult', { ...FAILURES, pageSize: 1, pageNo: 2 })
    expect(result).toMatchObject({ TotalNum: 2, ApplicationResultList: [{ PersonID: ids[1] }] })
    expect(result.ApplicationResultList[0].ElementDetail).toHaveLength(4)
    expect(await site.code('acs/v1/auth/applicationResult', { applicationResultType: 2, type: 1 })).toBe('2')
    await site.close()
  })
})
