import sharp from 'sharp'
import { seededRandom } from '../../electron/base/random.ts'
import { normalise } from '../../electron/photo/normalise.ts'
import { drawPortrait } from '../../electron/photo/portrait.ts'

/** Drawn portraits, ready for devices: `count` photos made from a few people, since a bench measures calls and not art. */
export async function drawPhotos(count: number): Promise<Uint8Array[]> {
  const people = await Promise.all(
    Array.from({ length: Math.min(count, 10) }, async (_, seed) => {
      const { data, info } = await sharp(Buffer.from(drawPortrait(seededRandom(seed), { width: 720, height: 900 })))
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      return normalise({ data, width: info.width, height: info.height, channels: info.channels as 3 }, null)
    }),
  )
  return Array.from({ length: count }, (_, i) => people[i % people.length] as Uint8Array)
}
