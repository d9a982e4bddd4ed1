import type { HttpReply } from '../http-client.ts'
import { type CallContext, SiteError } from '../port.ts'
import type { Gateway } from './request.ts'

type Found = { jpeg: Uint8Array } | { location: string }

const isJpeg = (bytes: Uint8Array) => bytes.length > 3 && bytes[0] === 0xff && bytes[1] === 0xd8

/** A picture as it may come: text `data:image/...;base64,`, or bytes, or the way to it. Null: an envelope, or nothing. */
export function readPicture({ status, headers, body }: HttpReply): Found | null {
  if (status >= 300 && status < 400) {
    const location = Array.isArray(headers.location) ? headers.location[0] : headers.location
    return location ? { location } : null
  }
  if (status !== 200) return null
  if (isJpeg(body)) return { jpeg: body }
  const text = body.subarray(0, 64).toString('latin1')
  const head = /^\s*"?data:image\/[\w.+-]+;base64,/i.exec(text)
  if (!head) return null
  const jpeg = Buffer.from(
    body
      .subarray(head[0].length)
      .toString('latin1')
      .replace(/["\s]+$/, ''),
    'base64',
  )
  return isJpeg(jpeg) ? { jpeg } : null
}

/** The picture a door took (protocol A4, Doors and events). A redirect is followed once, without our signature, and only on the site itself. */
export async function fetchPicture(gateway: Gateway, url: string, picUri: string, call: CallContext): Promise<Uint8Array> {
  const found = await gateway.take('acs/v1/event/pictures', { picUri }, readPicture, call)
  if ('jpeg' in found) return found.jpeg
  const target = URL.canParse(found.location, url) ? new URL(found.location, url) : null
  if (target?.origin !== new URL(url).origin) throw new SiteError({ kind: 'unsupported', cause: 'picture-elsewhere' })
  const reply = await gateway.fetch(`${target.pathname}${target.search}`, call)
  const read = reply && readPicture(reply)
  if (!read || !('jpeg' in read)) throw new SiteError({ kind: 'not-found', cause: 'no-picture' })
  return read.jpeg
}
