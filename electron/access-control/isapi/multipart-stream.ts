import { createDelimiter } from './delimiter.ts'
import { lengthOf, type PartHeaders, readHeaders } from './part-headers.ts'

/** The largest headers and the largest part taken, in bytes: a picture is the largest part there is. */
export const MAX_HEADER_BYTES = 16 * 1024
export const MAX_PART_BYTES = 8 * 1024 * 1024

/**
 * `corrected`: its Content-Length was wrong and this is what lay between the boundaries; what its Content-Length had said was told before it. `cut`: the stream ended before
 * the part did, or before anything said that it had ended; whoever can read it all the same has it.
 */
export interface Part {
  headers: PartHeaders
  body: Buffer
  state: 'whole' | 'corrected' | 'cut'
}

/** What was wrong with a stream that goes on all the same. Names no content. */
export type StreamTrouble = 'header-too-long' | 'part-too-long' | 'wrong-length' | 'headers-cut'

export interface MultipartParser {
  /** Takes the next bytes, of any size; tells parts and troubles before it returns. The chunk may be used again afterwards. */
  push(chunk: Uint8Array): void
  /** There will be no more. */
  end(): void
}

const EMPTY = Buffer.alloc(0)
const FEED = 10
const RETURN = 13
const DASH = 45
/** The least memory kept in between two chunks, and the most that is kept for nothing; bytes. */
const ROOM = 4096
const MOST_KEPT = 256 * 1024

/**
 * Reads `multipart/mixed` as it arrives (protocol B7, Live). A part with a Content-Length is told with its last byte; one without, with the boundary after it. The length goes before the
 * boundary: a name in an event cannot end the part it is in and begin one of its own. Where the length turns out wrong (no boundary after it), the part is read again from
 * its beginning by the boundary. Lines may end with LF alone, and what is no part (a preamble, what follows a closing boundary, the rest of something too long) is passed over up to the next boundary.
 * Never throws, unless `onPart` or `onTrouble` does.
 */
