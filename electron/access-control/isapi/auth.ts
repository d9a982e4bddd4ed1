import type { Failure } from '../../../shared/model/failure.ts'
import type { Random } from '../../base/random.ts'
import { type DigestChallenge, digestHeader, pickDigest, readChallenges } from './digest.ts'

export interface Login {
  user: string
  password: string
  /** The password may go out readable to a device that offers nothing else. */
  basic: boolean
}

/** Wrong passwords in a row, from one run to the next: an account that is tried once a start is locked as well. */
export interface RefusalCount {
  before: number
  changed(refusals: number): void
}

/** What a request was signed with; the judge of its 401 needs it. */
export interface Signed {
  headers: Record<string, string>
  /** Null: it was sent without. */
  with: Proof | null
  /** Refusals when it was signed: who was on its way before one was told could not know of it. */
  refusals: number
}

/** A nonce, 'basic', or a session's cookie, and whether the device has taken it before. */
interface Proof {
  is: string
  taken: boolean
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
export function createAuth(login: Login, random: Random, count: RefusalCount): Auth {
  let digest: (DigestChallenge & { proof: Proof; nc: number }) | null = null
  let basic: Proof | null = null
  let cookie: Proof | null = null
  let refusals = count.before

  const wrong: Challenged = { refused: { kind: 'credentials', cause: 'keys' } }

  function counted(next: number): void {
    if (next === refusals) return
    refusals = next
    count.changed(refusals)
  }

  /** Two that were on their way together are one mistake of ours; one that was signed again is another. The next one asks for a challenge first: a nonce that grows old meanwhile would look like a wrong password. */
  function refuse(used: Signed, isSecondTry: boolean): Challenged {
    if (isSecondTry || used.refusals === refusals) counted(refusals + 1)
    digest = null
    return wrong
  }

  const signedWith = (proof: Proof | null, headers: Record<string, string>): Signed => ({ headers, with: proof, refusals })

  return {
    sign(method, uri, body): Signed {
      if (cookie) return signedWith(cookie, { cookie: cookie.is })
      if (digest) {
        // Counted when signed, so that two requests at once never carry the same count.
        const nc = ++digest.nc
        const { user, password } = login
        const authorization = digestHeader(digest, { user, password, method, uri, nc, cnonce: random.hex(16), body: body ?? '' })
        return signedWith(digest.proof, { authorization })
      }
      if (basic) {
        const authorization = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
        return signedWith(basic, { authorization })
      }
      return signedWith(null, {})
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
        const { nonce, stale } = offered
        if (nonce !== digest?.nonce) digest = { ...offered, proof: { is: nonce, taken: false }, nc: 0 }
        if (used.with === null) return isSecondTry ? wrong : 'again'
        // `stale` cannot be relied on: a nonce that was taken before may simply be over (protocol B1). That excuses one refusal, not the next one too.
        const isOver = nonce !== used.with.is && (stale || used.with.taken)
        return isOver && !isSecondTry ? 'again' : refuse(used, isSecondTry)
      }
      if (challenges.some(one => one.scheme === 'basic') && login.basic) {
        if (basic && used.with === basic) return refuse(used, isSecondTry)
        basic ??= { is: 'basic', taken: false }
        return isSecondTry ? 'busy' : 'again'
      }
      return isSecondTry ? { refused: { kind: 'unsupported', cause: 'no-login' } } : 'session'
    },
    taken(used) {
      if (used.with === null) return
      used.with.taken = true
      counted(0)
    },
    enter(made) {
      cookie = { is: made, taken: true }
      counted(0)
    },
    get inSession() {
      return cookie !== null
    },
    loginRefused() {
      counted(refusals + 1)
    },
    get refusals() {
      return refusals
    },
  }
}
