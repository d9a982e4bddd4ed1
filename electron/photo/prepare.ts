import sharp from 'sharp'
import { type Pixels, placeFace } from '../../shared/model/face-figures.ts'
import {
  defaultPhotoRules,
  type FaceFigures,
  type FaceMeasures,
  judgePhoto,
  type PhotoRules,
  type PhotoVerdict,
  refuseFile,
} from '../../shared/model/photo-verdict.ts'
import type { FaceCheck } from './face-check.ts'
import { headAndShoulders, LEVEL_FROM, normalise } from './normalise.ts'
import { readPicture } from './read-picture.ts'

/** `jpeg`: what devices would take, also of a refused picture, to be looked at; null when the file holds none. `measures` are kept with refusals. */
export interface PreparedPhoto {
  readonly verdict: PhotoVerdict
  readonly jpeg: Uint8Array | null
  readonly measures: FaceMeasures | null
}

export interface PhotoDesk {
  /** Any picture in, a verdict and a normalised JPEG out. Rejects only when `signal` aborts. */
  prepare(source: Uint8Array, signal?: AbortSignal): Promise<PreparedPhoto>
  close(): Promise<void>
}

export interface PhotoDeskOptions {
  readonly faceCheck: FaceCheck
  readonly rules?: PhotoRules
}

/** The size at which faces are looked for, px along the longer side. */
const WORKING_SIDE = 1280
/** A picture open in memory takes up to 50 MB: a list of thousands is opened two at a time. */
const AT_ONCE = 2

/** The one way in for a face, from whatever source. */
export function createPhotoDesk({ faceCheck, rules = defaultPhotoRules }: PhotoDeskOptions): PhotoDesk {
  let open = 0
  const waiting: (() => void)[] = []
  const enter = () => (open < AT_ONCE ? void open++ : new Promise<void>(resolve => waiting.push(resolve)))
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else open--
  }

  async function prepare(source: Uint8Array, signal?: AbortSignal): Promise<PreparedPhoto> {
    signal?.throwIfAborted()
    const pixels = await readPicture(source)
    if (typeof pixels === 'string') return { verdict: refuseFile(pixels, rules), jpeg: null, measures: null }
    const look = async () => straighten(pixels, await measure(pixels, faceCheck, signal), faceCheck, signal)
    const measures = await look().catch(error => {
      if (signal?.aborted) throw error
      return null
    })
    const verdict = measures ? judgePhoto(measures, rules) : refuseFile('unchecked', rules)
    // Of several faces none is chosen: the operator sees the whole picture.
    const face = measures?.faces === 1 ? measures.face : null
    const jpeg = await normalise(pixels, face).catch(() => null)
    return jpeg || !verdict.ok ? { verdict, jpeg, measures } : { verdict: refuseFile('damaged', rules), jpeg, measures }
  }

  return {
    async prepare(source, signal) {
      await enter()
      try {
        return await prepare(source, signal)
      } finally {
        leave()
      }
    },
    close: () => faceCheck.close(),
  }
}

/** Looks at a working size first; a face that is small there but not in the source is measured again on its own pixels. */
async function measure(pixels: Pixels, faceCheck: FaceCheck, signal?: AbortSignal): Promise<FaceMeasures> {
  const scale = Math.max(1, Math.max(pixels.width, pixels.height) / WORKING_SIDE)
  const first = await faceCheck.check(await shrink(pixels, scale), signal)
  const whole = { width: pixels.width, height: pixels.height, faces: first.faces }
  if (!first.face) return { ...whole, face: null }
  const face = placeFace(first.face, scale, 0, 0)
  if (scale < 1.25 || first.face.pupils > 60) return { ...whole, face }

  const { left, top, part } = await around(pixels, face)
  const own = Math.max(1, Math.max(part.width, part.height) / WORKING_SIDE)
  const second = await faceCheck.check(await shrink(part, own), signal)
  return { ...whole, face: second.face ? placeFace(second.face, own, left, top) : face }
}

/**
 * Tilt as it is seen from level: the model guesses the first turn from six points and may be 20° off, above all on drawn faces. Levelled by that guess and
 * looked at again, what is left is the error.
 */
async function straighten(
  pixels: Pixels,
  measures: FaceMeasures,
  faceCheck: FaceCheck,
  signal?: AbortSignal,
): Promise<FaceMeasures> {
  const { face, faces } = measures
  if (!face || faces !== 1 || Math.abs(face.roll) <= LEVEL_FROM) return measures
  const cut = await headAndShoulders(pixels, face)
  const level = await faceCheck.check(await shrink(cut, Math.max(1, Math.max(cut.width, cut.height) / WORKING_SIDE)), signal)
  const left = level.face?.roll ?? 0
  // More than that is not an error of the guess but another face, or none.
  if (Math.abs(left) > 45) return measures
  const roll = ((face.roll + left + 540) % 360) - 180
  return { ...measures, face: { ...face, roll } }
}

async function shrink(pixels: Pixels, scale: number): Promise<Pixels> {
  if (scale <= 1) return pixels
  const { data, info } = await sharp(pixels.data, { raw: pixels })
    .resize(Math.max(1, Math.round(pixels.width / scale)), Math.max(1, Math.round(pixels.height / scale)), { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height, channels: pixels.channels }
}

/** The part of a picture that holds a face with room round it. */
async function around(pixels: Pixels, { box }: FaceFigures): Promise<{ left: number; top: number; part: Pixels }> {
  const reach = Math.max(box.width, box.height) * 1.5
  const left = Math.max(0, Math.round(box.x + box.width / 2 - reach))
  const top = Math.max(0, Math.round(box.y + box.height / 2 - reach))
  const width = Math.min(pixels.width - left, Math.round(reach * 2))
  const height = Math.min(pixels.height - top, Math.round(reach * 2))
  const data = await sharp(pixels.data, { raw: pixels }).extract({ left, top, width, height }).raw().toBuffer()
  return { left, top, part: { data, width, height, channels: pixels.channels } }
}
