import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { member } from '../../electron/access-control/fields.ts'
import { readApplicationResult, readDownloadDetail } from '../../electron/access-control/hikcentral/delivery.ts'
import { readEnvelope } from '../../electron/access-control/hikcentral/envelope.ts'
import { errorTable, rowOf } from '../../electron/access-control/hikcentral/error-table.ts'
import { readPage } from '../../electron/access-control/hikcentral/paging.ts'
import { verdictOf } from '../../electron/access-control/hikcentral/verdict.ts'
import { AddedPerson, PersonInfo } from '../../electron/access-control/hikcentral/wire.ts'
import { redact } from '../../electron/access-control/redact.ts'
import { retryTime } from '../../electron/access-control/retry-after.ts'
import { FailureKind } from '../../shared/model/failure.ts'
import type { PersonRef } from '../../shared/model/ids.ts'

const ref = '7' as PersonRef

test('any reply is read without a crash, and nobody is called done for nonsense', () => {
  fc.assert(
    fc.property(fc.anything({ withObjectString: true, maxDepth: 6 }), fc.integer({ min: 100, max: 599 }), (thing, status) => {
      const json = JSON.parse(JSON.stringify(thing) ?? 'null')
      for (const body of [
        JSON.stringify(json),
        JSON.stringify({ code: '0', msg: 'Success', data: json }),
        JSON.stringify(json).slice(1),
      ]) {
        const envelope = readEnvelope(body)
        verdictOf({ status, headers: {}, body: Buffer.from(body) }, envelope, { path: 'p', secrets: [], now: 0 })
      }
      readPage(json)
      PersonInfo.safeParse(json)
      AddedPerson.safeParse(json)
      readDownloadDetail(ref, json)
      readApplicationResult(json)
    }),
    { numRuns: 500 },
  )
})

test('random bytes are no envelope', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => void readEnvelope(Buffer.from(bytes))))
})

test.each([
  ['{"code":"0","msg":"Success","data":"1150"}', { code: '0', text: 'Success', data: '1150' }],
  ['{"code":0,"data":{"a":1}}', { code: '0', text: '', data: { a: 1 } }],
  [
    '{"code":"128","msg":"The request resource does not exist","data":""}',
    { code: '128', text: 'The request resource does not exist', data: '' },
  ],
  [
    '{"code":"17","msg":"No permission for OpenAPI access"}',
    { code: '17', text: 'No permission for OpenAPI access', data: undefined },
  ],
  ['<html>502</html>', null],
  ['', null],
  ['{"code":"0"', null],
  ['[]', null],
])('%s', (body, envelope) => expect(readEnvelope(body)).toEqual(envelope))

test('names of members are found in any case', () => {
  expect(member({ elementDetailList: 1 }, 'ElementDetailList')).toBe(1)
  expect(member({ a: null, B: 2 }, 'a', 'b')).toBe(2)
  expect(member('', 'a')).toBeUndefined()
})

test('what a gateway echoes keeps neither key, secret, name nor face', () => {
  const text = redact(
    `failed, StringToSign: POST\nx-ca-key:27001100\n, appKey:27001100, secret: Tz4mQ9, person Иванов, /9j/${'A'.repeat(200)}`,
    ['27001100', 'Tz4mQ9', 'Иванов'],
  )
  expect(text).not.toMatch(/27001100|Tz4mQ9|Иванов|AAAA/)
  expect(text).toContain('appKey:…')
  expect(redact('y'.repeat(9).concat(' ').repeat(100), []).length).toBe(500)
})

