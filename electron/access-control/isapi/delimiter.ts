/**
 * What lies at a place, or first after it. `start` is where the body before it ends (its line end belongs to the boundary), `next` the first byte after its line.
 * `safe`: before it no boundary begins, whatever comes.
 */
export type Found =
  | { kind: 'open'; start: number; next: number }
  | { kind: 'close'; start: number; next: number }
  | { kind: 'none'; safe: number }
export type Here = { kind: 'open' | 'close'; next: number } | { kind: 'none' } | { kind: 'more' }

const FEED = 10
const RETURN = 13
const DASH = 45
/** Blanks that may stand behind a boundary. More are no boundary's line. */
const MOST_BLANKS = 256

const none = { kind: 'none' } as const
const more = { kind: 'more' } as const

/** Finds the lines `--boundary` and `--boundary--` (RFC 2046, 5.1.1) in bytes that are still arriving. */
export function createDelimiter(boundary: string) {
  const needle = Buffer.from(`--${boundary}`, 'latin1')
  const size = needle.length

  /** The bytes from `from` are the boundary's, or its beginning as far as they go. */
  function matches(bytes: Buffer, from: number): boolean {
    const end = Math.min(from + size, bytes.length)
    for (let i = from; i < end; i++) if (bytes[i] !== needle[i - from]) return false
    return true
  }

  /** Whether a boundary's line begins at `from`; `more` while that is open. */
  function at(bytes: Buffer, from: number): Here {
    if (!matches(bytes, from)) return none
    let next = from + size
    if (next >= bytes.length) return more
    if (bytes[next] === DASH) {
      if (next + 1 === bytes.length) return more
      return bytes[next + 1] === DASH ? { kind: 'close', next: next + 2 } : none
    }
    while (bytes[next] === 32 || bytes[next] === 9) if (++next - from - size > MOST_BLANKS) return none
    if (bytes[next] === RETURN) next++
    if (next >= bytes.length) return more
    return bytes[next] === FEED ? { kind: 'open', next: next + 1 } : none
  }

  /** The end of what lies before a boundary at `from`: the line end in front of it is the boundary's. */
  function startOf(bytes: Buffer, least: number, from: number): number {
    if (from <= least || bytes[from - 1] !== FEED) return from
    return from - 1 > least && bytes[from - 2] === RETURN ? from - 2 : from - 1
  }

  /**
   * The first boundary at or after `from`; what lies before `least`, where a line begins, is not looked at. One in the middle of a line is taken (its line end was forgotten); one that closes
   * only where a line begins, and only if `closing` is asked for.
   */
  function find(bytes: Buffer, least: number, from: number, closing: boolean): Found {
    for (let hit = bytes.indexOf(needle, from); hit >= 0; hit = bytes.indexOf(needle, hit + 1)) {
      const here = at(bytes, hit)
      const start = startOf(bytes, least, hit)
      if (here.kind === 'more') return { kind: 'none', safe: start }
      if (here.kind === 'open' || (here.kind === 'close' && closing && (start < hit || hit === least)))
        return { kind: here.kind, start, next: here.next }
    }
    // The last bytes may be the beginning of a boundary, with the line end before it.
    let safe = Math.max(from, bytes.length - size + 1)
    while (safe < bytes.length && !matches(bytes, safe)) safe++
    if (safe === bytes.length && safe > least && bytes[safe - 1] === RETURN) return { kind: 'none', safe: safe - 1 }
    return { kind: 'none', safe: startOf(bytes, least, safe) }
  }

  return { find, at }
}
