import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite } from '../../electron/access-control/open.ts'
import { type PersonCard, SiteError } from '../../electron/access-control/port.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { FailureKind } from '../../shared/model/failure.ts'
import type { LevelId, PersonCode } from '../../shared/model/ids.ts'
import { connectionTo } from '../support/devices.ts'
import { quickClock } from '../support/quick-clock.ts'

// Something that listens and is no device that anybody has seen: whatever it answers, what comes out is one of the closed list.

// Pauses before a busy device is asked again take their hundredth.
const clock = quickClock(100)
let server: Server
let answer: { status: number; type: string; challenge: string | null; body: string } = {
  status: 200,
  type: '',
  challenge: null,
  body: '',
}
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      // Its time can be read, else nobody would get any further.
      if (request.url === '/ISAPI/System/time') {
        response.end('<Time><localTime>2030-01-01T03:00:00+03:00</localTime><timeZone>CST-3:00:00</timeZone></Time>')
        return
      }
      const headers = {
        'content-type': answer.type,
        ...(answer.challenge === null ? {} : { 'www-authenticate': answer.challenge }),
      }
      response.writeHead(answer.status, headers).end(answer.body)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const names = [
  'UserInfoSearch',
  'UserInfo',
  'employeeNo',
  'Valid',
  'RightPlan',
  'doorRight',
  'numOfFace',
  'statusCode',
  'subStatusCode',
  'responseStatusStrg',
  'numOfMatches',
  'supportFunction',
  '@opt',
  '@max',
  'FDLib',
  'FDID',
  'Time',
  'localTime',
  'timeZone',
  'DeviceInfo',
  'status',
]
const values = ['', '1', 'OK', 'MORE', 'processing', '2030-01-01T08:00:00+08:00', 'CST-8:00:00', '<b/>']
const { reply } = fc.letrec<{ reply: unknown }>(tie => ({
  reply: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(...values, 0, 1, -1, 1e300, true, null),
    fc.array(tie('reply'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('reply'), { maxKeys: 5 }),
  ),
}))
const asXml = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(asXml).join('')
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([name, one]) => `<${name.replace('@', '')}>${asXml(one)}</${name.replace('@', '')}>`)
          .join('')
      : String(value)

test('whatever answers, the port says what is wrong in its own words, and soon (property)', { timeout: 60_000 }, async () => {
  const card: PersonCard = {
    code: '730000000001' as PersonCode,
    family: 'Иванова',
    given: 'Анна',
    phone: '',
    email: '',
    window: { from: Date.UTC(2030, 0, 1), until: Date.UTC(2030, 0, 2) },
    photo: async () => Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
    photoKept: false,
    levels: ['guests' as LevelId],
    known: null,
    lookFirst: true,
  }
  const body = fc.oneof(
    reply.map(value => JSON.stringify(value)),
    reply.map(value => `<?xml version="1.0"?><UserInfoSearch>${asXml(value)}</UserInfoSearch>`),
    fc.string({ maxLength: 60 }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        status: fc.constantFrom(200, 200, 200, 201, 302, 400, 401, 403, 404, 500),
        type: fc.constantFrom('application/json', 'application/xml', 'text/html'),
        challenge: fc.constantFrom(null, 'Digest realm="r", nonce="n", qop="auth"', 'Basic realm="r"', 'Digest'),
        body,
      }),
      async asked => {
        answer = asked
        const { port } = server.address() as AddressInfo
        const device = {
          name: 'Strange',
          url: `http://127.0.0.1:${port}`,
          user: 'admin',
          password: 'a-secret-word',
          certificateSha256: null,
        }
        const { connection, secrets } = connectionTo([device])
        const site = openSite(connection, secrets, { clock, random: seededRandom(1), zone: 'UTC', deadlineMs: 20_000 })
        const call = { rank: 0 }
        const ref = '730000000001' as never
        try {
          for (const work of [
            () => site.admit(card, call),
            () => site.apply([{ ref, card, left: [], at: [] }], call),
            () => site.delivery([{ ref, card, left: [], at: [] }], 'each', call),
            () => site.find({ ref }, call),
            () => site.remove(ref, call),
          ]) {
            const error = await work().then(
              () => null,
              thrown => thrown,
            )
            if (error === null) continue
            expect(error).toBeInstanceOf(SiteError)
            const { failure } = error as SiteError
            expect(FailureKind.options.filter(kind => kind !== 'bug')).toContain(failure.kind)
            expect(JSON.stringify(failure)).not.toContain('a-secret-word')
          }
        } finally {
          await site.close()
        }
      },
    ),
    { numRuns: 150 },
  )
})
