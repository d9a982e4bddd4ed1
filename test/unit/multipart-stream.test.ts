import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMultipartParser, type Part } from '../../electron/access-control/isapi/multipart-stream.ts'
import { boundaryOf, readHeaders } from '../../electron/access-control/isapi/part-headers.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { firstDifference, inChunks, readByUs } from '../support/multipart.ts'

const B = 'MIME_boundary'
const event = (n: number) => `{"serialNo":${n},"name":"Жанна 张 🙂"}`
const counted = (body: string | Buffer, length = Buffer.byteLength(body), feed = '\r\n') =>
  Buffer.concat([
    Buffer.from(`--${B}${feed}Content-Type: application/json; charset="UTF-8"${feed}Content-Length: ${length}${feed}${feed}`),
    Buffer.from(body as string),
    Buffer.from(feed),
  ])
const uncounted = (body: string, feed = '\r\n') =>
  Buffer.from(`--${B}${feed}Content-Type: application/json${feed}${feed}${body}${feed}`)
const bodies = (parts: readonly Part[]) => parts.map(({ body, state }) => `${state} ${body}`)
const readWhole = (...pieces: Buffer[]) => readByUs(B, [Buffer.concat(pieces)])

test('well-formed streams are read as dicer reads them, part for part and byte for byte, whatever the chunks', async () => {
  expect(await firstDifference(seededRandom, 1, 3000)).toBeNull()
})

describe('at once', () => {
  const heard = () => {
    const told: string[] = []
    return { told, parser: createMultipartParser({ boundary: B, onPart: part => told.push(part.body.toString()) }) }
  }

  test('with a Content-Length, with its last byte and not before', () => {
    const { told, parser } = heard()
    const bytes = counted(event(1))
    const last = bytes.length - 3 // the line end behind it is not its own
    parser.push(bytes.subarray(0, last))
    expect(told).toEqual([])
    parser.push(bytes.subarray(last, last + 1))
    expect(told).toEqual([event(1)])
  })

  test('without one, with the boundary after it', () => {
    const { told, parser } = heard()
    parser.push(uncounted(event(1)))
    parser.push(Buffer.from(`--${B}`))
    expect(told).toEqual([])
    parser.push(Buffer.from('\r\n'))
    expect(told).toEqual([event(1)])
  })

  test('byte by byte, each part once', () => {
    const { told, parser } = heard()
    const stream = Buffer.concat([
      counted(event(1)),
      uncounted(event(2)),
      counted(event(3)),
      uncounted(event(4)),
      counted(event(5)),
    ])
    for (const byte of stream) parser.push(Uint8Array.of(byte))
    expect(told).toEqual([1, 2, 3, 4, 5].map(event))
  })
})

describe('what devices do', () => {
  test.each([
    ['LF alone', [counted(event(1), undefined, '\n'), uncounted(event(2), '\n'), counted(event(3), undefined, '\n')]],
    [
      'no line end before the boundary',
      [Buffer.from(counted(event(1)).subarray(0, -2)), Buffer.from(uncounted(event(2)).subarray(0, -2)), counted(event(3))],
    ],
    [
      'empty lines between parts',
      [counted(event(1)), Buffer.from('\r\n\r\n'), counted(event(2)), Buffer.from('\n'), counted(event(3))],
    ],
    ['a preamble', [Buffer.from('HTTP leftovers\r\n'), counted(event(1)), counted(event(2)), counted(event(3))]],
    ['a closing boundary in the middle', [counted(event(1)), Buffer.from(`--${B}--\r\n`), counted(event(2)), counted(event(3))]],
    [
      'blanks behind the boundary',
      [counted(event(1)), counted(event(2)), Buffer.from(counted(event(3)).toString().replace(B, `${B} \t`))],
    ],
  ])('%s', (_, pieces) => {
    for (let seed = 1; seed <= 40; seed++) {
      const { parts, troubles } = readByUs(
        B,
        inChunks(Buffer.concat([...pieces, Buffer.from(`--${B}--`)]), seededRandom(seed), 9),
      )
      expect(bodies(parts)).toEqual([1, 2, 3].map(n => `whole ${event(n)}`))
      expect(troubles).toEqual([])
    }
  })

  test('a boundary is quoted or not, and another type has none', () => {
    expect(boundaryOf('multipart/mixed; boundary=MIME_boundary')).toBe(B)
    expect(boundaryOf('multipart/mixed;charset=UTF-8; Boundary="MIME boundary"; x=1')).toBe('MIME boundary')
    expect(boundaryOf('application/json; boundary=x')).toBeNull()
    expect(boundaryOf('multipart/mixed')).toBeNull()
  })

  test('headers: folded lines, names in any case, two lengths that contradict each other are none', () => {
    expect([...readHeaders('A: 1\r\n  2\r\nnonsense\r\nb:\r\nCONTENT-LENGTH: 3\r\nContent-Length: 4\r\n')]).toEqual([
      ['a', '1 2'],
      ['b', ''],
      ['content-length', '3, 4'],
    ])
  })
})

