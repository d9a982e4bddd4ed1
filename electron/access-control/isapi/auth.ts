import type { Failure } from '../../../shared/model/failure.ts'
import type { Random } from '../../base/random.ts'
import { type DigestChallenge, digestHeader, pickDigest, readChallenges } from './digest.ts'

export interface Login {
  user: string
  password: string
  /** The password may go out readable to a device that offers nothing else. */
  basic: boolean
}

/** What a request was signed with; the judge of its 401 needs it. */
export interface Signed {
  headers: Record<string, string>
  /** The nonce, 'basic', or the session's cookie; null: it was sent without. */
  with: string | null
  /** How often that nonce had been used, this time counted. */
  nc: number
}

/**
 * What a 401 means. again: sign anew and send once more · session: the device takes neither digest nor basic, try its login page · busy: it challenged nobody, which says
 * nothing of the password (protocol B1) · refused: the password.
 */
export type Challenged = 'again' | 'session' | 'busy' | { refused: Failure }

export interface Auth {
  sign(method: string, uri: string, body: string | Buffer | null): Signed
  /** Judges a 401 by its `WWW-Authenticate`. `again` is said once for one request: whoever is refused after it, is. */
  challenged(header: string | string[] | undefined, used: Signed, isSecondTry: boolean): Challenged
  /** The device took what it was given. */
  taken(used: Signed): void
  /** A session's cookie, to go with every request until it is refused. */
  enter(cookie: string): void
  readonly inSession: boolean
  /** The login page did not take the password. */
  loginRefused(): void
  /** Wrong passwords in a row. The device counts them too, and locks the account at about five (protocol B1). */
  readonly refusals: number
}

/** One device's authentication: its nonce and how often it was used, shared by all requests to it. */
export function createAuth(login: Login, random: Random): Auth {
  let digest: DigestChallenge | null = null
  let nc = 0
  let basic = false
  let cookie: string | null = null
  let refusals = 0
  /** What was refused last: two requests that carried it are one wrong password. */
  let refusedWith: string | null = null

  const wrong: Challenged = { refused: { kind: 'credentials', cause: 'keys' } }

  function refuse(used: Signed): void {
    if (used.with !== null && used.with === refusedWith && used.with !== 'basic') return
    refusedWith = used.with
    refusals++
  }

  return {
    sign(method, uri, body): Signed {
      if (cookie !== null) return { headers: { cookie }, with: cookie, nc: 1 }
      if (digest) {
        // Counted when signed, so that two requests at once never carry the same count.
        nc++
        const { user, password } = login
        const header = digestHeader(digest, { user, password, method, uri, nc, cnonce: random.hex(16), body: body ?? '' })
        return { headers: { authorization: header }, with: digest.nonce, nc }
      }
      if (basic) {
        const header = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
        return { headers: { authorization: header }, with: 'basic', nc: 1 }
      }
      return { headers: {}, with: null, nc: 0 }
    },
    challenged(header, used, isSecondTry) {
      const challenges = readChallenges(header)
      // The session is over: that is no wrong password.
      if (cookie !== null && used.with === cookie) cookie = null
      // Another call has entered meanwhile.
      else if (cookie !== null) return isSecondTry ? 'busy' : 'again'
      if (used.headers.cookie !== undefined) return isSecondTry ? 'busy' : 'session'
      if (challenges.length === 0) return 'busy'
      const offered = pickDigest(challenges)
      if (offered) {
        const isOther = offered.nonce !== used.with
        if (offered.nonce !== digest?.nonce) [digest, nc] = [offered, 0]
        // `stale` cannot be relied on: a nonce that has been used before may simply be over (protocol B1).
        const isOver = offered.stale || (isOther && used.nc > 1)
        if (used.with !== null && !offered.stale) refuse(used)
        if (used.with === null || (isOther && isOver)) return isSecondTry ? wrong : 'again'
        return wrong
      }
      if (challenges.some(one => one.scheme === 'basic') && login.basic) {
        if (used.with === 'basic') {
          refuse(used)
          return wrong
        }
        basic = true
        return isSecondTry ? 'busy' : 'again'
      }
      return isSecondTry ? { refused: { kind: 'unsupported', cause: 'no-login' } } : 'session'
    },
    taken(used) {
      if (used.with === null) return
      refusals = 0
      refusedWith = null
    },
    enter(made) {
      cookie = made
      refusals = 0
    },
    get inSession() {
      return cookie !== null
    },
    loginRefused() {
      refusals++
    },
    get refusals() {
      return refusals
    },
  }
}
