import type { Fields } from '../fields.ts'
import { member, textOf } from '../fields.ts'
import type { HttpReply } from '../http-client.ts'
import { SiteError } from '../port.ts'
import type { Login } from './auth.ts'
import type { DeviceRequest } from './request.ts'
import { sessionPassword } from './session-password.ts'
import type { Refusal } from './verdict.ts'
import { isTrue, lockOf, numberOf, statusOf } from './wire.ts'
import { xmlText } from './xml.ts'

interface Answered {
  reply: HttpReply
  data: Fields | null
  refusal: Refusal | null
}

/**
 * Logs in as the device's own page does (protocol B1, Session login), and answers the cookie.
 * @throws SiteError `credentials` where the password was refused, `unsupported` where there is no such login
 */
export async function openSession(about: {
  login: Login
  random: { digits(): string }
  now: number
  send(request: DeviceRequest): Promise<Answered>
}): Promise<string> {
  const { user, password } = about.login
  const path = `/ISAPI/Security/sessionLogin/capabilities?username=${encodeURIComponent(user)}&random=${about.random.digits()}`
  const told = await about.send({ method: 'GET', path, kind: 'read' })
  const cap = member(told.data, 'SessionLoginCap')
  const challenge = textOf(member(cap, 'challenge'))
  const sessionId = textOf(member(cap, 'sessionID'))
  if (challenge === null || sessionId === null) throw new SiteError({ kind: 'unsupported', cause: 'no-login' })
  const hashed = sessionPassword(user, password, {
    challenge,
    salt: textOf(member(cap, 'salt')) ?? '',
    iterations: numberOf(member(cap, 'iterations')) ?? 100,
    isIrreversible: isTrue(member(cap, 'isIrreversible')),
  })
  const version = numberOf(member(cap, 'sessionIDVersion')) ?? 2
  const content = `<SessionLogin><userName>${xmlText(user)}</userName><password>${hashed}</password><sessionID>${xmlText(sessionId)}</sessionID><isNeedSessionTag>false</isNeedSessionTag><isSessionIDValidLongTerm>false</isSessionIDValidLongTerm><sessionIDVersion>${version}</sessionIDVersion></SessionLogin>`
  const { reply, data } = await about.send({
    method: 'POST',
    path: `/ISAPI/Security/sessionLogin?timeStamp=${Math.floor(about.now / 1000)}`,
    body: { type: 'application/xml', content },
    kind: 'read',
  })
  const cookie = cookieOf(reply)
  const status = statusOf(data)?.statusCode
  if (cookie && reply.status < 300 && (status === undefined || status === null || status === 1 || status === 200)) return cookie
  const lock = lockOf(data)
  if (lock.locked) {
    const retryAt = Math.round(about.now + (lock.seconds ?? 1800) * 1000)
    throw new SiteError({ kind: 'busy', cause: 'locked', retryAt })
  }
  throw new SiteError({ kind: 'credentials', cause: 'keys' })
}

function cookieOf({ headers }: HttpReply): string | null {
  const set = headers['set-cookie']
  const all = set === undefined ? [] : Array.isArray(set) ? set : [set]
  const named = all.map(one => one.split(';')[0]?.trim() ?? '').find(one => /^WebSession\w*=./.test(one))
  return named ?? null
}
