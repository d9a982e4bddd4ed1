/** A site that asks for a day is not obeyed. */
const LONGEST_WAIT_MS = 3_600_000

/** `Retry-After` in either form (RFC 9110, 10.2.3), as an instant; never more than an hour away. */
export function retryTime(header: string | string[] | undefined, now: number): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  if (!text) return undefined
  const at = /^\s*\d+\s*$/.test(text) ? now + Number(text) * 1000 : Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.round(Math.min(Math.max(at, now), now + LONGEST_WAIT_MS))
}