describe('malformed', () => {
  test('a length that is too short (it counts characters): the whole part follows by the boundary, and nothing after it is lost', () => {
    const short = [...event(1)].length
    const { parts, troubles } = readWhole(counted(event(1), short), counted(event(2)))
    expect(troubles).toEqual(['wrong-length'])
    expect(bodies(parts).slice(1)).toEqual([`corrected ${event(1)}`, `whole ${event(2)}`])
  })

  test('a length that is too long: what it swallowed is read', () => {
    const { parts, troubles } = readWhole(counted(event(1), event(1).length + 100), counted(event(2)), counted(event(3)))
    expect(troubles).toEqual(['wrong-length'])
    expect(bodies(parts).slice(1)).toEqual([`corrected ${event(1)}`, `whole ${event(2)}`, `whole ${event(3)}`])
  })

  test('a length of more than there is: what it swallowed is read when the stream ends', () => {
    const { parts } = readWhole(counted(event(1), 5000), counted(event(2)), counted(event(3)))
    expect(bodies(parts)).toEqual([`corrected ${event(1)}`, `whole ${event(2)}`, `whole ${event(3)}`])
  })

  test('a boundary inside a part that has a length ends nothing: a name cannot begin an event', () => {
    const forged = `{"name":"\r\n${counted('{"serialNo":666}')}"}`
    const { parts, troubles } = readWhole(counted(forged), counted(event(2)))
    expect(bodies(parts)).toEqual([`whole ${forged}`, `whole ${event(2)}`])
    expect(troubles).toEqual([])
  })

  test('a part that is too long is named and passed over, with a length and without', () => {
    const long = 'x'.repeat(5000)
    const stream = Buffer.concat([counted(long), counted(event(1)), uncounted(long), counted(event(2))])
    for (const chunks of [[stream], inChunks(stream, seededRandom(5))]) {
      const { parts, troubles } = readByUs(B, chunks, { maxPartBytes: 1000 })
      expect(bodies(parts)).toEqual([`whole ${event(1)}`, `whole ${event(2)}`])
      expect(troubles).toEqual(['part-too-long', 'part-too-long'])
    }
  })

  test('headers that are too long are named and passed over', () => {
    const stream = Buffer.concat([Buffer.from(`--${B}\r\nX: ${'y'.repeat(3000)}\r\n\r\nbody\r\n`), counted(event(1))])
    for (const chunks of [[stream], inChunks(stream, seededRandom(6))]) {
      const { parts, troubles } = readByUs(B, chunks, { maxHeaderBytes: 500 })
      expect(bodies(parts)).toEqual([`whole ${event(1)}`])
      expect(troubles).toEqual(['header-too-long'])
    }
  })

  test('a part cut off by the end of the stream is told as such, without the beginning of a boundary', () => {
    expect(bodies(readWhole(uncounted('{"a":1}'), Buffer.from(`--${B.slice(0, 5)}`)).parts)).toEqual(['cut {"a":1}'])
    expect(bodies(readWhole(counted('{"a":', 9)).parts)).toEqual(['cut {"a":'])
  })

  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map(bytes => Buffer.from(bytes)),
    fc
      .constantFrom('\r\n', '\n', '\r', '--', `--${B}`, `--${B}--`, `--${B}\r\n`, `\r\n--${B}`, 'Content-Length: ', '\r\n\r\n', B)
      .map(text => Buffer.from(text)),
    fc.integer({ min: -5, max: 400 }).map(n => Buffer.from(`--${B}\r\nContent-Length: ${n}\r\n\r\n`)),
    fc.tuple(fc.integer({ min: 0, max: 60 }), fc.string()).map(([length, body]) => counted(body, length)),
    fc.string().map(body => uncounted(body)),
  )

  test('never throws, whatever comes in whatever chunks; what is told does not depend on the chunks', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 25 }), fc.integer(), (pieces, seed) => {
        const bytes = Buffer.concat(pieces)
        const limits = { maxHeaderBytes: 300, maxPartBytes: 350 }
        const whole = readByUs(B, [bytes], limits)
        const pieced = readByUs(B, inChunks(bytes, seededRandom(seed), 12), limits)
        expect(bodies(pieced.parts)).toEqual(bodies(whole.parts))
        expect(pieced.troubles).toEqual(whole.troubles)
      }),
      { numRuns: 1500 },
    )
  })

  test('after any rubbish a whole part that follows a boundary is read: nothing is lost after the resync', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 12 }), fc.integer(), (pieces, seed) => {
        const bytes = Buffer.concat([
          ...pieces,
          Buffer.from('\r\n'),
          counted(event(7)),
          counted(event(8)),
          Buffer.from(`--${B}--\r\n`),
        ])
        const told = readByUs(B, inChunks(bytes, seededRandom(seed), 30)).parts.map(part => part.body.toString())
        // Rubbish may promise a length that ends, by chance, just where a boundary stands: then what it holds is told as its own.
        expect(told.some(body => body.includes(event(7)))).toBe(true)
        expect(told.at(-1)).toContain(event(8))
      }),
      { numRuns: 1500 },
    )
  })
})
