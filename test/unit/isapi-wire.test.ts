import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { member, textOf } from '../../electron/access-control/fields.ts'
import { rowOf, subCodes } from '../../electron/access-control/isapi/error-table.ts'
import { multipartBody } from '../../electron/access-control/isapi/multipart.ts'
import { fitName, isSameName, splitName, wholeName } from '../../electron/access-control/isapi/names.ts'
import { isLoginTaken, verdictOf } from '../../electron/access-control/isapi/verdict.ts'
import { choices, lockOf, most, readPage, readReply, statusOf } from '../../electron/access-control/isapi/wire.ts'
import { readXml, xmlText } from '../../electron/access-control/isapi/xml.ts'

describe('replies in one shape', () => {
  const json = `{\n\t"UserInfoSearch":\t{\n\t\t"searchID":\t"1",\n\t\t"responseStatusStrg":\t"MORE",\n\t\t"numOfMatches":\t2,\n\t\t"totalMatches":\t7,\n\t\t"UserInfo":\t[{"employeeNo":"1"}, {"employeeNo":"2"}]\n\t}\n}`
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<UserInfoSearch version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><searchID>1</searchID><responseStatusStrg>MORE</responseStatusStrg><numOfMatches>2</numOfMatches><totalMatches>7</totalMatches><UserInfo><employeeNo>1</employeeNo></UserInfo><UserInfo><employeeNo>2</employeeNo></UserInfo></UserInfoSearch>`
  const nested = xml
    .replace('<UserInfo>', '<UserInfoList><UserInfo>')
    .replace('</UserInfoSearch>', '</UserInfoList></UserInfoSearch>')
  test.each([json, xml, nested, `\uFEFF${xml}`])('a page', text => {
    const page = readPage(readReply(text) ?? {}, 'UserInfoSearch', 'UserInfo', 0)
    expect(page).toMatchObject({ goesOn: true, matches: 2, total: 7 })
    expect(page?.items.map(item => textOf(member(item, 'employeeNo')))).toEqual(['1', '2'])
  })
  test('nobody: the list is not there', () => {
    const read = (reply: object) => readPage(reply as never, 'UserInfoSearch', 'UserInfo', 0)
    expect(read({ UserInfoSearch: { responseStatusStrg: 'NO MATCH', totalMatches: 0 } })).toEqual({
      items: [],
      matches: 0,
      total: 0,
      goesOn: false,
    })
    expect(read({ statusCode: 1 })).toBeNull()
  })
  test('a page without a word on its end goes on as far as the total', () => {
    const reply = { UserInfoSearch: { numOfMatches: '1', totalMatches: '3', UserInfo: [{ employeeNo: '1' }] } }
    expect([0, 1, 2].map(position => readPage(reply, 'UserInfoSearch', 'UserInfo', position)?.goesOn)).toEqual([
      true,
      true,
      false,
    ])
  })
  test.each(['', 'OK', '<html><body>', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', '[1]', '{"a":', '<a></b>', '<a/><b/>'])(
    'no reply: %s',
    text => {
      expect(readReply(text)).toBeNull()
    },
  )
  test('choices: in one text, in a list, without their name (property)', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcXYZ19'), minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), words => {
        for (const told of [{ '@opt': words.join(',') }, { '@opt': words }, words.join(','), { opt: words }])
          expect(choices(told)).toEqual(words)
      }),
    )
    expect(choices({ '@opt': [true, false] })).toEqual(['true', 'false'])
    expect([most({ '@min': 1, '@max': '30' }), most(7), most({}), most(undefined)]).toEqual([30, 7, null, null])
  })
})

describe('XML', () => {
  test('the limits of a capability stand in attributes; a text goes before them', () => {
    const told = readXml('<C xmlns="x"><a min="1" max=\'10\'/><b opt="post,put"></b><c max="9">7</c><d size="3"><e/></d></C>')
    const of = (name: string) => member(member(told, 'C'), name)
    expect([most(of('a')), choices(of('b')), most(of('c'))]).toEqual([10, ['post', 'put'], 7])
    expect(of('d')).toEqual({ e: '', '@size': '3' })
  })
  const name = fc.string({ unit: fc.constantFrom(...'abcdefXYZ'), minLength: 1, maxLength: 6 })
  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map(one => one.trim())
  const tree = fc.letrec<{ node: unknown }>(tie => ({
    node: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.dictionary(name, fc.oneof(tie('node'), fc.array(tie('node'), { minLength: 2, maxLength: 3 })), {
        minKeys: 1,
        maxKeys: 3,
      }),
    ),
  }))
  const write = (tag: string, value: unknown): string =>
    Array.isArray(value)
      ? value.map(one => write(tag, one)).join('\n')
      : `<x:${tag} a="1>2" b='"'>${
          typeof value === 'string'
            ? xmlText(value)
            : Object.entries(value as object)
                .map(([key, one]) => write(key, one))
                .join('<!-- <c> -->')
        }</x:${tag} >`
  test('what was written is read (property)', () => {
    fc.assert(
      fc.property(name, tree.node, (root, value) => {
        const read = readXml(`<?xml version="1.0"?>${write(root, value)}`)
        expect(JSON.parse(JSON.stringify(read))).toEqual({ [root]: JSON.parse(JSON.stringify(value)) })
      }),
    )
  })
  test('rubbish is none, and ends (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>/ab!-[]CDATA?"\'&;= '), maxLength: 200 }), rubbish => {
        const read = readXml(rubbish)
        expect(read === null || Object.keys(read).length === 1).toBe(true)
      }),
    )
  })
  test('a million open elements are nothing to fall over', () => {
    expect(readXml('<a>'.repeat(1_000_000))).toBeNull()
    expect(readXml(`<a>${'<b/>'.repeat(200_000)}</a>`)).toMatchObject({ a: { b: expect.any(Array) } })
  })
  test('entities', () => {
    expect(readXml('<a>&lt;&#65;&#x42;&amp;amp;&unknown;<![CDATA[<&]]></a>')).toEqual({ a: '<AB&amp;&unknown;<&' })
  })
})

describe('what a reply says', () => {
  const about = { path: '/ISAPI/x?format=json', secrets: ['Anna Berg'], now: 0 }
  const verdict = (status: number, body: object | null, headers = {}) => verdictOf({ status, headers }, body as never, about)
  test('statusCode over HTTP status', () => {
    expect(verdict(400, { statusCode: 1, statusString: 'OK', subStatusCode: 'ok' })).toBeNull()
    expect(verdict(200, { statusCode: 4, subStatusCode: 'notSupport' })?.failure).toMatchObject({
      kind: 'unsupported',
      cause: 'not-supported',
    })
    expect(verdict(200, { ResponseStatus: { statusCode: '2', statusString: 'Device Busy' } })?.failure).toMatchObject({
      kind: 'busy',
      cause: 'device-busy',
    })
    expect(verdict(200, { UserInfoSearch: {} })).toBeNull()
  })
  test('a sub-code alone is a refusal, a word that no source names is none', () => {
    for (const status of [200, 400])
      expect(verdict(status, { subStatusCode: 'employeeNoAlreadyExist' })).toMatchObject({ family: 'exists', isStatus: true })
    expect(verdict(200, { subStatusCode: 'ok' })).toBeNull()
  })
  test('a page for people says as well that there is no such call', () => {
    for (const status of [404, 405, 501]) expect(verdict(status, null)?.family).toBe('not-supported')
  })
  test('a login was taken by whoever answers in the words of the device, unless it is busy', () => {
    const taken = (status: number, body: object | null) => isLoginTaken(verdict(status, body))
    expect(taken(200, { UserInfoSearch: {} })).toBe(true)
    expect(taken(400, { statusCode: 6, subStatusCode: 'badParameters' })).toBe(true)
    expect(taken(200, { statusCode: 2, subStatusCode: 'deviceBusy' })).toBe(false)
    for (const status of [302, 403, 404, 500, 503]) expect(taken(status, null)).toBe(false)
  })
  test.each([
    [403, { kind: 'credentials', cause: 'no-permission' }],
    [404, { kind: 'unsupported' }],
    [503, { kind: 'busy' }],
    [500, { kind: 'timeout' }],
    [302, { kind: 'unsupported', cause: 'redirected' }],
    [200, { kind: 'timeout', cause: 'not-json' }],
  ])('HTTP %i and nothing readable', (status, failure) => {
    expect(verdict(status, null)?.failure).toMatchObject(failure)
  })
  test('a photo over 200 KB is told as a format error that names faceURL', () => {
    const said = { statusCode: 5, statusString: 'Invalid Format', subStatusCode: 'badJsonFormat', errorMsg: 'faceURL' }
    expect(verdict(400, said)).toMatchObject({ family: 'photo', failure: { kind: 'photo-refused', cause: 'too-large' } })
  })
  test('no name stays in what is kept of it', () => {
    const told = verdict(400, { statusCode: 6, subStatusCode: 'badParameters', errorMsg: 'Anna Berg is too long' })
    expect(JSON.stringify(told)).not.toContain('Anna')
  })
  test('"unlock" has "lock" in it', () => {
    const body = (lockStatus: string) => ({
      userCheck: { statusValue: '401', lockStatus, unlockTime: '111', retryLoginTime: '4' },
    })
    expect(lockOf(body('unlock'))).toEqual({ locked: false, seconds: 111, left: 4 })
    expect(lockOf(body('lock'))).toMatchObject({ locked: true, seconds: 111 })
    expect(lockOf(null)).toMatchObject({ locked: false, seconds: null })
  })
})

describe('sub-codes', () => {
  test.each([
    ['employeeNoAlreadyExist', 'exists'],
    ['DEVICEUSERNOTEXIST', 'missing'],
    ['deviceUserAlreadyExistFace', 'face-exists'],
    ['faceLibraryIDError', 'library-missing'],
    ['SubpicAnalysisModelingError', 'photo'],
    ['saveFacePic', 'collision'],
    ['faceNumFull', 'full'],
    ['analysisEnginesNoResourceError', 'engine-busy'],
  ])('%s is of the family %s', (subStatusCode, family) => {
    expect(rowOf({ statusCode: 6, subStatusCode, errorCode: null }).family).toBe(family)
  })
  test('by number, by class, and what nobody knows', () => {
    expect(rowOf({ statusCode: 6, subStatusCode: '', errorCode: 1610637344 }).family).toBe('exists')
    expect(rowOf({ statusCode: 4, subStatusCode: 'somethingNew', errorCode: null }).kind).toBe('unsupported')
    expect(rowOf({ statusCode: 99, subStatusCode: 'constructor', errorCode: null }).cause).toBe('unknown-code')
    for (const row of Object.values(subCodes)) expect(row.cause).toMatch(/^[a-z-]+$/)
  })
  test('any status is read to a row (property)', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('statusCode', 'subStatusCode', 'errorCode', 'errorMsg', 'statusString'), fc.jsonValue()),
        status => {
          const word = statusOf(status)
          if (word) expect(rowOf(word).kind).toMatch(/^[a-z-]+$/)
        },
      ),
    )
  })
})

describe('names', () => {
  test('fit in bytes, no character cut (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 0, max: 128 }), (name, bytes) => {
        const fits = fitName(name, bytes)
        expect(Buffer.byteLength(fits)).toBeLessThanOrEqual(bytes)
        expect(name.startsWith(fits)).toBe(true)
        expect(isSameName(fits, name, bytes)).toBe(true)
      }),
    )
    expect(fitName('Иванова', 5)).toBe('Ив')
  })
  test('one name and back', () => {
    expect(wholeName({ family: 'Иванова', given: 'Анна Мария' })).toBe('Анна Мария Иванова')
    expect(splitName('Анна Мария Иванова')).toEqual({ family: 'Иванова', given: 'Анна Мария' })
    expect(splitName('Cher')).toEqual({ family: 'Cher', given: '' })
  })
})

test('a form is byte for byte what its parts are (property)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), jpeg => {
      const { contentType, body } = multipartBody(
        [
          { name: 'FaceDataRecord', type: 'application/json', body: '{}' },
          { name: 'img', type: 'image/jpeg', fileName: 'face.jpg', body: jpeg },
        ],
        'b0undary',
      )
      expect(contentType).toBe('multipart/form-data; boundary=b0undary')
      const picture = body.indexOf('\r\n\r\n', body.indexOf('image/jpeg')) + 4
      expect(body.subarray(picture, picture + jpeg.length).equals(Buffer.from(jpeg))).toBe(true)
      expect(body.subarray(picture + jpeg.length).toString()).toBe('\r\n--b0undary--\r\n')
    }),
  )
})
