import { request as http } from 'node:http'
import { request as https } from 'node:https'
import type { Passage, Subscription, World } from './world.ts'

const TIMEOUT_MS = 5000
const MOST_MISSED = 500
const MOST_AT_ONCE = 100
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Tells every subscriber of these event types (protocol A4 Subscription). With passBack 1 what failed comes along with the next push. */
export function push(world: World, passages: readonly Passage[]): void {
  for (const one of world.subscriptions) {
    const wanted = [...one.missed, ...passages.filter(passage => one.eventTypes.includes(passage.eventType))]
    one.missed = []
    if (wanted.length === 0) continue
    for (let at = 0; at < wanted.length; at += MOST_AT_ONCE) {
      const part = wanted.slice(at, at + MOST_AT_ONCE)
      post(world, one, part).catch(() => {
        if (one.passBack === 1) one.missed = [...part, ...one.missed].slice(-MOST_MISSED)
      })
    }
  }
}

function post(world: World, { eventDest, token }: Subscription, passages: readonly Passage[]): Promise<void> {
  const dest = new URL(eventDest)
  // An embedded site must not talk to the network: other destinations count as unreachable.
  if (!LOOPBACK.has(dest.hostname)) return Promise.reject(new Error('not this machine'))
  const body = Buffer.from(JSON.stringify(notification(world, passages)))
  return new Promise((resolve, reject) => {
    const send = dest.protocol === 'https:' ? https : http
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      ...(token === undefined ? {} : { token }),
    }
    // A receiver's certificate is its own as well, and not looked at.
    const call = send(dest, { method: 'POST', headers, rejectUnauthorized: false, agent: false }, response => {
      response.resume()
      if ((response.statusCode ?? 500) < 300) resolve()
      else reject(new Error(`HTTP ${response.statusCode}`))
    })
    call.on('error', reject)
    world.later(() => call.destroy(new Error('no answer')), TIMEOUT_MS)
    call.end(body)
  })
}

// Milliseconds, and the stray space of the vendor's own sample.
const happenTime = (world: World, at: number) => {
  const [day, rest] = new Date(at).toISOString().replace('Z', '+00:00').split('T')
  return world.on('strayTimeSpace') ? `${day}T ${rest}` : `${day}T${rest?.replace(/\.\d+/, '')}`
}

const notification = (world: World, passages: readonly Passage[]) => ({
  method: 'OnEventNotify',
  params: {
    ability: 'event_acs',
    sendTime: happenTime(world, world.clock.now()),
    events: passages.map(one => ({
      eventId: one.eventId,
      eventType: one.eventType,
      happenTime: happenTime(world, one.at),
      srcIndex: one.doorId,
      srcName: world.doors.get(one.doorId)?.name ?? '',
      srcType: 'door',
      status: 0,
      eventLvl: 0,
      timeout: 30,
      // `data` may be null: of a stranger there is nothing to say (protocol A4).
      data:
        one.personId === null || one.bare
          ? null
          : {
              personId: one.personId,
              personCode: one.personCode,
              cardNo: '',
              checkInAndOutType: 0,
              wearMaskStatus: -1,
              picUri: one.picUri,
            },
    })),
  },
})