export function createMultipartParser(options: {
  boundary: string
  onPart: (part: Part) => void
  onTrouble?: (trouble: StreamTrouble) => void
  maxHeaderBytes?: number
  maxPartBytes?: number
}): MultipartParser {
  const { onPart, onTrouble = () => {}, maxHeaderBytes = MAX_HEADER_BYTES, maxPartBytes = MAX_PART_BYTES } = options
  const delimiter = createDelimiter(options.boundary)

  // `bytes` from `at` on is what has arrived and is not done with; in between two chunks it lies in `own`.
  let own: Buffer = EMPTY
  let bytes: Buffer = EMPTY
  let at = 0

  /** between: up to the next boundary · headers · counted: by its length · following: counted and told, the boundary is to come · open: up to the boundary */
  let state: 'between' | 'headers' | 'counted' | 'following' | 'open' = 'between'
  /** How far from `at` the search for the end of what is read has come. */
  let searched = 0
  let headers: PartHeaders = new Map()
  let length = 0
  let corrected = false
  let ended = false

  const tell = (size: number, how: Part['state']) =>
    onPart({ headers, body: Buffer.from(bytes.subarray(at, at + size)), state: how })

  function go(to: number, next: typeof state): true {
    at = to
    searched = 0
    state = next
    return true
  }

  const past = (found: { kind: 'open' | 'close'; next: number }): true => {
    corrected = false
    return go(found.next, found.kind === 'open' ? 'headers' : 'between')
  }

  /** A length that was wrong: the part is read again from its beginning, by the boundary. */
  function readAgain(): true {
    onTrouble('wrong-length')
    corrected = true
    return go(at, 'open')
  }

  /** One step; false when it needs bytes that are not here yet. */
  function step(): boolean {
    switch (state) {
      case 'between':
        return seek()
      case 'headers':
        return readHead()
      case 'counted':
        if (bytes.length - at < length) return false
        tell(length, 'whole')
        state = 'following'
        return true
      case 'following':
        return follow()
      case 'open':
        return readOpen()
    }
  }

  function seek(): boolean {
    const found = delimiter.find(bytes, at, at + searched, false)
    if (found.kind !== 'none') return past(found)
    at = found.safe
    searched = 0
    return false
  }

  function readHead(): boolean {
    for (let line = at + searched; ; ) {
      const feed = bytes.indexOf(FEED, line)
      if ((feed < 0 ? bytes.length : feed) - at > maxHeaderBytes) {
        onTrouble('header-too-long')
        return go(at, 'between')
      }
      if (feed < 0) {
        searched = line - at
        return false
      }
      if (feed === line || (feed === line + 1 && bytes[line] === RETURN)) return beginBody(line, feed + 1)
      const here = bytes[line] === DASH ? delimiter.at(bytes, line) : null
      if (here && (here.kind === 'open' || here.kind === 'close')) {
        onTrouble('headers-cut')
        return past(here)
      }
      line = feed + 1
    }
  }

  function beginBody(headEnd: number, bodyStart: number): true {
    headers = readHeaders(bytes.toString('latin1', at, headEnd))
    const said = lengthOf(headers)
    if (said === null) return go(bodyStart, 'open')
    length = said
    if (length <= maxPartBytes) return go(bodyStart, 'counted')
    onTrouble('part-too-long')
    return go(bodyStart, 'between')
  }

  function follow(): boolean {
    let next = at + length + searched
    while (bytes[next] === FEED || bytes[next] === RETURN) next++
    searched = next - at - length
    const found = delimiter.at(bytes, next)
    if (found.kind === 'none') return readAgain()
    if (found.kind !== 'more') return past(found)
    // Empty lines without end say nothing of the length: the part is let go.
    return searched > maxHeaderBytes ? go(next, 'between') : false
  }

  function readOpen(): boolean {
    const found = delimiter.find(bytes, at, at + searched, true)
    const size = (found.kind === 'none' ? found.safe : found.start) - at
    if (size > maxPartBytes) {
      onTrouble('part-too-long')
      return go(at + size, 'between')
    }
    if (found.kind === 'none') {
      searched = size
      return false
    }
    tell(size, corrected ? 'corrected' : 'whole')
    return past(found)
  }

  function append(chunk: Uint8Array): void {
    const left = bytes.length - at
    if (left === 0) {
      bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      at = 0
      return
    }
    if (bytes.length + chunk.byteLength > own.length) {
      // A body whose length is known gets all its room at once.
      const need = Math.max(left + chunk.byteLength, state === 'counted' ? length + ROOM : 0)
      const larger = need > own.length / 2 ? Buffer.allocUnsafeSlow(Math.max(need, 2 * own.length)) : own
      bytes.copy(larger, 0, at)
      own = larger
      at = 0
    }
    const until = (at === 0 ? left : bytes.length) + chunk.byteLength
    own.set(chunk, until - chunk.byteLength)
    bytes = own.subarray(0, until)
  }

  /** Keeps what is left in memory of our own: the chunk is its owner's. */
  function keep(): void {
    const left = bytes.length - at
    if (left === 0) {
      bytes = EMPTY
      at = 0
      if (own.length > MOST_KEPT) own = EMPTY
      return
    }
    if (bytes.buffer === own.buffer) return
    if (own.length < left) own = Buffer.allocUnsafeSlow(Math.max(left, ROOM))
    bytes.copy(own, 0, at)
    bytes = own.subarray(0, left)
    at = 0
  }

  return {
    push(chunk) {
      if (ended || chunk.byteLength === 0) return
      append(chunk)
      while (step()) {}
      keep()
    },
    end() {
      if (ended) return
      ended = true
      // A length that is more than there is has swallowed what came after its part.
      while (step() || (state === 'counted' && readAgain())) {}
      if (state === 'open' && searched > 0) tell(searched, 'cut')
      bytes = own = EMPTY
    },
  }
}
