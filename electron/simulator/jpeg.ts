/** Why a terminal refuses a picture. */
export type PhotoFault =
  | 'not-jpeg'
  | 'stray-bytes'
  | 'too-large'
  | 'progressive'
  | 'colour'
  | 'chroma'
  | 'too-small'
  | 'oversized'
  | 'rotated'

const MAX_BYTES = 200 * 1024
const SHORTEST_LONG_SIDE = 400
const LONGEST_SIDE = 5000

// Markers that carry no length.
const bare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** The next marker at or after `at`, skipping stuffed bytes and restarts of a scan; -1 at the end of the bytes. */
function nextMarker(bytes: Buffer, at: number): number {
  for (let i = bytes.indexOf(0xff, at); i >= 0 && i + 1 < bytes.length; i = bytes.indexOf(0xff, i + 1)) {
    const next = bytes[i + 1]!
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return i
  }
  return -1
}

/** EXIF orientation in an APP1 segment; 1 (upright) when it says nothing readable. */
function orientation(segment: Buffer): number {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0' || segment.length < 14) return 1
  const tiff = segment.subarray(6)
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let entry = 0; entry < short(first); entry++) {
    const at = first + 2 + entry * 12
    if (short(at) === 0x0112) return short(at + 8)
  }
  return 1
}

function judgeFrame(marker: number, frame: Buffer): PhotoFault | null {
  if (marker !== 0xc0) return 'progressive'
  const components = frame[5]
  const long = Math.max(frame.readUInt16BE(1), frame.readUInt16BE(3))
  if (long < SHORTEST_LONG_SIDE) return 'too-small'
  if (long > LONGEST_SIDE) return 'oversized'
  if (components === 1) return null
  if (components !== 3 || frame.length < 15) return 'colour'
  // 4:2:0 is twice the luma samples both ways; 4:4:4 and 4:2:2 are refused.
  return frame[7] === 0x22 && frame[10] === 0x11 && frame[13] === 0x11 ? null : 'chroma'
}

/**
 * Judges a picture as the terminals do: JPEG from its first byte to its last, baseline, 4:2:0, at most 200 KB, long side 400 px or
 * more, upright (protocol B6 Photo rules; A4 Person, Face). The faces in it are not looked for. @returns the first fault, or null
 */
export function judgeJpeg(bytes: Buffer): PhotoFault | null {
  if (bytes.length > MAX_BYTES) return 'too-large'
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return 'not-jpeg'
  let frame: PhotoFault | null | undefined
  let turned = false
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return 'not-jpeg'
    const marker = bytes[at + 1]!
    if (marker === 0xff || bare(marker)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    if (marker === 0xd9) return 'stray-bytes'
    const length = bytes.readUInt16BE(at + 2)
    const segment = bytes.subarray(at + 4, at + 2 + length)
    if (length < 2 || segment.length !== length - 2) return 'not-jpeg'
    if (isFrame(marker)) {
      if (segment.length < 6) return 'not-jpeg'
      frame = judgeFrame(marker, segment)
    }
    if (marker === 0xe1 && orientation(segment) > 1) turned = true
    at += 2 + length
    if (marker === 0xda) at = nextMarker(bytes, at)
    if (at < 0) return 'stray-bytes' // a scan without its end: cut short
  }
  if (frame === undefined) return 'not-jpeg'
  if (at !== bytes.length - 2 || bytes.readUInt16BE(at) !== 0xffd9) return 'stray-bytes'
  return frame ?? (turned ? 'rotated' : null)
}
