import { faceFigures, type MeshFace, meshBox, type Pixels } from './face-figures.ts'
import type { FaceMeasures } from './photo-verdict.ts'

/** Finds faces in a square RGB picture (`size` × `size` × 3, 0 to 255). Coordinates are pixels of that square. */
export type FindFaces = (square: Int32Array, size: number) => Promise<MeshFace[]>

/** `quick`: one look, for a live picture. `thorough`: looks again, closer and turned, before it says that nobody is there. */
export type SearchEffort = 'quick' | 'thorough'

/** A face smaller than this part of the largest one is somebody in the background, whom the crop leaves out. */
const COUNTS_FROM = 0.4
/** Side of the square the model is shown. Its own inputs are 256 (where) and 192 (mesh), so more only costs time. */
const SQUARE = 512

// Measured: true faces are seen with 0.7 and more (0.46 when upside down, 0.6 when blurred); patterns with up to 0.4, and then the mesh may still "fit".
const clear = (face: MeshFace) => face.seen >= 0.6 && face.fits >= 0.5
/** So sure that no other way up needs to be tried: faces on their head were seen with up to 0.71. */
const plain = (face: MeshFace) => face.seen >= 0.76 && face.fits >= 0.5 && !lying(face)
const likely = (face: MeshFace) => (face.seen >= 0.42 && face.fits >= 0.6) || (face.seen >= 0.6 && face.fits >= 0.2)

interface View {
  readonly x: number
  readonly y: number
  readonly side: number
  /** Light is multiplied by this before the model looks. */
  readonly gain: number
  /** Quarter turns clockwise that the model sees the picture at. */
  readonly turns: 0 | 1 | 2 | 3
}

/**
 * Looks for faces and measures the largest one. The model is shown a square (a squashed face has wrong angles); a dark picture is lightened for it, while
 * light itself is measured on the true pixels. Costs one look when a face is plain to see, up to about 60 when `thorough` and nobody is there.
 */
export async function measureFaces(pixels: Pixels, find: FindFaces, effort: SearchEffort = 'quick'): Promise<FaceMeasures> {
  const found = await search(pixels, find, effort)
  const sorted = found.map(face => ({ face, size: faceSize(face) })).toSorted((a, b) => b.size - a.size)
  const largest = sorted[0]
  if (!largest) return { width: pixels.width, height: pixels.height, faces: 0, face: null }
  const counted = sorted.filter(({ size }) => size >= COUNTS_FROM * largest.size)
  return { width: pixels.width, height: pixels.height, faces: counted.length, face: faceFigures(largest.face, pixels) }
}

async function search(pixels: Pixels, find: FindFaces, effort: SearchEffort): Promise<MeshFace[]> {
  const side = Math.max(pixels.width, pixels.height)
  const gain = gainFor(pixels)
  const whole: View = { x: (pixels.width - side) / 2, y: (pixels.height - side) / 2, side, gain: 1, turns: 0 }
  const first = await look(pixels, whole, find)
  if (first.some(effort === 'quick' ? clear : plain)) return first.filter(likely)
  const second = gain > 1 ? await look(pixels, { ...whole, gain }, find) : []
  if (second.some(effort === 'quick' ? clear : plain)) return second.filter(likely)
  const upright = bestSeen(first) >= bestSeen(second) ? first : second
  if (effort === 'quick') return upright.filter(likely)

  // A scan or a phone picture may have lost its orientation: the way up at which a face is seen best.
  const ways = [upright]
  for (const turns of [1, 3, 2] as const) ways.push(await look(pixels, { ...whole, gain, turns }, find))
  const best = ways.toSorted((a, b) => bestSeen(b) - bestSeen(a))[0]?.filter(likely) ?? []
  if (best.length > 0) return best
  // Below some 200 px a tile would only show faces that nobody could call one.
  for (const parts of side >= 800 ? [2, 4] : [2]) {
    const faces: MeshFace[] = []
    for (const view of closer(whole, gain, parts)) {
      const inside = view.x < pixels.width && view.y < pixels.height && view.x + view.side > 0 && view.y + view.side > 0
      if (inside) faces.push(...(await look(pixels, view, find)).filter(clear))
    }
    if (faces.length > 0) return withoutDoubles(faces)
  }
  // In fog the model doubts; what it most likely saw is worth the right word, for it is refused all the same.
  return [...first, ...second].filter(face => faceFigures(face, pixels).sharpness < FOG).slice(0, 1)
}