describe('the error table', () => {
  test('every row has a kind of the closed list and a word for the cause', () => {
    for (const row of Object.values(errorTable)) {
      expect(FailureKind.options).toContain(row.kind)
      expect(row.cause).toMatch(/^[a-z-]+$/)
    }
  })
  test('codes are found however they are spelled; one that nobody knows is an unknown outcome', () => {
    expect(rowOf('0x0240100B')).toBe(errorTable['0x0240100b'])
    expect(rowOf('999')).toMatchObject({ kind: 'timeout', cause: 'unknown-code' })
    expect(rowOf('constructor')).toMatchObject({ cause: 'unknown-code' })
  })
  test.each([
    ['2', 'Incorrect request parameter. [email parameter error]', { kind: 'invalid', field: 'email' }],
    [
      '2',
      'Incorrect request parameter. [visitStartTime and visitEndTime parameter error]',
      { kind: 'invalid', field: 'visitStartTime' },
    ],
    ['128', '', { kind: 'not-found' }],
    ['17', '', { kind: 'credentials', cause: 'no-permission' }],
    ['0x02401003', 'Invalid Signature! and StringToSign: POST\nx-ca-timestamp:1', { kind: 'credentials', cause: 'signature' }],
    ['0x02401003', 'Invalid X-Ca-Timestamp! The timestamp has expired', { kind: 'busy', cause: 'clock' }],
  ])('%s %s', (code, msg, failure) => {
    const body = Buffer.from(JSON.stringify({ code, msg }))
    expect(verdictOf({ status: 200, headers: {}, body }, readEnvelope(body), { path: 'p', secrets: [], now: 0 })).toMatchObject(
      failure,
    )
  })
})

test.each([
  { code: '140', msg: 'Operation failed. 60051 [active reservation]' },
  { code: '140', msg: 'Operation failed', data: { ResponseStatus: { ErrorCode: 60051, ErrorDescription: '[active]' } } },
  { code: '140', msg: 'Operation failed', responseStatus: { errorCode: '60051' } },
  { ResponseStatus: { ErrorCode: 60051 } },
])('60051 is told from a failed operation, wherever it stands: %j', reply => {
  const body = Buffer.from(JSON.stringify(reply))
  const judge = (path: string) => verdictOf({ status: 200, headers: {}, body }, readEnvelope(body), { path, secrets: [], now: 0 })
  expect(judge('visitor/v1/registerment')).toMatchObject({ kind: 'conflict', cause: 'active-visit' })
  expect(judge('resource/v1/person/single/add')).toMatchObject({ kind: 'timeout' })
})

test.each([
  [429, { kind: 'busy', cause: 'rate-limited', retryAt: 5000 }],
  [503, { kind: 'busy', cause: 'site-busy', retryAt: 5000 }],
  [502, { kind: 'timeout', cause: 'gateway-error' }],
  [504, { kind: 'timeout', cause: 'gateway-error' }],
  [200, { kind: 'timeout', cause: 'not-json' }],
  [302, { kind: 'unsupported', cause: 'redirected' }],
  [413, { kind: 'invalid', cause: 'too-large' }],
])('HTTP %i with a page instead of JSON', (status, failure) => {
  const reply = { status, headers: { 'retry-after': '5' }, body: Buffer.from('<html>') }
  expect(verdictOf(reply, null, { path: 'p', secrets: [], now: 0 })).toEqual(failure)
})

test('Retry-After in both forms, never more than an hour', () => {
  expect(retryTime('7', 1000)).toBe(8000)
  expect(retryTime('Thu, 01 Jan 1970 00:00:09 GMT', 1000)).toBe(9000)
  expect(retryTime('Thu, 01 Jan 1970 00:00:00 GMT', 1000)).toBe(1000)
  expect(retryTime('86400', 0)).toBe(3_600_000)
  expect(retryTime('soon', 0)).toBeUndefined()
  expect(retryTime(undefined, 0)).toBeUndefined()
})

