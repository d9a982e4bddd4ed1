import { Refused } from './status.ts'

/** A part of multipart/form-data: its headers in lower case, and the bytes between them and the boundary. */
export interface Part {
  name: string | undefined
  fileName: string | undefined
  type: string
  bytes: Buffer
}

const CRLF2 = Buffer.from('\r\n\r\n')

/**
 * Cuts a body at its boundaries, to the byte: whatever stands between the blank line and CRLF--boundary is the part (protocol B6).
 * @throws badParameters when there is no boundary, or the body is not framed by it
 */
export function partsOf(contentType: string | undefined, body: Buffer): Part[] {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '')
  if (!/^multipart\/form-data/i.test(contentType ?? '') || !boundary) throw new Refused('badParameters', 'multipart')
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2]}`)
  const between = Buffer.concat([Buffer.from('\r\n'), mark])
  const parts: Part[] = []
  let at = body.indexOf(mark)
  if (at !== 0) throw new Refused('badParameters', 'multipart')
  for (at += mark.length; body.toString('latin1', at, at + 2) === '\r\n'; ) {
    const head = body.indexOf(CRLF2, at)
    const end = head < 0 ? -1 : body.indexOf(between, head + CRLF2.length)
    if (end < 0) throw new Refused('badParameters', 'multipart')
    parts.push(partOf(body.toString('latin1', at + 2, head), body.subarray(head + CRLF2.length, end)))
    at = end + between.length
  }
  if (body.toString('latin1', at, at + 2) !== '--') throw new Refused('badParameters', 'multipart')
  return parts
}

function partOf(head: string, bytes: Buffer): Part {
  const disposition = /^content-disposition:\s*(.*)$/im.exec(head)?.[1] ?? ''
  return {
    name: /\bname="?([^";]*)"?/i.exec(disposition)?.[1],
    fileName: /\bfilename="?([^";]*)"?/i.exec(disposition)?.[1],
    type: /^content-type:\s*([^;\r\n]*)/im.exec(head)?.[1]?.trim().toLowerCase() ?? '',
    bytes,
  }
}
