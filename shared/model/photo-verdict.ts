import { z } from 'zod'

/** The five checks, in the order in which the desk lists them and in which they are worth mending. */
export const photoChecks = ['one-face', 'large-enough', 'facing', 'light', 'sharp'] as const
export const PhotoCheckName = z.enum(photoChecks)
export type PhotoCheckName = z.infer<typeof PhotoCheckName>

/** What can be wrong with the face. `turned-right`: it looks towards the right edge of the picture as judged (not of a mirrored preview). */
export const faceCauses = [
  'no-face',
  'several-faces',
  'too-small',
  'turned-left',
  'turned-right',
  'turned-up',
  'turned-down',
  'too-dark',
  'too-bright',
  'uneven',
  'blurred',
] as const

/** What can be wrong with the file, before there is a picture to look at; `unchecked`: the picture is fine, but the face check could not run. */
export const fileCauses = [
  'not-an-image',
  'heic',
  'too-large-file',
  'too-many-pixels',
  'too-few-pixels',
  'damaged',
  'unchecked',
] as const
export const FileCause = z.enum(fileCauses)
export type FileCause = z.infer<typeof FileCause>

export const PhotoCause = z.enum([...faceCauses, ...fileCauses])
export type PhotoCause = z.infer<typeof PhotoCause>

const Point = z.object({ x: z.number(), y: z.number() })

/** What was measured of one face. Lengths are pixels of the source picture, turned as EXIF says; angles are degrees. */
export const FaceFigures = z.object({
  /** The model's certainty, 0 to 1. */
  score: z.number(),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  /** Pupils, by their side of the picture. */
  eyes: z.object({ left: Point, right: Point }),
  /** Pixels between the pupils in the source picture, as they would be were the face frontal. */
  pupils: z.number(),
  /** Positive: towards the right edge of the picture. */
  yaw: z.number(),
  /** Positive: up. */
  pitch: z.number(),
  /** Tilt in the plane of the picture, positive: clockwise. Levelled, never refused. */
  roll: z.number(),
  /** Light on the middle of the face: half mean, half bright end, 0 to 255 (so that dark skin in good light is not taken for a dark picture). */
  brightness: z.number(),
  /** Difference between the two halves of the face, per cent of their mean. */
  unevenness: z.number(),
  /** Fine detail of the face at a fixed face size, whatever its exposure; about 0 (fog) to 1000. */
  sharpness: z.number(),
  /** Height of the eyes' opening to their width; about 0.1 when shut. Kept with refusals, not judged. */
  eyesOpen: z.number(),
})
export type FaceFigures = z.infer<typeof FaceFigures>

/** What was measured of a picture: the number of faces that count, and the figures of the largest one. */
export const FaceMeasures = z.object({
  width: z.number(),
  height: z.number(),
  faces: z.number().int().min(0),
  face: FaceFigures.nullable(),
})
export type FaceMeasures = z.infer<typeof FaceMeasures>

/**
 * Where each check draws its line: settings with defaults. `minPupils` is a fact of the devices (60 px after scaling, 40 px in the source);
 * the rest was set on drawn portraits and on one real photograph with its dark, blurred and turned copies, and waits for real refusals.
 */
export const PhotoRules = z.object({
  minPupils: z.number().positive().default(40),
  maxYaw: z.number().positive().default(12),
  maxPitch: z.number().positive().default(18),
  minBrightness: z.number().min(0).max(255).default(75),
  maxBrightness: z.number().min(0).max(255).default(238),
  maxUnevenness: z.number().positive().default(55),
  minSharpness: z.number().min(0).default(42),
  /** Below this the model doubts the face: half turned away or half hidden, whatever angle it reports. */
  minScore: z.number().min(0).max(1).default(0.55),
})
export type PhotoRules = z.infer<typeof PhotoRules>
export const defaultPhotoRules: PhotoRules = PhotoRules.parse({})

/** One line of the checklist. Not ok without a cause: it could not be judged. `measure` and `limit` are px, degrees, 0..255, per cent, or faces. */
export const PhotoCheck = z.object({
  check: PhotoCheckName,
  ok: z.boolean(),
  measure: z.number().nullable(),
  limit: z.number(),
  cause: PhotoCause.nullable(),
})
export type PhotoCheck = z.infer<typeof PhotoCheck>

