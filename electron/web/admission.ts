import type { IncomingMessage } from 'node:http'
import type { Clock } from '../base/clock.ts'
import { isSame } from '../base/loopback.ts'
import type { Random } from '../base/random.ts'

const TICKET_LIFE_MS = 60 * 60_000

/**
 * Who may talk to the browser host. A ticket stands in the printed address, is good once and for an hour, and is exchanged for a cookie that lives as long as this run.
 */
export interface Admission {
  /** A fresh one-time ticket. */
  ticket(): string
  /** The cookie for a good ticket, which is used up by it; null for any other. */
  exchange(ticket: string): string | null
  /** Does this request carry a cookie we gave? */
  admitted(request: IncomingMessage): boolean
  /** The `Set-Cookie` of a cookie. */
  setCookie(value: string): string
}

/** `port` is part of the cookie's name: cookies do not know ports, and two consoles on one machine would otherwise put each other out. */
export function openAdmission(options: { port: () => number; clock: Clock; random: Random }): Admission {
  const { clock, random } = options
  const tickets = new Map<string, number>()
  const cookies = new Set<string>()
  const name = () => `foyer_${options.port()}`

  return {
    ticket() {
      const ticket = random.hex(24)
      tickets.set(ticket, clock.monotonic() + TICKET_LIFE_MS)
      return ticket
    },
    exchange(offered) {
      const ticket = find(tickets.keys(), offered)
      if (ticket === null) return null
      const until = tickets.get(ticket) ?? 0
      tickets.delete(ticket)
      if (until <= clock.monotonic()) return null
      const cookie = random.hex(32)
      cookies.add(cookie)
      return cookie
    },
    admitted: request => {
      const offered = cookieOf(request, name())
      return offered !== null && find(cookies, offered) !== null
    },
    setCookie: value => `${name()}=${value}; HttpOnly; SameSite=Strict; Path=/`,
  }
}

/** The one of `known` that equals `offered`; every one is looked at. */
function find(known: Iterable<string>, offered: string): string | null {
  let found: string | null = null
  for (const candidate of known) if (isSame(candidate, offered)) found = candidate
  return found
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value) return value
  }
  return null
}

/** Does the request come from our own page? Browsers send Origin with every WebSocket and everything that is not a plain read. */
export function isOurOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`
}
