import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAuth, type RefusalCount } from '../../electron/access-control/isapi/auth.ts'
import {
  type DigestChallenge,
  digestHeader,
  digestResponse,
  pickDigest,
  readChallenges,
} from '../../electron/access-control/isapi/digest.ts'
import { sessionPassword } from '../../electron/access-control/isapi/session-password.ts'
import { seededRandom } from '../../electron/base/random.ts'

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../samples/isapi-auth-vectors.json'), 'utf8')) as {
  sessionLogin: { id: string; u: string; p: string; salt: string; ch: string; it: number; irr: boolean; password: string }[]
  digest: {
    id: string
    user: string
    pw: string
    realm: string
    nonce: string
    cnonce: string
    method: string
    uri: string
    qop: string | null
    alg: string | null
    nc: number
    response: string
  }[]
}

const challenge = (params: string): DigestChallenge => {
  const picked = pickDigest(readChallenges(`Digest ${params}`))
  expect(picked).not.toBeNull()
  return picked as DigestChallenge
}

describe('vectors', () => {
  test.each(vectors.digest)('device digest $id', vector => {
    const { realm, nonce, qop, alg, user, pw: password, ...request } = vector
    const asked = `realm="${realm}", nonce="${nonce}"${qop ? `, qop="${qop}"` : ''}${alg ? `, algorithm=${alg}` : ''}`
    expect(digestResponse(challenge(asked), { ...request, user, password })).toBe(vector.response)
  })

  test.each(vectors.sessionLogin)('session login $id', ({ u, p, salt, ch, it, irr, password }) => {
    expect(sessionPassword(u, p, { challenge: ch, salt, iterations: it, isIrreversible: irr })).toBe(password)
  })

  // RFC 7616, 3.9.1: one challenge of two algorithms.
  const mufasa = {
    user: 'Mufasa',
    password: 'Circle of Life',
    method: 'GET',
    uri: '/dir/index.html',
    nc: 1,
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  }
  const dir = (algorithm: string) =>
    `realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`
  test.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('RFC 7616, 3.9.1, %s', (algorithm, response) => {
    expect(digestResponse(challenge(dir(algorithm)), mufasa)).toBe(response)
    expect(digestHeader(challenge(dir(algorithm)), mufasa)).toBe(
      `Digest username="Mufasa", realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", algorithm=${algorithm}, response="${response}", qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
    )
  })

  test('RFC 7616, 3.9.2, with a name that is hashed, as its erratum 4897 has it: SHA-512/256 is no cut SHA-512', () => {
    const jason = {
      user: 'Jäsøn Doe',
      password: 'Secret, or not?',
      method: 'GET',
      uri: '/doe.json',
      nc: 1,
      cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm',
    }
    const asked = challenge(
      'realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true',
    )
    expect(digestHeader(asked, jason)).toContain('username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"')
    expect(digestHeader(asked, { ...jason, cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v' })).toContain(
      'response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"',
    )
  })

  test('RFC 2617, 3.5', () => {
    const asked = challenge(
      'realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    )
    const request = {
      user: 'Mufasa',
      password: 'Circle Of Life',
      method: 'GET',
      uri: '/dir/index.html',
      nc: 1,
      cnonce: '0a4f113b',
    }
    expect(digestResponse(asked, request)).toBe('6629fae49393a05397450978507c4ef1')
  })
})

describe('challenges as devices write them', () => {
  test('recorded ones: stale in any case, nothing for opaque, the algorithm quoted or not there', () => {
    expect(challenge('qop="auth", realm="DS-6E392E44", nonce="bm9uY2U=", stale="false", opaque="", domain="::"')).toMatchObject({
      realm: 'DS-6E392E44',
      nonce: 'bm9uY2U=',
      algorithm: 'md5',
      algorithmSpelled: null,
      qop: 'auth',
      opaque: '',
      stale: false,
    })
    expect(challenge('realm="r", domain="::", qop="auth", nonce="a:b", opaque="", algorithm="MD5", stale="TRUE"')).toMatchObject({
      algorithm: 'md5',
      stale: true,
    })
    expect(challenge('realm=r, nonce=n').qop).toBeNull()
  })

  test('several in one header and in several: the strongest that we know', () => {
    const both =
      'Digest realm="a", nonce="1", algorithm=MD5, qop="auth", Digest realm="a", nonce="2", algorithm=SHA-256, qop="auth", Basic realm="a"'
    expect(readChallenges(both).map(({ scheme }) => scheme)).toEqual(['digest', 'digest', 'basic'])
    expect(pickDigest(readChallenges(both))).toMatchObject({ nonce: '2', algorithm: 'sha-256' })
    expect(pickDigest(readChallenges(['Basic realm="x"', 'digest nonce="3", realm=""']))).toMatchObject({ nonce: '3' })
    expect(
      pickDigest(readChallenges('Digest realm="a", nonce="1", algorithm=SHA3, Digest realm="a", nonce="4", qop="mutual"')),
    ).toBeNull()
  })

  const text = fc.string({ unit: 'binary', maxLength: 30 })
  test('whatever is in them is read back (property)', () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom('true', 'FALSE', 'True'), (realm, nonce, stale) => {
        const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`
        const read = readChallenges(`Basic realm="b", Digest realm=${quoted(realm)}, nonce=${quoted(nonce)}, stale=${stale}`)
        expect(pickDigest(read)).toMatchObject({ realm, nonce, stale: stale.toLowerCase() === 'true' })
      }),
    )
  })
  test('rubbish is passed over, and ends (property)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'Digest =",\\a') })), rubbish => {
        for (const { scheme } of readChallenges([rubbish, 'Digest nonce="n", realm="r"'])) expect(scheme).toMatch(/^\S+$/)
      }),
    )
  })
})

