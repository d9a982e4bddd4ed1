import { createHash } from 'node:crypto'

// HTTP Digest (RFC 7616) as devices speak it (protocol B1): `stale` in any case, no algorithm for MD5, several challenges in one header or in several.

export interface Challenge {
  /** Lower case. */
  scheme: string
  /** By lower-case name, unquoted. */
  params: Readonly<Record<string, string>>
}

export interface DigestChallenge {
  realm: string
  nonce: string
  opaque: string | null
  algorithm: Algorithm
  /** As it was spelled; null: it named none, and so do we. */
  algorithmSpelled: string | null
  qop: 'auth' | 'auth-int' | null
  stale: boolean
  userhash: boolean
}

type Algorithm = keyof typeof hashes

const hashes = {
  md5: 'md5',
  'md5-sess': 'md5',
  'sha-256': 'sha256',
  'sha-256-sess': 'sha256',
  'sha-512-256': 'sha512-256',
  'sha-512-256-sess': 'sha512-256',
} as const
/** The strongest first: it is what a device that offers several is asked for. */
const strength: readonly Algorithm[] = ['sha-512-256', 'sha-512-256-sess', 'sha-256', 'sha-256-sess', 'md5', 'md5-sess']

const TOKEN = /[!#$%&'*+.^_`|~\w-]+/y
const PARAMETER = /([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^\s,"]*))/y
const SEPARATOR = /[\s,]*/y

/** Every challenge of a reply's `WWW-Authenticate`, in its order. What cannot be read is passed over. */
export function readChallenges(header: string | readonly string[] | undefined): Challenge[] {
  const challenges: { scheme: string; params: Record<string, string> }[] = []
  for (const text of header === undefined ? [] : typeof header === 'string' ? [header] : header) {
    let at = 0
    const take = (pattern: RegExp) => {
      pattern.lastIndex = at
      const match = pattern.exec(text)
      if (match) at = pattern.lastIndex
      return match
    }
    while (at < text.length) {
      take(SEPARATOR)
      const parameter = take(PARAMETER)
      const last = challenges.at(-1)
      if (parameter && last) {
        const name = (parameter[1] as string).toLowerCase()
        const value = parameter[2]?.replace(/\\([\s\S])/g, '$1') ?? parameter[3] ?? ''
        last.params[name] ??= value
        continue
      }
      const scheme = parameter ? null : take(TOKEN)
      if (scheme) challenges.push({ scheme: scheme[0].toLowerCase(), params: Object.create(null) })
      else if (!parameter) at++
    }
  }
  return challenges
}

/** The best digest challenge that we can answer; null: none. */
export function pickDigest(challenges: readonly Challenge[]): DigestChallenge | null {
  const found = challenges.flatMap(challenge => digestOf(challenge) ?? [])
  return found.sort((a, b) => strength.indexOf(a.algorithm) - strength.indexOf(b.algorithm))[0] ?? null
}

function digestOf({ scheme, params }: Challenge): DigestChallenge | null {
  const { realm, nonce, opaque, algorithm: spelled, qop } = params
  const algorithm = (spelled ?? 'md5').toLowerCase()
  if (scheme !== 'digest' || nonce === undefined || !Object.hasOwn(hashes, algorithm)) return null
  const offered = qop === undefined ? [] : qop.toLowerCase().split(/[\s,]+/)
  const chosen = offered.includes('auth') ? 'auth' : offered.includes('auth-int') ? 'auth-int' : null
  if (offered.some(Boolean) && !chosen) return null
  return {
    realm: realm ?? '',
    nonce,
    opaque: opaque ?? null,
    algorithm: algorithm as Algorithm,
    algorithmSpelled: spelled ?? null,
    qop: chosen,
    stale: /^true$/i.test(params.stale ?? ''),
    userhash: /^true$/i.test(params.userhash ?? ''),
  }
}

export interface DigestRequest {
  user: string
  password: string
  method: string
  /** The request's target with its query. */
  uri: string
  /** How often this nonce has been used, this time counted. */
  nc: number
  cnonce: string
  /** For `auth-int` only. */
  body?: string | Buffer
}

/** The `response` of RFC 7616, 3.4.1. */
export function digestResponse(challenge: DigestChallenge, request: DigestRequest): string {
  const hash = (text: string | Buffer) => createHash(hashes[challenge.algorithm]).update(text).digest('hex')
  const { realm, nonce, qop } = challenge
  const { cnonce } = request
  const plain = hash(`${request.user}:${realm}:${request.password}`)
  const ha1 = challenge.algorithm.endsWith('-sess') ? hash(`${plain}:${nonce}:${cnonce}`) : plain
  const integrity = qop === 'auth-int' ? `:${hash(request.body ?? '')}` : ''
  const ha2 = hash(`${request.method}:${request.uri}${integrity}`)
  return qop ? hash(`${ha1}:${nonce}:${count(request.nc)}:${cnonce}:${qop}:${ha2}`) : hash(`${ha1}:${nonce}:${ha2}`)
}

/** The `Authorization` header that answers a challenge. */
export function digestHeader(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, qop, algorithmSpelled } = challenge
  const user = challenge.userhash
    ? createHash(hashes[challenge.algorithm]).update(`${request.user}:${realm}`).digest('hex')
    : request.user
  const parts = [
    `username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(request.uri)}`,
    ...(algorithmSpelled === null ? [] : [`algorithm=${algorithmSpelled}`]),
    `response="${digestResponse(challenge, request)}"`,
    ...(qop ? [`qop=${qop}`, `nc=${count(request.nc)}`] : []),
    // A session's key is made with the client's nonce, whether or not there is a qop.
    ...(qop || challenge.algorithm.endsWith('-sess') ? [`cnonce=${quoted(request.cnonce)}`] : []),
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
    ...(challenge.userhash ? ['userhash=true'] : []),
  ]
  return `Digest ${parts.join(', ')}`
}

const count = (nc: number) => nc.toString(16).padStart(8, '0')
const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`
