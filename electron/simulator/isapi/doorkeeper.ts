import { createHash } from 'node:crypto'
import { readDigest, responseOf } from './digest.ts'
import { newSession, type Session, sessionPassword } from './session.ts'
import type { Site, TerminalPlan } from './terminal.ts'

const KEPT_NONCES = 200
const SESSION_MS = 90_000

interface Nonce {
  born: number
  counts: Set<number>
  highest: number
}

/** Who came with a request. */
export interface Caller {
  method: string
  /** The request target, its query included. */
  target: string
  authorization: string | undefined
  cookie: string | undefined
}

/** `in`, or why not: nothing was shown, an old nonce, wrong credentials, or the account is locked. */
export type Verdict = 'in' | 'nothing' | 'stale' | 'wrong' | 'locked'

/** Looks at credentials, and remembers nonces, sessions and failures (protocol B1). */
export class Doorkeeper {
  readonly realm: string
  /** Whether wrong logins lock the account at all (illegalLoginLock). */
  locks = true
  readonly #site: Site
  readonly #plan: TerminalPlan
  #nonces = new Map<string, Nonce>()
  #sessions = new Map<string, Session>()
  /** Cookies, and until when they are good. */
  #cookies = new Map<string, number>()
  #failures = 0
  #lockedUntil = Number.NEGATIVE_INFINITY

  constructor(site: Site, plan: TerminalPlan, realm: string) {
    this.#site = site
    this.#plan = plan
    this.realm = realm
    if (plan.quirks.has('startsLocked')) this.lock()
  }