const FOG = 12
/** Tilted so far that the picture itself must be on its side or its head: looked at that way up, the mesh fits better. */
const lying = ({ mesh }: MeshFace) => {
  const [[lx = 0, ly = 0] = [], [rx = 0, ry = 0] = []] = [mesh[33], mesh[263]]
  return rx - lx < Math.abs(ry - ly)
}
const faceSize = (face: MeshFace) => {
  const box = meshBox(face)
  return Math.max(box.width, box.height)
}
const bestSeen = (faces: MeshFace[]) => Math.max(0, ...faces.filter(likely).map(face => face.seen))

/** Overlapping squares of a part of the side, so that a face on a border is whole in a neighbour. */
function closer(whole: View, gain: number, parts: number): View[] {
  const side = whole.side / parts
  const steps = parts * 2 - 1
  return Array.from({ length: steps * steps }, (_, i) => ({
    ...whole,
    gain,
    side,
    x: whole.x + ((i % steps) * side) / 2,
    y: whole.y + (Math.floor(i / steps) * side) / 2,
  }))
}

async function look(pixels: Pixels, view: View, find: FindFaces): Promise<MeshFace[]> {
  const shown = square(pixels, view)
  if (flat(shown)) return []
  const faces = await find(shown, SQUARE)
  const scale = view.side / SQUARE
  const back = (x: number, y: number): [number, number] => {
    for (let i = 0; i < view.turns; i++) [x, y] = [y, SQUARE - x]
    return [view.x + x * scale, view.y + y * scale]
  }
  return faces.map(face => ({ ...face, mesh: face.mesh.map(([x, y, z]) => [...back(x, y), z] as const) }))
}

/** A wall, a sky, a covered lens: nothing to look for. */
function flat(square: Int32Array): boolean {
  let [low, high] = [255, 0]
  for (let i = 0; i < square.length; i += 9) {
    const value = square[i] as number
    if (value < low) low = value
    if (value > high) high = value
    if (high - low > 40) return false
  }
  return true
}

/** Cuts a view out as RGB, grey outside the picture. Scaled down by averaging, up by blending neighbours. */
function square(pixels: Pixels, view: View): Int32Array {
  const out = new Int32Array(SQUARE * SQUARE * 3).fill(128)
  const step = view.side / SQUARE
  const taps = Math.max(step < 1 ? 2 : 1, Math.min(4, Math.round(step)))
  const reach = Math.max(1, step)
  for (let row = 0; row < SQUARE; row++) {
    for (let column = 0; column < SQUARE; column++) {
      let [x, y] = [column, row]
      for (let i = 0; i < view.turns; i++) [x, y] = [y, SQUARE - 1 - x]
      const [cx, cy] = [view.x + (x + 0.5) * step, view.y + (y + 0.5) * step]
      let [r, g, b, n] = [0, 0, 0, 0]
      for (let i = 0; i < taps * taps; i++) {
        const px = Math.floor(cx + (((i % taps) + 0.5) / taps - 0.5) * reach)
        const py = Math.floor(cy + ((Math.floor(i / taps) + 0.5) / taps - 0.5) * reach)
        if (px < 0 || py < 0 || px >= pixels.width || py >= pixels.height) continue
        const at = (py * pixels.width + px) * pixels.channels
        r += pixels.data[at] as number
        g += pixels.data[at + 1] as number
        b += pixels.data[at + 2] as number
        n++
      }
      if (n === 0) continue
      const to = (row * SQUARE + column) * 3
      const gain = view.gain / n
      out[to] = Math.min(255, r * gain)
      out[to + 1] = Math.min(255, g * gain)
      out[to + 2] = Math.min(255, b * gain)
    }
  }
  return out
}

/** What would bring the bright end of a dark picture near white; 1 for a picture that is light enough for the model (it finds faces at a fifth of the light). */
function gainFor({ data, channels }: Pixels): number {
  const greens: number[] = []
  const stride = Math.max(1, Math.floor(data.length / channels / 8000)) * channels
  for (let i = 1; i < data.length; i += stride) greens.push(data[i] as number)
  greens.sort((a, b) => a - b)
  const bright = greens[Math.floor(greens.length * 0.99)] ?? 255
  return bright > 90 ? 1 : 230 / Math.max(10, bright)
}

/** The same face seen in two overlapping views is one face. */
function withoutDoubles(faces: MeshFace[]): MeshFace[] {
  const kept: MeshFace[] = []
  for (const face of faces.toSorted((a, b) => b.seen - a.seen)) {
    const own = meshBox(face)
    const [x, y] = [own.x + own.width / 2, own.y + own.height / 2]
    const known = kept.map(meshBox).some(box => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height)
    if (!known) kept.push(face)
  }
  return kept
}
