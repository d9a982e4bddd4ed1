import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import vectors from '../samples/signature-vectors.json' with { type: 'json' }
import { type Bench, open, signature, signedHeaders } from './simulator-client.ts'

const { appKey, appSecret } = vectors.positive[0]!
const VERSION = '/artemis/api/common/v1/version'
let bench: Bench

beforeAll(async () => {
  bench = await open({ appKey, appSecret })
})
afterAll(() => bench.close())

const target = (vector: (typeof vectors.positive)[number]) =>
  vector.path + (vector.query ? `?${new URLSearchParams(vector.query as unknown as Record<string, string>)}` : '')

const POST = { Accept: '*/*', 'Content-Type': 'application/json' }

describe('signatures that are right', () => {
  it.each(vectors.positive.map(vector => [vector.id, vector] as const))('%s', async (_, vector) => {
    const headers = vector.headersOnTheWire as unknown as Record<string, string>
    const heard = await bench.raw(vector.method.toUpperCase(), target(vector), headers, vector.body ?? undefined)
    expect(heard.status).toBe(200)
    expect(heard.json.code).not.toMatch(/^0x0240/)
  })

  const shape = async (signed: Record<string, string>, listed: string[] | null) => {
    const names = listed?.toSorted() ?? []
    const lines = names.map(name => `${name}:${(signed[name] ?? '').trim()}`)
    const text = ['POST', '*/*', 'application/json', ...lines, VERSION].join('\n')
    const list: Record<string, string> = listed ? { 'X-Ca-Signature-Headers': listed.join(',') } : {}
    const headers = { ...POST, 'X-Ca-Key': appKey, ...signed, ...list, 'X-Ca-Signature': signature(bench.sim, text) }
    return (await bench.raw('POST', VERSION, headers)).json.code
  }

  it('shape a: key, nonce and timestamp', async () => {
    const signed = { 'x-ca-key': appKey, 'x-ca-nonce': 'n-1', 'x-ca-timestamp': '1767225600123' }
    expect(await shape(signed, ['x-ca-timestamp', 'x-ca-nonce', 'x-ca-key'])).toBe('0')
  })
  it('shape b: key and timestamp', async () => {
    expect(await shape({ 'x-ca-key': appKey, 'x-ca-timestamp': '1767225600123' }, ['x-ca-key', 'x-ca-timestamp'])).toBe('0')
  })
  it('shape c: the key alone', async () => expect(await shape({ 'x-ca-key': appKey }, ['x-ca-key'])).toBe('0'))
  it('shape d: no signed header', async () => expect(await shape({}, null)).toBe('0'))
  it('other headers may be signed, names in any case, values trimmed', async () => {
    expect(await shape({ 'x-ca-key': appKey, userid: '  desk  ' }, ['x-ca-key', 'userid'])).toBe('0')
    const text = `POST\n*/*\napplication/json\nuserid:desk\n${VERSION}`
    const headers = {
      ...POST,
      'X-CA-KEY': appKey,
      UserId: 'desk',
      'X-Ca-Signature-Headers': 'UserId',
      'X-Ca-Signature': signature(bench.sim, text),
    }
    expect((await bench.raw('POST', VERSION, headers)).json.code).toBe('0')
  })
  it('a never-signable header in the list changes nothing', async () => {
    const text = `POST\n*/*\napplication/json\nx-ca-key:${appKey}\n${VERSION}`
    const headers = {
      ...POST,
      'X-Ca-Key': appKey,
      'X-Ca-Signature-Headers': 'host,x-ca-key,accept',
      'X-Ca-Signature': signature(bench.sim, text),
    }
    expect((await bench.raw('POST', VERSION, headers)).json.code).toBe('0')
  })
  it('without Accept its line is left out', async () => {
    const text = `POST\napplication/json\n${VERSION}`
    const headers = { 'Content-Type': 'application/json', 'X-Ca-Key': appKey, 'X-Ca-Signature': signature(bench.sim, text) }
    expect((await bench.raw('POST', VERSION, headers)).json.code).toBe('0')
  })
})

describe('signatures that are wrong', () => {
  it.each(vectors.negative.map(vector => [vector.id, vector] as const))('%s', async (_, vector) => {
    const base = vectors.positive.find(one => one.id === vector.baseVector)!
    const headers = { ...(base.headersOnTheWire as unknown as Record<string, string>), 'X-Ca-Signature': vector.wrongSignature }
    const heard = await bench.raw('POST', base.path, headers, base.body ?? undefined)
    expect(heard.json.code).toBe('0x02401003')
    expect(heard.json.msg).toBe(
      `api AK/SK signature authentication failed,Invalid Signature! and StringToSign: ${base.stringToSign}, apiName:/api/resource/v1/org/orgList, appKey:${appKey}`,
    )
    expect(heard.headers['x-ca-error-message']).toBe('0x02401003')
  })

  const refused = async (change: Record<string, string | undefined>) => {
    const headers = Object.entries({ ...signedHeaders(bench.sim, VERSION), ...change }).filter(([, value]) => value !== undefined)
    return (await bench.raw('POST', VERSION, Object.fromEntries(headers) as Record<string, string>)).json
  }

  it('no key', async () => {
    const { code, msg } = await refused({ 'X-Ca-Key': undefined })
    expect(code).toBe('0x02401019')
    expect(msg).toBe('no access_token and header parameter X-Ca-Key(appKey) found! apiName:/api/common/v1/version')
  })
  it('a key of nobody', async () => expect((await refused({ 'X-Ca-Key': '1' })).code).toBe('0x02401001'))
  it('no signature', async () => expect((await refused({ 'X-Ca-Signature': undefined })).code).toBe('0x02401002'))
  it('a rewritten Content-Type', async () =>
    expect((await refused({ 'Content-Type': 'application/json;charset=UTF-8' })).code).toBe('0x02401003'))
  it('a changed path', async () => {
    const heard = await bench.raw('POST', '/artemis/api/resource/v1/org/rootOrg', signedHeaders(bench.sim, VERSION))
    expect(heard.json.code).toBe('0x02401003')
  })
  it('sometimes with HTTP 401, never when that quirk is off', async () => {
    const statuses = async (other: Bench) => {
      const wrong = { ...signedHeaders(other.sim, VERSION), 'X-Ca-Signature': 'AAAA' }
      return new Set(
        (await Promise.all(Array.from({ length: 60 }, () => other.raw('POST', VERSION, wrong)))).map(one => one.status),
      )
    }
    expect(await statuses(bench)).toEqual(new Set([200, 401]))
    const calm = await open({ script: { quirksOff: ['unauthorizedStatus'] } })
    expect(await statuses(calm)).toEqual(new Set([200]))
    await calm.close()
  })
  it('outside /artemis nginx answers, not the gateway', async () => {
    const heard = await bench.raw('POST', '/api/common/v1/version', signedHeaders(bench.sim, '/api/common/v1/version'))
    expect(heard.status).toBe(404)
    expect(heard.headers['content-type']).toBe('text/html')
  })
})
