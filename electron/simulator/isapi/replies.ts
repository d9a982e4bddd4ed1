import { html, type Reply } from '../reply.ts'
import type { Verdict } from './doorkeeper.ts'
import { NAMESPACES, printJson, printXml, xmlText } from './print.ts'
import { type Answer, httpStatus, type Refused, statusObject } from './status.ts'
import type { Terminal } from './terminal.ts'

/** As XML, in the namespace this terminal has. */
export const xmlOf = (terminal: Terminal, value: Record<string, unknown>): Buffer =>
  Buffer.from(printXml(value, NAMESPACES[Math.floor(terminal.site.chance('namespace') * NAMESPACES.length)]!))

const SERVER = { Server: 'webserver' }
const XML = { ...SERVER, 'Content-Type': 'application/xml; charset="UTF-8"' }
const JSON_TYPE = { ...SERVER, 'Content-Type': 'application/json; charset="UTF-8"' }

/** An answer as it goes out; `json`: whether JSON was asked for. */
export function replyOf(terminal: Terminal, answer: Answer, json: boolean): Reply {
  if ('picture' in answer) return { status: 200, headers: { ...SERVER, 'Content-Type': 'image/jpeg' }, body: answer.picture }
  if ('xml' in answer) return { status: 200, headers: XML, body: Buffer.from(answer.xml) }
  const status = answer.http ?? 200
  return json && !terminal.on('jsonAsXml')
    ? { status, headers: JSON_TYPE, body: Buffer.from(printJson(answer.json)) }
    : { status, headers: XML, body: xmlOf(terminal, answer.json) }
}

/** A refusal as it goes out; its HTTP status is not to be relied on (protocol B2). */
export function refusalReply(terminal: Terminal, refused: Refused, json: boolean): Reply {
  if (refused.sub === 'deviceBusy' && terminal.on('busyIs401')) return { status: 401, headers: SERVER, body: Buffer.alloc(0) }
  const plain = httpStatus(refused.sub)
  const smooth = (plain === 503 && terminal.on('busyIs200')) || (refused.sub === 'notSupport' && terminal.on('notSupportIs200'))
  return replyOf(terminal, { json: statusObject(refused.sub, refused.field), http: smooth ? 200 : plain }, json)
}

/** A 401 with what it says of the lock (protocol B1, REC). The word `unlock` has `lock` in it. */
export function unauthorizedReply(terminal: Terminal, verdict: Exclude<Verdict, 'in'>): Reply & { challenges: string[] } {
  const { doorkeeper } = terminal
  const locked = verdict === 'locked'
  const body = xmlOf(terminal, {
    userCheck: {
      statusValue: 401,
      statusString: 'Unauthorized',
      isDefaultPassword: false,
      isRiskPassword: false,
      isActivated: true,
      lockStatus: locked ? 'lock' : 'unlock',
      ...(locked ? { unlockTime: doorkeeper.unlockTime } : {}),
      retryLoginTime: doorkeeper.left,
    },
  })
  return { status: 401, headers: XML, body, challenges: doorkeeper.challenges(verdict === 'stale') }
}

/** The calls of a session login that need no login (protocol B1); null: it is another call. */
export function sessionReply(
  terminal: Terminal,
  ask: { method: string; path: string; query: URLSearchParams; body: Buffer },
): (Reply & { challenges?: string[] }) | null {
  const { doorkeeper } = terminal
  if (!ask.path.startsWith('Security/sessionLogin')) return null
  if (terminal.on('noSession')) return html(404, 'Not Found')
  if (ask.method === 'GET' && ask.path === 'Security/sessionLogin/capabilities') {
    const session = doorkeeper.begin(ask.query.get('username') ?? '')
    const { id, challenge, iterations, irreversible, salt } = session
    const cap = {
      sessionID: id,
      challenge,
      iterations,
      isIrreversible: irreversible,
      ...(salt === '' ? {} : { salt }),
      sessionIDVersion: 2,
      isSupportSessionTag: false,
    }
    return replyOf(terminal, { json: { SessionLoginCap: cap } }, false)
  }
  if (ask.method !== 'POST' || ask.path !== 'Security/sessionLogin') return null
  const xml = ask.body.toString('utf8')
  const said = (name: string) => xmlText(xml, name) ?? ''
  const entered = doorkeeper.enter(said('sessionID'), said('userName'), said('password'))
  if (typeof entered === 'string') return unauthorizedReply(terminal, entered)
  const login = { SessionLogin: { statusValue: 200, statusString: 'OK', statusCode: 1, subStatusCode: 'ok' } }
  const reply = replyOf(terminal, { json: login }, false)
  return { ...reply, headers: { ...reply.headers, 'Set-Cookie': `${entered.cookie}; Path=/; HttpOnly` } }
}