describe('one device’s authentication', () => {
  const login = { user: 'admin', password: 'Abcd1234!', basic: false }
  const open = (more: Partial<typeof login> = {}, count: RefusalCount = { before: 0, changed() {} }) =>
    createAuth({ ...login, ...more }, seededRandom(5), count)
  const asks = (nonce: string, stale = false) => `Digest realm="r", qop="auth", nonce="${nonce}", stale="${stale}"`
  const ncOf = (header: string | undefined) => /nc=(\w+)/.exec(header ?? '')?.[1]

  test('counts grow whatever runs at once, and begin again with a nonce', () => {
    const auth = open()
    expect(auth.challenged(asks('a'), auth.sign('GET', '/x', null), false)).toBe('again')
    const signed = Array.from({ length: 3 }, () => auth.sign('GET', '/x', null).headers.authorization)
    expect(signed.map(ncOf)).toEqual(['00000001', '00000002', '00000003'])
    expect(new Set(signed.map(one => /cnonce="(\w+)"/.exec(one ?? '')?.[1])).size).toBe(3)
    expect(auth.challenged(asks('b', true), auth.sign('GET', '/x', null), false)).toBe('again')
    expect(ncOf(auth.sign('GET', '/x', null).headers.authorization)).toBe('00000001')
    expect(auth.refusals).toBe(0)
  })

  test('a nonce that is over asks once more, whether or not it is called stale; the second time it is the password', () => {
    for (const stale of [true, false]) {
      const auth = open()
      auth.challenged(asks('a'), auth.sign('GET', '/x', null), false)
      auth.taken(auth.sign('GET', '/x', null))
      const used = auth.sign('GET', '/x', null)
      expect(auth.challenged(asks('b', stale), used, false)).toBe('again')
      expect(auth.refusals).toBe(0)
      expect(auth.challenged(asks('c', stale), auth.sign('GET', '/x', null), true)).toMatchObject({ refused: { cause: 'keys' } })
      expect(auth.refusals).toBe(1)
    }
  })

  test('a nonce that was never taken is the password, however often it comes and whatever it is called', () => {
    for (const nonces of ['aaaa', 'abcd'])
      for (const stale of [true, false]) {
        const auth = open()
        let [asked, signed] = [0, 0]
        for (let isSecondTry = false; auth.refusals < 2; ) {
          const used = auth.sign('GET', '/x', null)
          if (used.with) signed++
          const says = auth.challenged(asks(nonces[asked++ % 4] ?? '', stale), used, isSecondTry)
          if (says !== 'again') expect(says).toMatchObject({ refused: { kind: 'credentials', cause: 'keys' } })
          isSecondTry = says === 'again'
        }
        expect([asked, signed]).toEqual([4, 2])
      }
  })

  test('two that were on their way together are one refusal, and one that is taken forgives it', () => {
    const auth = open()
    auth.challenged(asks('a'), auth.sign('GET', '/x', null), false)
    const both = [auth.sign('GET', '/x', null), auth.sign('GET', '/y', null)]
    for (const one of both) auth.challenged(asks('b'), one, false)
    expect(auth.refusals).toBe(1)
    const [late] = both
    auth.challenged(asks('b'), auth.sign('GET', '/x', null), false)
    auth.taken(auth.sign('GET', '/x', null))
    expect(auth.refusals).toBe(0)
    if (late) auth.challenged(asks('c'), late, false)
    expect(auth.refusals).toBe(1)
  })

  test('goes on counting where the last run ended, and tells each change', () => {
    const told: number[] = []
    const auth = open({}, { before: 1, changed: refusals => told.push(refusals) })
    for (const isSecondTry of [false, true]) auth.challenged(asks('a'), auth.sign('GET', '/x', null), isSecondTry)
    expect(auth.refusals).toBe(2)
    auth.challenged(asks('b'), auth.sign('GET', '/x', null), false)
    for (const path of ['/x', '/y']) auth.taken(auth.sign('GET', path, null))
    expect(told).toEqual([2, 0])
  })

  test('nobody challenged is a busy device; the password goes out readable only where that is allowed', () => {
    const auth = open()
    expect(auth.challenged(undefined, auth.sign('GET', '/x', null), false)).toBe('busy')
    expect(auth.challenged('Basic realm="r"', auth.sign('GET', '/x', null), false)).toBe('session')
    const allowed = open({ basic: true })
    expect(allowed.challenged('Basic realm="r"', allowed.sign('GET', '/x', null), false)).toBe('again')
    expect(allowed.sign('GET', '/x', null).headers).toEqual({ authorization: `Basic ${btoa('admin:Abcd1234!')}` })
    expect(allowed.challenged(['Basic realm="r"', asks('a')], allowed.sign('GET', '/x', null), true)).toBeTypeOf('object')
  })
})
