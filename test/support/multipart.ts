import { Dicer } from '@fastify/busboy'
import { createMultipartParser, type Part, type StreamTrouble } from '../../electron/access-control/isapi/multipart-stream.ts'
import type { Random } from '../../electron/base/random.ts'

/** A part as it is compared: headers by name, and the body's bytes. */
export interface PlainPart {
  headers: Record<string, string>
  body: Buffer
}

/** What the reference (dicer, as @fastify/busboy keeps it) reads. Its `finish` may come before the last part's `end`: both are waited for. */
export function readByDicer(boundary: string, chunks: readonly Uint8Array[]): Promise<PlainPart[]> {
  return new Promise((resolve, reject) => {
    const parts: PlainPart[] = []
    let open = 1
    const close = () => {
      if (--open === 0) resolve(parts)
    }
    const dicer = new Dicer({ boundary })
    dicer.on('part', stream => {
      const part: PlainPart = { headers: {}, body: Buffer.alloc(0) }
      const pieces: Buffer[] = []
      parts.push(part)
      open++
      stream.on('header', header => {
        for (const [name, values] of Object.entries(header as Record<string, string[]>))
          part.headers[name] = values.map(value => value.trim()).join(', ')
      })
      stream.on('data', piece => pieces.push(piece as Buffer))
      stream.on('end', () => {
        part.body = Buffer.concat(pieces)
        close()
      })
    })
    dicer.on('error', reject)
    dicer.once('finish', close)
    for (const chunk of chunks) dicer.write(chunk)
    dicer.end()
  })
}

/** What ours reads, with what it complained of. */
export function readByUs(
  boundary: string,
  chunks: readonly Uint8Array[],
  limits: { maxHeaderBytes?: number; maxPartBytes?: number } = {},
) {
  const parts: Part[] = []
  const troubles: StreamTrouble[] = []
  const parser = createMultipartParser({
    boundary,
    onPart: part => parts.push(part),
    onTrouble: trouble => troubles.push(trouble),
    ...limits,
  })
  for (const chunk of chunks) parser.push(chunk)
  parser.end()
  return { parts, troubles }
}

export const plain = (parts: readonly Part[]): PlainPart[] =>
  parts.map(({ headers, body }) => ({ headers: Object.fromEntries(headers), body }))

/** Cuts bytes at random places: mostly small pieces, some of one byte, some large. */
export function inChunks(bytes: Buffer, random: Random, most = 64): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = random.int(0, 3) === 0 ? 1 : random.int(1, random.int(0, 9) === 0 ? most * 50 : most)
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}

const BOUNDARY_LETTERS = "abcXYZ019'()+_,-./:=?"

/** Bytes that look like a boundary and are none, texts, and chance; the boundary itself is nowhere in them. */
function bodyOf(boundary: string, random: Random): Buffer {
  const needle = `--${boundary}`
  const pieces: Buffer[] = []
  for (let i = random.int(0, 7); i > 0; i--) {
    switch (random.int(0, 6)) {
      case 0:
        pieces.push(Buffer.from(`\r\n${needle.slice(0, random.int(0, needle.length - 1))}`))
        break
      case 1:
        pieces.push(Buffer.from(random.pick(['\r', '\n', '\r\n', '\r\n\r\n', '-', '--', '\r\n--', '\n\r', '\r\r\n'])))
        break
      case 2:
        pieces.push(Buffer.from('{"name":"Ærø Þór Жанна 张伟 🙂","serialNo":12}'))
        break
      case 3:
        pieces.push(Buffer.from(Array.from({ length: random.int(0, 200) }, () => random.int(0, 255))))
        break
      case 4:
        pieces.push(Buffer.from(`Content-Length: ${random.int(0, 99)}\r\n\r\n`))
        break
      case 5:
        pieces.push(Buffer.alloc(random.int(0, 3000), random.pick(['x', '-', '\r', needle.slice(0, -1)])))
        break
      default:
        pieces.push(Buffer.from(boundary))
    }
  }
  const body = Buffer.concat(pieces)
  return Buffer.concat([body, Buffer.from('\r\n')]).includes(needle) ? Buffer.from('plain') : body
}

/** A stream as RFC 2046 would have it: parts with and without a Content-Length, a preamble, what comes after the closing boundary. */
export function wellFormed(random: Random): { boundary: string; bytes: Buffer; parts: number } {
  const boundary =
    random.int(0, 2) === 0
      ? 'MIME_boundary'
      : Array.from({ length: random.int(1, 30) }, () => random.pick([...BOUNDARY_LETTERS])).join('')
  const pieces: Buffer[] = []
  const add = (text: string) => pieces.push(Buffer.from(text))
  if (random.int(0, 3) === 0) add(`${random.pick(['', 'a preamble', '\r\n', `-${boundary}`])}\r\n`)
  const parts = random.int(1, 8)
  for (let i = 0; i < parts; i++) {
    const body = bodyOf(boundary, random)
    add(`${i > 0 ? '\r\n' : ''}--${boundary}\r\n`)
    const headers: string[] = []
    if (random.int(0, 4) > 0)
      headers.push(`Content-Type: ${random.pick(['application/json; charset="UTF-8"', 'application/xml', 'image/jpeg'])}`)
    if (random.int(0, 2) > 0)
      headers.push(`${random.pick(['Content-Length', 'content-length'])}:${random.pick([' ', ''])}${body.length}`)
    if (random.int(0, 3) === 0) headers.push('Content-Disposition: form-data; name="Picture"; filename="p.jpg"')
    if (random.int(0, 5) === 0) headers.push('X-Empty:')
    for (const header of headers) add(`${header}\r\n`)
    add('\r\n')
    pieces.push(body)
  }
  add(`\r\n--${boundary}--`)
  if (random.int(0, 3) === 0) add('\r\nwhat comes after')
  return { boundary, bytes: Buffer.concat(pieces), parts }
}

/** Reads `count` well-formed streams both ways and answers the seed of the first on which they differ; null where there is none. */
export async function firstDifference(random: (seed: number) => Random, from: number, count: number): Promise<number | null> {
  for (let seed = from; seed < from + count; seed++) {
    const chance = random(seed)
    const { boundary, bytes, parts } = wellFormed(chance)
    const chunks = inChunks(bytes, chance)
    const theirs = await readByDicer(boundary, chunks)
    const ours = readByUs(boundary, chunks)
    const same =
      ours.troubles.length === 0 &&
      theirs.length === parts &&
      ours.parts.length === parts &&
      plain(ours.parts).every(({ headers, body }, i) => {
        const other = theirs[i] as PlainPart
        return (
          body.equals(other.body) &&
          JSON.stringify(Object.entries(headers).sort()) === JSON.stringify(Object.entries(other.headers).sort())
        )
      })
    if (!same) return seed
  }
  return null
}
