import sharp, { type Sharp } from 'sharp'
import type { Pixels } from '../../shared/model/face-figures.ts'
import type { FaceFigures } from '../../shared/model/photo-verdict.ts'

/** What the devices take (facts, desk.md): bytes at most, and the longest side in px. */
export const MAX_JPEG_BYTES = 180_000
export const MIN_LONGEST = 600
export const MAX_LONGEST = 900

/** Head and shoulders, in pupil distances from the point between the eyes: 4 wide to 5 high, as portraits are shown. */
const CROP = { above: 2.75, below: 3.75, aside: 2.6 }
/** Tilt up to this many degrees is how people hold their heads; beyond it the picture is levelled. */
export const LEVEL_FROM = 5
const QUALITIES = [92, 88, 84, 80, 75, 70, 64, 56, 48, 40, 30, 20]

const raw = ({ data, width, height, channels }: Pixels): Sharp => sharp(data, { raw: { width, height, channels } })

/**
 * Makes the JPEG that devices accept: baseline, 4:2:0, no metadata, at most 180 kB, longest side 600 to 900 px. Cut to head and shoulders round `face` and
 * levelled; without a face the whole picture is taken. With at least 40 px between the pupils in the source there are at least 60 after it.
 */
export async function normalise(pixels: Pixels, face: FaceFigures | null): Promise<Uint8Array> {
  const cut = face ? await headAndShoulders(pixels, face) : pixels
  const longest = Math.max(cut.width, cut.height)
  const scale = Math.min(MAX_LONGEST, Math.max(MIN_LONGEST, longest)) / longest
  const size = { width: Math.max(1, Math.round(cut.width * scale)), height: Math.max(1, Math.round(cut.height * scale)) }
  // Scaled once; only the encoding is repeated.
  const scaled = await raw(cut)
    .resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer()
  return encode({ data: scaled, ...size, channels: cut.channels })
}

async function encode(pixels: Pixels): Promise<Uint8Array> {
  let jpeg: Uint8Array = new Uint8Array()
  for (const quality of QUALITIES) {
    jpeg = await raw(pixels)
      .removeAlpha()
      .jpeg({ quality, chromaSubsampling: '4:2:0', progressive: false, optimiseCoding: true })
      .toBuffer()
    if (jpeg.length <= MAX_JPEG_BYTES) break
  }
  return jpeg
}

/** Cuts the head out with room to turn it, levels it, then cuts it to size. What lies outside the picture is left out, not invented. */
export async function headAndShoulders(pixels: Pixels, face: FaceFigures): Promise<Pixels> {
  const unit = face.pupils
  const middle = { x: (face.eyes.left.x + face.eyes.right.x) / 2, y: (face.eyes.left.y + face.eyes.right.y) / 2 }
  if (Math.abs(face.roll) <= LEVEL_FROM) return extract(pixels, cropRound(middle, unit, pixels))

  const reach = Math.hypot(CROP.aside, CROP.below) * unit
  const room = within(
    { left: middle.x - reach, top: middle.y - reach, right: middle.x + reach, bottom: middle.y + reach },
    pixels,
  )
  const rough = await extract(pixels, room)
  const { data, info } = await raw(rough)
    .rotate(-face.roll, { background: await edgeColour(rough) })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const turned: Pixels = { data, width: info.width, height: info.height, channels: info.channels as 3 | 4 }
  // Where the eyes went: turned about the middle of the rough cut, which stays the middle.
  const angle = (-face.roll * Math.PI) / 180
  const [dx, dy] = [middle.x - room.left - rough.width / 2, middle.y - room.top - rough.height / 2]
  const moved = {
    x: turned.width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle),
    y: turned.height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle),
  }
  return extract(turned, cropRound(moved, unit, turned))
}

interface Rectangle {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const cropRound = ({ x, y }: { x: number; y: number }, unit: number, pixels: Pixels): Rectangle =>
  within(
    { left: x - CROP.aside * unit, top: y - CROP.above * unit, right: x + CROP.aside * unit, bottom: y + CROP.below * unit },
    pixels,
  )

/** Whole pixels, inside the picture, never empty. */
function within(wanted: Rectangle, { width, height }: Pixels): Rectangle {
  const left = Math.min(width - 1, Math.max(0, Math.round(wanted.left)))
  const top = Math.min(height - 1, Math.max(0, Math.round(wanted.top)))
  return {
    left,
    top,
    right: Math.max(left + 1, Math.min(width, Math.round(wanted.right))),
    bottom: Math.max(top + 1, Math.min(height, Math.round(wanted.bottom))),
  }
}

async function extract(pixels: Pixels, { left, top, right, bottom }: Rectangle): Promise<Pixels> {
  const [width, height] = [right - left, bottom - top]
  const data = await raw(pixels).extract({ left, top, width, height }).raw().toBuffer()
  return { data, width, height, channels: pixels.channels }
}

/** The mean colour along the upper edge: what the corners are filled with after levelling. */
async function edgeColour(pixels: Pixels): Promise<{ r: number; g: number; b: number }> {
  const strip = await extract(pixels, {
    left: 0,
    top: 0,
    right: pixels.width,
    bottom: Math.max(1, Math.round(pixels.height / 50)),
  })
  const { channels } = await raw(strip).stats()
  const mean = (i: number) => Math.round(channels[i]?.mean ?? 128)
  return { r: mean(0), g: mean(1), b: mean(2) }
}