/** Always all five checks, in order; `first` is the one thing to say. */
export const PhotoVerdict = z.object({
  ok: z.boolean(),
  checks: z.array(PhotoCheck).length(photoChecks.length),
  first: PhotoCause.nullable(),
})
export type PhotoVerdict = z.infer<typeof PhotoVerdict>

const round = (value: number) => Math.round(value * 10) / 10

/** Judges one picture. The same function serves the core and the live camera, so that a picture taken when all is green is not refused afterwards. */
export function judgePhoto(measures: FaceMeasures, rules: PhotoRules = defaultPhotoRules): PhotoVerdict {
  const { face, faces } = measures
  const one = { check: 'one-face', measure: faces, limit: 1 } as const
  const checks: PhotoCheck[] = [
    faces === 1 && face ? passed(one) : failed(one, faces > 1 ? 'several-faces' : 'no-face'),
    ...(face ? [size(face, rules), facing(face, rules), light(face, rules), detail(face, rules)] : unjudged(rules).slice(1)),
  ]
  return { ok: checks.every(c => c.ok), checks, first: checks.find(c => c.cause !== null)?.cause ?? null }
}

/** The verdict on a file that never became a picture, or on a picture that could not be looked at. */
export function refuseFile(cause: FileCause, rules: PhotoRules = defaultPhotoRules): PhotoVerdict {
  return { ok: false, checks: unjudged(rules), first: cause }
}

type Line = Pick<PhotoCheck, 'check' | 'limit'> & { measure: number }
const passed = (line: Line): PhotoCheck => ({ ...line, measure: round(line.measure), ok: true, cause: null })
const failed = (line: Line, cause: PhotoCause): PhotoCheck => ({ ...line, measure: round(line.measure), ok: false, cause })

function size(face: FaceFigures, rules: PhotoRules): PhotoCheck {
  const line: Line = { check: 'large-enough', measure: face.pupils, limit: rules.minPupils }
  return face.pupils >= rules.minPupils ? passed(line) : failed(line, 'too-small')
}

/** In fog the mesh lies anywhere: angles and halves measured there mean nothing. */
const FOG = 12
const inFog = (face: FaceFigures, rules: PhotoRules) => face.sharpness < Math.min(FOG, rules.minSharpness)

function facing(face: FaceFigures, rules: PhotoRules): PhotoCheck {
  if (inFog(face, rules)) return { check: 'facing', ok: false, measure: null, limit: rules.maxYaw, cause: null }
  const yaw: Line = { check: 'facing', measure: Math.abs(face.yaw), limit: rules.maxYaw }
  const pitch: Line = { check: 'facing', measure: Math.abs(face.pitch), limit: rules.maxPitch }
  // The axis that is further beyond its own limit is the one to speak of.
  const worse = yaw.measure / yaw.limit >= pitch.measure / pitch.limit ? yaw : pitch
  const doubtful = face.score < rules.minScore
  if (worse.measure <= worse.limit && !doubtful) return passed(worse)
  if (worse === yaw || doubtful) return failed(yaw, face.yaw > 0 ? 'turned-right' : 'turned-left')
  return failed(pitch, face.pitch > 0 ? 'turned-up' : 'turned-down')
}

function light(face: FaceFigures, rules: PhotoRules): PhotoCheck {
  const dark: Line = { check: 'light', measure: face.brightness, limit: rules.minBrightness }
  if (face.brightness < rules.minBrightness) return failed(dark, 'too-dark')
  if (face.brightness > rules.maxBrightness) return failed({ ...dark, limit: rules.maxBrightness }, 'too-bright')
  if (face.unevenness > rules.maxUnevenness && !inFog(face, rules)) {
    return failed({ check: 'light', measure: face.unevenness, limit: rules.maxUnevenness }, 'uneven')
  }
  return passed(dark)
}

function detail(face: FaceFigures, rules: PhotoRules): PhotoCheck {
  const line: Line = { check: 'sharp', measure: face.sharpness, limit: rules.minSharpness }
  if (face.sharpness >= rules.minSharpness) return passed(line)
  // Too few pixels have no detail to show: the one thing to say is that the face is too small.
  return face.pupils < rules.minPupils ? { ...line, ok: false, measure: null, cause: null } : failed(line, 'blurred')
}

function unjudged(rules: PhotoRules): PhotoCheck[] {
  const limits = [1, rules.minPupils, rules.maxYaw, rules.minBrightness, rules.minSharpness]
  return photoChecks.map((check, i) => ({ check, ok: false, measure: null, limit: limits[i] as number, cause: null }))
}
