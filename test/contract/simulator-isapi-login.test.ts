import { describe, expect, it } from 'vitest'
import { responseOf } from '../../electron/simulator/isapi/digest.ts'
import { sessionPassword } from '../../electron/simulator/isapi/session.ts'
import vectors from '../samples/isapi-auth-vectors.json' with { type: 'json' }
import { HandClock } from './simulator-client.ts'
import { challengeOf, challengesOf, digestHeader, sha256, type Talk, talkTo } from './simulator-isapi-client.ts'

const INFO = '/ISAPI/System/deviceInfo'

async function challengeFor(talk: Talk): Promise<Record<string, string>> {
  return challengeOf(challengesOf(await talk.raw('GET', INFO))[0] as string)
}

const login = (talk: Talk, change: object = {}) => ({
  user: talk.device.user,
  password: talk.device.password,
  method: 'GET',
  uri: INFO,
  ...change,
})

const ask = (talk: Talk, challenge: Record<string, string>, change: object = {}) =>
  talk.raw('GET', INFO, { Authorization: digestHeader(challenge, login(talk, change)) })

describe('vectors', () => {
  it.each(vectors.digest)('digest $id', one => {
    const nc = one.nc.toString(16).padStart(8, '0')
    const given = { realm: one.realm, nonce: one.nonce, cnonce: one.cnonce, uri: one.uri, qop: one.qop, nc }
    const algorithm = one.alg ?? undefined
    expect(responseOf({ ...given, algorithm, user: one.user, password: one.pw, method: one.method })).toBe(one.response)
  })

  it.each(vectors.sessionLogin)('session login $id', one => {
    const session = { challenge: one.ch, iterations: one.it, irreversible: one.irr, salt: one.salt }
    expect(sessionPassword(session, one.u, one.p)).toBe(one.password)
  })
})

describe('digest', () => {
  it('is asked for as recorded, with a body that tells of the lock', async () => {
    const talk = await talkTo(undefined)
    const said = await talk.raw('GET', INFO)
    expect(said.status).toBe(401)
    expect(challengesOf(said)[0]).toMatch(
      /^Digest qop="auth", realm="DS-[0-9A-F]{8}", nonce="[^"]+", stale="false", opaque="", domain="::"$/,
    )
    expect(said.text).toMatch(/<lockStatus>unlock<\/lockStatus>\s*<retryLoginTime>5</)
    expect((await ask(talk, await challengeFor(talk))).text).toContain('<model>DS-K1T342MWX</model>')
    await talk.close()
  })

  it('counts a nonce’s uses: grown ones in any order, none twice', async () => {
    const talk = await talkTo(undefined)
    const challenge = await challengeFor(talk)
    const statuses: number[] = []
    for (const nc of [1, 3, 2, 3, 4]) statuses.push((await ask(talk, challenge, { nc })).status)
    expect(statuses).toEqual([200, 200, 200, 401, 200])
    expect(talk.device.document().lock.failures).toBe(0)
    await talk.close()
  })

  it('lets nonces grow old, and says so; or not, on some models', async () => {
    for (const [model, stale] of [
      ['DS-K1T342MWX', 'true'],
      ['DS-K1T671TM', 'TRUE'],
      ['DS-K1T341AM', 'false'],
    ] as const) {
      const clock = new HandClock()
      const talk = await talkTo(model, {}, { clock })
      const challenge = await challengeFor(talk)
      expect((await ask(talk, challenge)).status).toBe(200)
      clock.advance(60_001)
      const said = await ask(talk, challenge, { nc: 2 })
      expect([said.status, challengeOf(challengesOf(said)[0] as string).stale]).toEqual([401, stale])
      expect(talk.device.document().lock.failures).toBe(0)
      expect((await ask(talk, challengeOf(challengesOf(said)[0] as string))).status).toBe(200)
      await talk.close()
    }
  })

  it('takes SHA-256 and MD5 where both are offered, and the query belongs to the uri', async () => {
    const talk = await talkTo('DS-K1T342MFX-E1')
    const challenges = challengesOf(await talk.raw('GET', INFO)).map(challengeOf)
    expect(challenges.map(one => one.algorithm)).toEqual(['SHA-256', undefined])
    for (const challenge of challenges) expect((await ask(talk, challenge)).status).toBe(200)
    const uri = '/ISAPI/AccessControl/UserInfo/Count?format=json'
    const with_ = digestHeader(challenges[0] as Record<string, string>, login(talk, { uri, nc: 2 }))
    expect((await talk.raw('GET', uri, { Authorization: with_ })).json.UserInfoCount.userNumber).toBe(0)
    const without = digestHeader(challenges[0] as Record<string, string>, login(talk, { uri: uri.split('?')[0], nc: 3 }))
    expect((await talk.raw('GET', uri, { Authorization: without })).status).toBe(401)
    await talk.close()
  })

  it('works without qop, and Basic where there is nothing else', async () => {
    const old = await talkTo('DS-K1T604')
    expect((await challengeFor(old)).qop).toBeUndefined()
    expect((await old.ask('GET', 'System/deviceInfo')).status).toBe(200)
    await old.close()
    const basic = await talkTo('DS-K1T105')
    expect(challengesOf(await basic.raw('GET', INFO))).toEqual([expect.stringMatching(/^Basic realm=/)])
    expect((await basic.ask('GET', 'System/deviceInfo')).status).toBe(200)
    expect((await basic.raw('GET', '/ISAPI/Security/sessionLogin/capabilities?username=admin&random=12345678')).status).toBe(404)
    await basic.close()
  })
})

