import { timingSafeEqual } from 'node:crypto'

/** The two names under which a program on this machine knows us. Any other Host is a rebound DNS name. */
export function isOurHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
}

/** Are both the same? Compared without telling by the time taken how much of it was right. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