  get #now(): number {
    return this.#site.clock.monotonic()
  }

  /** Seconds until the account is free again; 0: it is. */
  get unlockTime(): number {
    return Math.max(0, Math.ceil((this.#lockedUntil - this.#now) / 1000))
  }
  get locked(): boolean {
    return this.#lockedUntil > this.#now
  }
  get failures(): number {
    return this.#failures
  }
  /** Logins that may still fail before the lock. */
  get left(): number {
    return Math.max(0, this.#plan.lockAfter - this.#failures)
  }

  lock(): void {
    this.#lockedUntil = this.#now + this.#plan.lockMs
    this.#failures = this.#plan.lockAfter
  }

  unlock(): void {
    this.#lockedUntil = Number.NEGATIVE_INFINITY
    this.#failures = 0
  }

  /** A restart: nonces and sessions are forgotten, the lock is not. */
  forget(): void {
    this.#nonces.clear()
    this.#sessions.clear()
    this.#cookies.clear()
  }

  /** Judges a request. Wrong credentials count; while the account is locked right ones are refused too, and do not count. */
  judge(caller: Caller): Verdict {
    if (this.#hasCookie(caller.cookie)) return 'in'
    if (caller.authorization === undefined) return this.locked ? 'locked' : 'nothing'
    if (this.locked) return 'locked'
    if (this.#failures >= this.#plan.lockAfter) this.#failures = 0 // the lock is over: a new row of tries
    const verdict = /^basic /i.test(caller.authorization)
      ? this.#basic(caller.authorization.slice(6))
      : this.#digest(caller, caller.authorization)
    return this.#noted(verdict)
  }

  #noted(verdict: Verdict): Verdict {
    if (verdict === 'in') this.#failures = 0
    if (verdict === 'wrong' && ++this.#failures >= this.#plan.lockAfter && this.locks) {
      this.lock()
      return 'locked'
    }
    return verdict
  }

  #basic(encoded: string): Verdict {
    if (!this.#plan.model.schemes.includes('basic')) return 'nothing'
    const { user, password } = this.#plan
    return Buffer.from(encoded.trim(), 'base64').toString() === `${user}:${password}` ? 'in' : 'wrong'
  }

  #digest(caller: Caller, header: string): Verdict {
    const given = readDigest(header)
    const algorithm = (given?.algorithm ?? 'md5').toLowerCase()
    if (!given || !this.#plan.model.schemes.some(one => one === algorithm)) return 'nothing'
    const { user, password } = this.#plan
    const wantsQop = !this.#plan.quirks.has('noQop')
    const wellFormed = given.username === user && given.realm === this.realm && given.uri === caller.target
    if (!wellFormed || (wantsQop && given.qop !== 'auth')) return 'wrong'
    const own = responseOf({ ...given, algorithm, user, password, method: caller.method })
    if (own !== given.response?.toLowerCase()) return 'wrong'
    const nonce = this.#nonces.get(given.nonce ?? '')
    if (!nonce || nonce.born + this.#plan.model.nonceMs < this.#now) return 'stale'
    if (given.qop === undefined) return 'in'
    const count = Number.parseInt(given.nc ?? '', 16)
    const used = !(count > 0) || nonce.counts.has(count) || (this.#plan.quirks.has('strictCounts') && count < nonce.highest)
    if (used) return 'stale'
    nonce.counts.add(count)
    nonce.highest = Math.max(nonce.highest, count)
    return 'in'
  }

  /** The WWW-Authenticate headers of a 401, each with a fresh nonce. */
  challenges(stale: boolean): string[] {
    const said = stale && !this.#plan.quirks.has('staleNeverTrue')
    const word = this.#plan.quirks.has('oddStale') ? String(said).toUpperCase() : String(said)
    const qop = this.#plan.quirks.has('noQop') ? '' : 'qop="auth", '
    return this.#plan.model.schemes.map(scheme => {
      if (scheme === 'basic') return `Basic realm="${this.realm}"`
      const nonce = this.#nonce()
      if (scheme === 'sha-256')
        return `Digest ${qop}realm="${this.realm}", nonce="${nonce}", algorithm=SHA-256, stale="${word}", opaque="", domain="::"`
      // As recorded of a terminal, or of a recorder, which names the algorithm.
      return this.#plan.quirks.has('oddStale')
        ? `Digest realm="${this.realm}", domain="::", ${qop}nonce="${nonce}", opaque="", algorithm="MD5", stale="${word}"`
        : `Digest ${qop}realm="${this.realm}", nonce="${nonce}", stale="${word}", opaque="", domain="::"`
    })
  }

  #nonce(): string {
    const nonce = Buffer.from(`${this.#site.random.hex(12)}:${Math.floor(this.#now)}`).toString('base64')
    this.#nonces.set(nonce, { born: this.#now, counts: new Set(), highest: 0 })
    const oldest = this.#nonces.keys().next()
    if (this.#nonces.size > KEPT_NONCES && !oldest.done) this.#nonces.delete(oldest.value)
    return nonce
  }

  /** Begins a session login for a name; the challenge is good once. */
  begin(userName: string): Session {
    const session = newSession(this.#site.random, userName)
    this.#sessions.set(session.id, session)
    return session
  }

  /** Ends a session login. @returns the cookie, or why there is none */
  enter(id: string, userName: string, password: string): { cookie: string } | Exclude<Verdict, 'in'> {
    if (this.locked) return 'locked'
    const session = this.#sessions.get(id)
    this.#sessions.delete(id)
    if (!session) return 'nothing'
    const right = userName === this.#plan.user && password === sessionPassword(session, userName, this.#plan.password)
    const verdict = this.#noted(right ? 'in' : 'wrong')
    if (verdict !== 'in') return verdict
    const name = createHash('sha256').update(id).digest('hex').slice(0, 10)
    const cookie = `WebSession_${name}=${this.#site.random.hex(32)}`
    this.#cookies.set(cookie, this.#now + SESSION_MS)
    return { cookie }
  }

  #cookieOf(header: string | undefined): string | undefined {
    return header?.split(/;\s*/).find(one => (this.#cookies.get(one) ?? 0) > this.#now)
  }

  #hasCookie(header: string | undefined): boolean {
    const cookie = this.#cookieOf(header)
    if (cookie) this.#cookies.set(cookie, this.#now + SESSION_MS)
    return cookie !== undefined
  }

  /** Ends the session of this cookie. */
  leave(header: string | undefined): void {
    const cookie = this.#cookieOf(header)
    if (cookie) this.#cookies.delete(cookie)
  }
}