describe('the lock', () => {
  it('shuts after five wrong logins, for right ones too, and opens with time', async () => {
    const clock = new HandClock()
    const talk = await talkTo(undefined, { lockMs: 111_000 }, { clock })
    const challenge = await challengeFor(talk)
    const left: (string | undefined)[] = []
    for (let nc = 1; nc <= 5; nc++)
      left.push(/<retryLoginTime>(\d+)/.exec((await ask(talk, challenge, { nc, password: 'wrong' })).text)?.[1])
    expect(left).toEqual(['4', '3', '2', '1', '0'])
    const locked = await ask(talk, challenge, { nc: 6 })
    expect(locked.status).toBe(401)
    expect(locked.text).toMatch(/<lockStatus>lock<\/lockStatus>\s*<unlockTime>111</)
    expect(talk.device.document().lock).toEqual({ locked: true, unlockTime: 111, failures: 5 })
    clock.advance(111_001)
    expect((await ask(talk, await challengeFor(talk))).status).toBe(200)
    expect(talk.device.document().lock.failures).toBe(0)
    await talk.close()
  })

  it('is shut from the start on the locked model', async () => {
    const talk = await talkTo('DS-K1T342-LOCKED')
    expect((await talk.ask('GET', 'System/deviceInfo')).text).toContain('<lockStatus>lock</lockStatus>')
    await talk.close()
  })
})

describe('session login', () => {
  const field = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)<`).exec(xml)?.[1] ?? ''

  async function enter(talk: Talk, password: string) {
    const cap = (await talk.raw('GET', '/ISAPI/Security/sessionLogin/capabilities?username=admin&random=12345678')).text
    const [id, challenge, salt] = ['sessionID', 'challenge', 'salt'].map(name => field(cap, name)) as [string, string, string]
    const irreversible = field(cap, 'isIrreversible') === 'true'
    let hash = irreversible ? sha256(sha256(`admin${salt}${password}`) + challenge) : sha256(password) + challenge
    for (let i = irreversible ? 2 : 1; i < Number(field(cap, 'iterations')); i++) hash = sha256(hash)
    const body = `<SessionLogin><userName>admin</userName><password>${hash}</password><sessionID>${id}</sessionID><isNeedSessionTag>false</isNeedSessionTag></SessionLogin>`
    return { irreversible, said: await talk.raw('POST', '/ISAPI/Security/sessionLogin?timeStamp=1', {}, body) }
  }

  it('gives a cookie for either way of hashing; it lives while it is used, until logout', async () => {
    const clock = new HandClock()
    const talk = await talkTo(undefined, {}, { clock })
    const ways = new Set<boolean>()
    let cookie = ''
    for (let i = 0; i < 20 && ways.size < 2; i++) {
      const { irreversible, said } = await enter(talk, talk.device.password)
      ways.add(irreversible)
      expect(said.text).toContain('<statusValue>200</statusValue>')
      cookie = String(said.headers['set-cookie']).split(';')[0] as string
      expect(cookie).toMatch(/^WebSession_\w+=\w+$/)
    }
    expect(ways.size).toBe(2)
    const info = () => talk.raw('GET', INFO, { Cookie: cookie })
    expect((await info()).status).toBe(200)
    clock.advance(60_000)
    expect((await talk.raw('PUT', '/ISAPI/Security/sessionHeartbeat', { Cookie: cookie })).status).toBe(200)
    clock.advance(60_000)
    expect((await info()).status).toBe(200)
    expect((await talk.raw('PUT', '/ISAPI/Security/sessionLogout', { Cookie: cookie })).status).toBe(200)
    expect((await info()).status).toBe(401)
    await talk.close()
  })

  it('counts wrong passwords as any other login', async () => {
    const talk = await talkTo(undefined)
    const { said } = await enter(talk, 'wrong')
    expect([said.status, field(said.text, 'retryLoginTime')]).toEqual([401, '4'])
    await talk.close()
  })
})
