import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, jpeg, open, PERSON } from './simulator-client.ts'

const ADD = 'resource/v1/person/single/add'
const CODES = ['2', '140', '192', '0x00072003']
let bench: Bench

beforeAll(async () => {
  bench = await open()
})
afterAll(() => bench.close())

const add = (photo: Buffer | string, site = bench, more: object = {}) =>
  site.call(ADD, { ...PERSON, ...more, faces: [{ faceData: typeof photo === 'string' ? photo : photo.toString('base64') }] })

const good = await jpeg()
const bad: [string, Buffer | string][] = [
  ['a data: prefix', `data:image/jpeg;base64,${good.toString('base64')}`],
  ['line breaks in the base64', `${good.toString('base64').slice(0, 76)}\n${good.toString('base64').slice(76)}`],
  ['4:4:4 chroma', await jpeg({ chroma: '4:4:4' })],
  ['progressive', await jpeg({ progressive: true })],
  ['a long side under 400', await jpeg({ width: 300, height: 390 })],
  ['rotated by EXIF', await jpeg({ orientation: 6 })],
  ['a stray CRLF after the end', Buffer.concat([good, Buffer.from('\r\n')])],
  ['a stray byte before the start', Buffer.concat([Buffer.from('\n'), good])],
  ['cut short', good.subarray(0, good.length - 40)],
  ['not a JPEG', Buffer.from('GIF89a, in truth')],
  ['over 200 KB', await jpeg({ width: 900, height: 1200, noise: true, quality: 95 })],
]

describe('photos', () => {
  it('that devices take come with the person in one call', async () => {
    const { json } = await add(await jpeg())
    expect(json.code).toBe('0')
    const info = await bench.ok('resource/v1/person/personId/personInfo', { personId: json.data })
    expect(info.personPhoto.picUri).not.toBe('')
    const picture = await bench.call('resource/v1/person/picture_data', { personId: json.data, picUri: info.personPhoto.picUri })
    expect(picture.text).toBe(`data:image/jpeg;base64,${(await jpeg()).toString('base64')}`)
  })

  it.each(bad)('with %s fail the whole add', async (_, photo) => {
    const before = bench.sim.world.persons.size
    const { status, json } = await add(photo)
    expect(status).toBe(200)
    expect(CODES).toContain(json.code)
    expect(bench.sim.world.persons.size).toBe(before)
    expect(await bench.code(ADD, PERSON)).toBe('0')
  })
  it.each(bad)('with %s pass when photoRules is off', async (_, photo) => {
    const site = await open({ script: { quirksOff: ['photoRules'] } })
    expect((await add(photo, site)).json.code).toBe('0')
    await site.close()
  })

  it('over 200 KB are refused by a text that names faceURL, unless that quirk is off', async () => {
    const large = bad.at(-1)![1]
    expect((await add(large)).json.msg).toMatch(/badJsonFormat.*faceURL/)
    const site = await open({ script: { quirksOff: ['photoMisleading'] } })
    expect((await add(large, site)).json.msg).not.toMatch(/faceURL/)
    await site.close()
  })
  it('are refused by each of the four codes, the same photo always alike under a seed', async () => {
    const photos = Array.from({ length: 40 }, (_, i) => Buffer.from(`not a photo ${i}`))
    const hear = async (site: Bench) =>
      (await Promise.all(photos.map(photo => add(photo, site)))).map(one => `${one.json.code} ${one.json.msg}`)
    const first = await hear(bench)
    expect(new Set(first.map(one => one.split(' ')[0]))).toEqual(new Set(CODES))
    expect(new Set(first).size).toBeGreaterThan(4)
    expect(await hear(bench)).toEqual(first)
    const other = await open({ seed: 2 })
    expect(await hear(other)).not.toEqual(first)
    await other.close()
  })
  it('can be refused by the script, however good: by code or by chance', async () => {
    const site = await open({ script: { refusePhotos: ['BAD1'] } })
    expect(CODES).toContain((await add(good, site, { personCode: 'BAD1' })).json.code)
    expect((await add(good, site, { personCode: 'GOOD1' })).json.code).toBe('0')
    const never = await open({ script: { refusePhotos: 1 } })
    expect(CODES).toContain((await add(good, never)).json.code)
    await Promise.all([site.close(), never.close()])
  })
  it('are judged alike in face/update and faceCheck', async () => {
    const personId = await bench.person()
    const faceData = good.toString('base64')
    expect(await bench.ok('resource/v1/person/face/update', { personId, faceData })).toBe('')
    expect(CODES).toContain(await bench.code('resource/v1/person/face/update', { personId, faceData: 'AAAA' }))
    expect(bench.sim.world.persons.get(personId)?.face?.size).toBe(good.length)
    expect(await bench.code('acs/v1/faceCheck', { faceData, acsDevIndexCode: '1' })).toBe('0')
    expect(CODES).toContain(await bench.code('acs/v1/faceCheck', { faceData: 'AAAA', acsDevIndexCode: '1' }))
    expect(await bench.code('acs/v1/faceCheck', { faceData, acsDevIndexCode: '99' })).toBe('128')
  })
})