describe('application result, whose shape is in no source', () => {
  test.each([
    [
      'flat',
      {
        total: 2,
        list: [
          { personId: '7', status: 3, errorCode: '11' },
          { personId: 8, status: 1 },
        ],
      },
    ],
    [
      'words, deep, another case',
      {
        Result: {
          TotalNum: 2,
          Detail: {
            Items: [
              { PersonID: '7', applyStatus: 'Failed' },
              { PersonID: '8', applyStatus: 'waiting' },
            ],
          },
        },
      },
    ],
    [
      'nested person',
      { total: 2, list: [{ personInfo: { id: '7' }, doors: [{ id: '8', elementStatus: '2' }] }, { personInfo: { id: '8' } }] },
    ],
    [
      'bare ids',
      {
        total: 2,
        rows: [
          { id: '7', state: 'failed' },
          { id: '8', state: 'pending' },
        ],
      },
    ],
  ])('%s', (_, data) => {
    expect(readApplicationResult(data)?.listed).toMatchObject([
      { ref: '7', state: 'failed' },
      { ref: '8', state: 'pending' },
    ])
  })
  test('a door’s bare id is not a person’s', () => {
    const data = { list: [{ personId: '7', doors: [{ id: '9', status: '3' }] }, { id: '9' }] }
    expect(readApplicationResult(data)?.listed.map(l => l.ref)).toEqual(['7'])
  })
  test.each([[{ total: 0, pageNo: 1 }], [{ total: 0, list: null }], [{ list: [] }], [{ total: '0' }]])(
    'nobody is listed: %j',
    data => {
      expect(readApplicationResult(data)).toMatchObject({ listed: [] })
    },
  )
  test.each([
    [''],
    [null],
    [undefined],
    [{}],
    [{ total: 3 }],
    [{ total: 3, list: [] }],
    [{ list: [{ name: 'x' }] }],
    ['ok'],
    [7],
  ])('unreadable: %j', data => {
    expect(readApplicationResult(data)).toBeNull()
  })
})

describe('download detail', () => {
  const element = (id: string, element: string, certificate: string) => ({
    ID: id,
    BaseInfo: { Name: `Door ${id}` },
    ElementStatus: [{ elementStatus: element, ErrorModule: 'acs', ErrorCode: element === '0' ? '0' : '21' }],
    CertificateStatusList: { CertificateStatus: [{ ID: 'face', Status: certificate }] },
  })
  const read = (...elements: unknown[]) =>
    readDownloadDetail(ref, { ElementDetailList: { ElementDetail: elements.length === 1 ? elements[0] : elements } })
  test('one is an object, several are an array', () => {
    expect(read(element('1', '0', '0'))).toMatchObject({ state: 'done', doors: [{ id: '1', name: 'Door 1', state: 'done' }] })
    expect(read(element('1', '0', '0'), element('2', '1', '0'))).toMatchObject({
      state: 'pending',
      doors: [{ state: 'done' }, { state: 'pending' }],
    })
  })
  test('the certificate counts as much as the element, and one failed door fails the whole', () => {
    expect(read(element('1', '0', '3'), element('2', '0', '0'))).toMatchObject({
      state: 'failed',
      doors: [{ state: 'failed' }, { state: 'done' }],
    })
    // It took the person, and not the face.
    expect(read(element('1', '0', '3'))?.cause).toMatchObject({ kind: 'busy', cause: 'door-face' })
    expect(read(element('1', '2', '3'))?.cause).toMatchObject({ cause: 'door-failed' })
    expect(read(element('1', '2', '0'))?.cause).toEqual({ kind: 'busy', cause: 'door-failed', site: { code: '21', text: 'acs' } })
  })
  test('keys in another case', () => {
    const data = {
      elementDetailList: {
        elementDetail: { id: 4, baseInfo: { name: 'N' }, elementStatus: { status: 0 }, certificateStatusList: '' },
      },
    }
    expect(readDownloadDetail(ref, data)).toMatchObject({ state: 'done', doors: [{ id: '4', name: 'N', state: 'done' }] })
  })
  test('no door is no answer, a door without a state is unknown', () => {
    expect(readDownloadDetail(ref, '')).toBeNull()
    expect(readDownloadDetail(ref, { ElementDetailList: {} })).toBeNull()
    expect(read({ ID: '1' })).toMatchObject({ state: 'pending', doors: [{ state: 'unknown' }] })
  })
})
