import sharp from 'sharp'
import { seededRandom } from '../base/random.ts'
import { drawPortrait, type PortraitOptions } from './portrait.ts'

/** A drawn portrait as a picture file (JPEG): what a camera would have brought of somebody who does not exist. The same seed, the same person. */
export function drawPhoto(seed: number, options?: PortraitOptions): Promise<Buffer> {
  return sharp(Buffer.from(drawPortrait(seededRandom(seed), options)))
    .jpeg({ quality: 92 })
    .toBuffer()
}
