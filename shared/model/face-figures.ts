import { faceGrid, lightFigures, sharpness } from './face-grid.ts'
import type { FaceFigures } from './photo-verdict.ts'

type Eyes = FaceFigures['eyes']

/** A picture in memory: `channels` bytes a pixel (RGB or RGBA), rows from the top, no padding. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray
  readonly width: number
  readonly height: number
  readonly channels: 3 | 4
}

/**
 * One face as the model gives it, in pixels of the picture it was found in: 468 mesh points [x, y, z].
 * z grows away from the camera, in units of the model's own crop, whatever the size of the face (see `DEPTH`).
 * `seen`: how sure the detector is that a face is there; `fits`: how well the mesh lies on it; both 0 to 1.
 */
export interface MeshFace {
  readonly seen: number
  readonly fits: number
  readonly mesh: readonly (readonly [number, number, number])[]
}

// Indices of the canonical face mesh (MediaPipe's 468 points), by their side of the picture.
const LEFT_EYE = { outer: 33, inner: 133, top: 159, bottom: 145 }
const RIGHT_EYE = { outer: 263, inner: 362, top: 386, bottom: 374 }
const LEFT_SIDE = 234
const RIGHT_SIDE = 454
const NOSE_TIP = 1
const FOREHEAD = 10
const CHIN = 152

/** What the mesh shows of a head held straight, degrees: measured on a photograph and on sixty drawn faces (-5 to -11). */
const STRAIGHT_PITCH = -8

/** One unit of z in pixels, for a face whose mesh is one pixel large: the crop is 1.4 faces for 192 units, and the model's depth is taken at two thirds (as human does). */
const DEPTH = 1.4 / 192 / 1.5

/** The rectangle round the mesh. */
export function meshBox({ mesh }: MeshFace): FaceFigures['box'] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of mesh) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

const degrees = (radians: number) => (radians * 180) / Math.PI

/** Everything the rules want to know of one face. Pure arithmetic, the same in the core and in the page. Costs 1 to 5 ms. */
export function faceFigures(face: MeshFace, pixels: Pixels): FaceFigures {
  const at = (index: number) => face.mesh[index] ?? ([0, 0, 0] as const)
  const box = meshBox(face)
  const depth = DEPTH * Math.max(box.width, box.height)
  const middle = (eye: typeof LEFT_EYE) => ({
    x: (at(eye.outer)[0] + at(eye.inner)[0]) / 2,
    y: (at(eye.outer)[1] + at(eye.inner)[1]) / 2,
  })
  const eyes = { left: middle(LEFT_EYE), right: middle(RIGHT_EYE) }
  const across = Math.max(1, Math.hypot(eyes.right.x - eyes.left.x, eyes.right.y - eyes.left.y))
  const roll = Math.atan2(eyes.right.y - eyes.left.y, eyes.right.x - eyes.left.x)

  const [lx, ly, lz] = at(LEFT_SIDE)
  const [rx, ry, rz] = at(RIGHT_SIDE)
  const yaw = Math.atan2((rz - lz) * depth, Math.hypot(rx - lx, ry - ly))
  const [fx, fy, fz] = at(FOREHEAD)
  const [cx, cy, cz] = at(CHIN)
  const pitch = Math.atan2((fz - cz) * depth, Math.hypot(cx - fx, cy - fy))

  const open = (eye: typeof LEFT_EYE) => gap(at(eye.top), at(eye.bottom)) / Math.max(1, gap(at(eye.outer), at(eye.inner)))
  const grid = faceGrid(pixels, eyes, across, roll)
  return {
    score: Math.min(face.seen, face.fits),
    box,
    eyes,
    // A turned head brings the pupils together; that is for `facing` to say, not for `large-enough`.
    pupils: across / Math.max(0.5, Math.cos(yaw)),
    yaw: strongest(degrees(yaw), ...sideways(face, eyes, roll)),
    pitch: degrees(pitch) - STRAIGHT_PITCH,
    roll: degrees(roll),
    ...lightFigures(grid),
    sharpness: sharpness(grid),
    eyesOpen: (open(LEFT_EYE) + open(RIGHT_EYE)) / 2,
  }
}

/** Figures measured on a part of a picture, or on a smaller copy, in pixels of the whole one: `scale` pixels of it for one measured, the part at `left`, `top`. */
export function placeFace(face: FaceFigures, scale: number, left: number, top: number): FaceFigures {
  const point = ({ x, y }: { x: number; y: number }) => ({ x: x * scale + left, y: y * scale + top })
  const { box, eyes } = face
  return {
    ...face,
    pupils: face.pupils * scale,
    box: { ...point(box), width: box.width * scale, height: box.height * scale },
    eyes: { left: point(eyes.left), right: point(eyes.right) },
  }
}

/**
 * Two more readings of the yaw, degrees, from where the nose and the sides of the face stand against the eyes: far from frontal the mesh's depth alone
 * may claim a straight face. The factors bring drawn faces turned by 20° to about 20.
 */
function sideways({ mesh }: MeshFace, { left, right }: Eyes, roll: number): [number, number] {
  const apart = Math.max(1, Math.hypot(right.x - left.x, right.y - left.y))
  const along = (index: number) => {
    const [x, y] = mesh[index] ?? [0, 0, 0]
    return ((x - (left.x + right.x) / 2) * Math.cos(roll) + (y - (left.y + right.y) / 2) * Math.sin(roll)) / apart
  }
  const [toLeft, toRight] = [-along(LEFT_SIDE), along(RIGHT_SIDE)]
  const width = Math.max(0.1, toLeft + toRight)
  return [45 * along(NOSE_TIP), (40 * (toLeft - toRight)) / width]
}

/** The reading that is furthest from straight, up to a quarter turn. */
const strongest = (...readings: number[]) => {
  const most = readings.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a))
  return Math.max(-90, Math.min(90, most))
}

const gap = (a: readonly [number, number, number], b: readonly [number, number, number]) => Math.hypot(a[0] - b[0], a[1] - b[1])
