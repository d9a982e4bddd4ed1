import { createHmac } from 'node:crypto'

/** What the signature is made of (protocol A1). `headers` are those that are sent; a name in `signed` stands in the header block. */
export interface SignedParts {
  method: string
  path: string
  query?: Readonly<Record<string, string>>
  accept?: string
  contentMd5?: string
  contentType?: string
  date?: string
  /** Headers that are signed, by any spelling of their names. */
  signed: Readonly<Record<string, string>>
}

/**
 * The text both sides sign (protocol A1): one line each, a header that is not sent has no line, no newline at the end. `path` begins with `/artemis`;
 * query values are signed as they are, not encoded.
 */
export function stringToSign(parts: SignedParts): string {
  const plain = [parts.accept, parts.contentMd5, parts.contentType, parts.date].filter(line => line !== undefined)
  const block = signedNames(parts.signed).map(([lower, name]) => `${lower}:${(parts.signed[name] ?? '').trim()}`)
  const query = Object.entries(parts.query ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
    .join('&')
  return [parts.method.toUpperCase(), ...plain, ...block, query ? `${parts.path}?${query}` : parts.path].join('\n')
}

const signedNames = (signed: Readonly<Record<string, string>>) =>
  Object.keys(signed)
    .map(name => [name.toLowerCase(), name] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))

/** Base64 of HMAC-SHA256 (protocol A1). */
export function signature(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text, 'utf8').digest('base64')
}

export interface Keys {
  appKey: string
  appSecret: string
}

/**
 * The headers of one POST, in the shape the vendor's own client sends: key, nonce and timestamp signed (protocol A1, shape a). Accept and Content-Type are
 * spelled out, because the gateway signs what it receives.
 */
export function signedHeaders(
  path: string,
  keys: Keys,
  at: { now: number; nonce: string },
): { headers: Record<string, string>; text: string } {
  const signed = { 'x-ca-key': keys.appKey, 'x-ca-nonce': at.nonce, 'x-ca-timestamp': String(at.now) }
  const accept = '*/*'
  const contentType = 'application/json'
  const text = stringToSign({ method: 'POST', path, accept, contentType, signed })
  const headers = {
    accept,
    'content-type': contentType,
    ...signed,
    'x-ca-signature-headers': Object.keys(signed).join(','),
    'x-ca-signature': signature(keys.appSecret, text),
  }
  return { headers, text }
}

/**
 * Compares our text with the one a refusing gateway echoes (protocol A1). `same`: the secret is wrong or the clock is. `differs`: something between us rewrites
 * headers or the path. Null: it echoed none.
 */
export function compareEcho(ours: string, refusal: string): 'same' | 'differs' | null {
  const echo = /StringToSign:\s*([\s\S]*?)(?:,\s*apiName:|,\s*appKey:|$)/i.exec(refusal)?.[1]
  if (!echo) return null
  return echo.replaceAll('\r', '').trim() === ours ? 'same' : 'differs'
}
