import { incorrect, Refusal } from './answer.ts'
import type { Endpoints } from './endpoint.ts'
import { applying } from './endpoints/applying.ts'
import { appointments } from './endpoints/appointments.ts'
import { doors } from './endpoints/doors.ts'
import { events } from './endpoints/events.ts'
import { levels } from './endpoints/levels.ts'
import { organisations } from './endpoints/organisations.ts'
import { persons } from './endpoints/persons.ts'
import { subscriptions } from './endpoints/subscriptions.ts'
import { visitors } from './endpoints/visitors.ts'
import type { Body } from './fields.ts'
import { html, type Reply } from './reply.ts'
import { judgeSignature, type Partner, type Received } from './signature.ts'
import type { World } from './world.ts'

const ENDPOINTS: Endpoints = {
  ...organisations,
  ...persons,
  ...levels,
  ...applying,
  ...doors,
  ...events,
  ...subscriptions,
  ...visitors,
  ...appointments,
}

/** What follows /artemis/api/ in a url, without its query; the whole path when it is another. */
export const apiPath = (url: string) => (url.split('?')[0] ?? '').replace(/^\/artemis\/api\//, '')

const isVisitorPath = (path: string) => path.startsWith('visitor/')

/** A failure in the envelope; whether `data` is there depends on the code and the path (protocol A2, REC). */
export function refusalReply(world: World, path: string, refusal: Refusal): Reply {
  const without =
    refusal.data === '' && world.on('dataAbsent') && (refusal.code === '17' || (refusal.code === '2' && isVisitorPath(path)))
  return envelope(200, { code: refusal.code, msg: refusal.message, ...(without ? {} : { data: refusal.data }) })
}

const envelope = (status: number, content: object): Reply => ({
  status,
  headers: { 'Content-Type': 'application/json;charset=UTF-8' },
  body: Buffer.from(JSON.stringify(content)),
})

function signatureReply(world: World, path: string, refusal: Refusal): Reply {
  const reply = refusalReply(world, path, refusal)
  reply.headers['X-Ca-Error-Message'] = refusal.code
  if (world.on('unauthorizedStatus') && world.random.next() < 1 / 8) reply.status = 401
  return reply
}

function parseBody(body: Buffer): Body {
  const text = body.toString('utf8').trim()
  if (text === '') return {}
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw incorrect('body')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw incorrect('body')
  return parsed as Body
}

function pictureReply(world: World, picture: Buffer): Reply {
  if (!world.on('pictureAsDataUri')) return { status: 200, headers: { 'Content-Type': 'image/jpeg' }, body: picture }
  return {
    status: 200,
    headers: { 'Content-Type': 'text/plain' },
    body: Buffer.from(`data:image/jpeg;base64,${picture.toString('base64')}`),
  }
}

function run(world: World, path: string, request: Received): Reply {
  const found = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined
  const allowed = !world.script.noPermission.some(part => path.includes(part))
  const permit = () => {
    if (!allowed) throw new Refusal('17', 'No permission for OpenAPI access')
  }
  if (!found || (request.method !== 'POST' && !(request.method === 'GET' && found.get))) {
    if (!world.on('unknownEndpointIs8')) return html(404, 'Not Found')
    throw new Refusal('8', 'This product version is not supported')
  }
  if (!world.on('parametersBeforePermission')) permit()
  const act = found.run(parseBody(request.body), world)
  permit()
  const answer = act()
  return 'picture' in answer
    ? pictureReply(world, answer.picture)
    : envelope(200, { code: '0', msg: 'Success', data: answer.data })
}

/**
 * Answers one request as the gateway does: signature, then endpoint, then parameters, then permission, then the act (protocol A1,
 * A2). The effect on the world is done when this returns. Knows nothing of sockets, rates and faults.
 */
export function answerRequest(world: World, partner: Partner, request: Received): Reply {
  const path = apiPath(request.url)
  if (!request.url.startsWith('/artemis/')) return html(404, 'Not Found')
  try {
    judgeSignature(request, partner)
  } catch (error) {
    if (error instanceof Refusal) return signatureReply(world, path, error)
    throw error
  }
  try {
    return run(world, path, request)
  } catch (error) {
    if (error instanceof Refusal) return refusalReply(world, path, error)
    throw error
  }
}
