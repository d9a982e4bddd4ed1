import sharp from 'sharp'
import type { Pixels } from '../../shared/model/face-figures.ts'
import type { FileCause } from '../../shared/model/photo-verdict.ts'
import { pictureKind } from './picture-kind.ts'
import { readBmp } from './read-bmp.ts'

/** Longest file taken, bytes; longest picture opened, pixels (a small file can unfold into gigabytes). */
export const MAX_FILE_BYTES = 25_000_000
export const MAX_PIXELS = 50_000_000
/** Nothing under this has a face of 40 px between the pupils in it, px along the shorter side. */
const MIN_SIDE = 48
/** What is kept in memory: more does no face any good. px along the longer side. */
const MAX_SIDE = 4096

/** Opens any picture: turned as EXIF says, first frame, sRGB, on white, 8 bits, RGB. Answers a cause, never throws for what is in the file. */
export async function readPicture(source: Uint8Array): Promise<Pixels | FileCause> {
  if (source.length > MAX_FILE_BYTES) return 'too-large-file'
  const kind = pictureKind(source)
  if (kind === null) return 'not-an-image'
  if (kind === 'heic') return 'heic'
  const bitmap = kind === 'bmp' ? readBmp(source, MAX_PIXELS) : null
  if (kind === 'bmp' && !bitmap) return 'damaged'
  const open = () =>
    bitmap
      ? sharp(bitmap.data, { raw: { width: bitmap.width, height: bitmap.height, channels: 3 } })
      : sharp(source, { failOn: 'error', limitInputPixels: MAX_PIXELS })
  try {
    const { width, height } = await open().metadata()
    if (width * height > MAX_PIXELS) return 'too-many-pixels'
    if (Math.min(width, height) < MIN_SIDE) return 'too-few-pixels'
    const { data, info } = await open()
      .autoOrient()
      .toColourspace('srgb')
      .flatten({ background: '#ffffff' })
      .resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return info.channels === 3
      ? { data, width: info.width, height: info.height, channels: 3 }
      : grey(data, info.width, info.height, info.channels)
  } catch (error) {
    // sharp's words may quote the file; only their kind is kept.
    return /pixel limit/i.test(String(error)) ? 'too-many-pixels' : 'damaged'
  }
}

/** Some grey pictures stay grey on their way out: one byte becomes three. */
function grey(data: Uint8Array, width: number, height: number, channels: number): Pixels {
  const rgb = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) rgb.fill(data[i * channels] as number, i * 3, i * 3 + 3)
  return { data: rgb, width, height, channels: 3 }
}
