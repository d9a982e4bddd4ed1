import { createHash } from 'node:crypto'
import { incorrect, Refusal } from './answer.ts'
import { judgeJpeg } from './jpeg.ts'
import type { Face, World } from './world.ts'

// No source knows the code of a refused photo (protocol A4 Person): one of these is drawn for every photo, repeatably by seed.
const REFUSED: readonly (readonly [code: string, text: string])[] = [
  ['2', 'Incorrect request parameter. [faceData parameter error]'],
  ['2', 'Incorrect request parameter. [faces parameter error]'],
  ['140', 'The operation failed. Face modeling failed'],
  ['140', 'Operation failed'],
  ['192', 'The operation failed'],
  ['192', 'Applying picture failed, SubpicAnalysisModelingError'],
  ['0x00072003', 'Parameter format error. PicFeaturePoints'],
  ['0x00072003', 'The parameter format is incorrect'],
]
const MISLEADING = 'badJsonFormat, faceURL'
const PICTURES_KEPT = 20

/**
 * Judges a photo as it came: raw base64 without a `data:` prefix, and a JPEG the terminals take (`jpeg.ts`).
 * @returns the face to keep. @throws Refusal with the code and text drawn for this photo, or the misleading text over 200 KB
 */
export function acceptFace(world: World, faceData: unknown, personCode: string): Face {
  if (typeof faceData !== 'string' || faceData === '') throw incorrect('faceData')
  const sha256 = createHash('sha256').update(faceData).digest('hex')
  const pure = faceData.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(faceData)
  const bytes = pure ? Buffer.from(faceData, 'base64') : Buffer.alloc(0)
  const fault = !world.on('photoRules') ? null : pure ? judgeJpeg(bytes) : 'not-jpeg'
  const { refusePhotos } = world.script
  const unwanted =
    typeof refusePhotos === 'number' ? world.chance('unwanted', sha256) < refusePhotos : refusePhotos.includes(personCode)
  if (fault || unwanted) throw refusal(world, sha256, fault === 'too-large')
  const face = { sha256, size: bytes.length, picUri: `Vsm://0001_${sha256.slice(0, 16)}` }
  world.pictures.set(face.picUri, bytes)
  const oldest = world.pictures.keys().next()
  if (world.pictures.size > PICTURES_KEPT && !oldest.done) world.pictures.delete(oldest.value)
  return face
}

function refusal(world: World, sha256: string, tooLarge: boolean): Refusal {
  const [code, text] = REFUSED[Math.floor(world.chance('refused', sha256) * REFUSED.length)]!
  return new Refusal(code, tooLarge && world.on('photoMisleading') ? MISLEADING : text)
}
