import { createHash } from 'node:crypto'

/** What an Authorization header of the Digest scheme says; names in lower case, quotes taken off. */
export type Digest = Partial<
  Record<'username' | 'realm' | 'nonce' | 'uri' | 'response' | 'algorithm' | 'qop' | 'nc' | 'cnonce' | 'opaque', string>
>

/** Reads the header; null when it is of another scheme. */
export function readDigest(header: string): Digest | null {
  if (!/^digest /i.test(header)) return null
  const pairs = header.slice(7).matchAll(/([a-z]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s,]+))/gi)
  return Object.fromEntries(
    [...pairs].map(([, key, quoted, bare]) => [key!.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare]),
  )
}

/** What the answer to a challenge must be (RFC 7616; without qop RFC 2069). */
export function responseOf(
  given: Digest & { user: string; password: string; method: string; algorithm?: string | undefined },
): string {
  const name = /sha-256/i.test(given.algorithm ?? '') ? 'sha256' : 'md5'
  const h = (text: string) => createHash(name).update(text).digest('hex')
  const who = h(`${given.user}:${given.realm}:${given.password}`)
  const what = h(`${given.method}:${given.uri}`)
  return given.qop === undefined
    ? h(`${who}:${given.nonce}:${what}`)
    : h(`${who}:${given.nonce}:${given.nc}:${given.cnonce}:${given.qop}:${what}`)
}
