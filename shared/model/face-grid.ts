import type { Pixels } from './face-figures.ts'
import type { FaceFigures } from './photo-verdict.ts'

type Eyes = FaceFigures['eyes']

/** The face is looked at as if its pupils were this far apart: the least a source may have, so that a picture is only ever scaled down for it. */
const GRID_PUPILS = 40
/** The part of the face looked at, in pupil distances from the point between the eyes: brows to chin, cheek to cheek. */
const GRID = { left: -0.9, top: -0.55, width: 1.8, height: 2.2 }

/** Luma of a levelled face, 0 to 255, row by row. */
export interface Grid {
  readonly luma: Float32Array
  readonly width: number
  readonly height: number
}
/** The levelled face as luma at a fixed size; each point is the mean of the source pixels it stands for, so that no detail is invented or aliased. */
export function faceGrid(pixels: Pixels, eyes: Eyes, across: number, roll: number): Grid {
  const width = Math.round(GRID.width * GRID_PUPILS)
  const height = Math.round(GRID.height * GRID_PUPILS)
  const luma = new Float32Array(width * height)
  const step = across / GRID_PUPILS
  const samples = Math.max(1, Math.ceil(step))
  const [cos, sin] = [Math.cos(roll), Math.sin(roll)]
  const [x0, y0] = [(eyes.left.x + eyes.right.x) / 2, (eyes.left.y + eyes.right.y) / 2]
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let sum = 0
      for (let i = 0; i < samples * samples; i++) {
        const u = (column + ((i % samples) + 0.5) / samples) * step + GRID.left * across
        const v = (row + (Math.floor(i / samples) + 0.5) / samples) * step + GRID.top * across
        sum += lumaAt(pixels, x0 + u * cos - v * sin, y0 + u * sin + v * cos)
      }
      luma[row * width + column] = sum / (samples * samples)
    }
  }
  return { luma, width, height }
}

/** Rec. 601 luma, 0 to 255, between the four pixels round a point; the edge repeats outside. */
function lumaAt(pixels: Pixels, x: number, y: number): number {
  const px = Math.min(Math.max(x - 0.5, 0), pixels.width - 1)
  const py = Math.min(Math.max(y - 0.5, 0), pixels.height - 1)
  const [left, top] = [Math.floor(px), Math.floor(py)]
  const [right, bottom] = [Math.min(left + 1, pixels.width - 1), Math.min(top + 1, pixels.height - 1)]
  const [fx, fy] = [px - left, py - top]
  const one = (cx: number, cy: number) => {
    const i = (cy * pixels.width + cx) * pixels.channels
    return 0.299 * (pixels.data[i] ?? 0) + 0.587 * (pixels.data[i + 1] ?? 0) + 0.114 * (pixels.data[i + 2] ?? 0)
  }
  return (
    (one(left, top) * (1 - fx) + one(right, top) * fx) * (1 - fy) + (one(left, bottom) * (1 - fx) + one(right, bottom) * fx) * fy
  )
}

/** Cheeks, eyes and nose only: hair, beard and background say nothing about the light. */
export function lightFigures({ luma, width, height }: Grid): { brightness: number; unevenness: number } {
  const sums = [0, 0]
  const counts = [0, 0]
  const seen: number[] = []
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = (column + 0.5) / GRID_PUPILS + GRID.left
      const y = (row + 0.5) / GRID_PUPILS + GRID.top
      if ((x / 0.85) ** 2 + ((y - 0.45) / 0.75) ** 2 > 1) continue
      const value = luma[row * width + column] as number
      const half = x < 0 ? 0 : 1
      sums[half] = (sums[half] as number) + value
      counts[half] = (counts[half] as number) + 1
      seen.push(value)
    }
  }
  const [left, right] = [(sums[0] as number) / (counts[0] || 1), (sums[1] as number) / (counts[1] || 1)]
  const mean = (left + right) / 2
  seen.sort((a, b) => a - b)
  const bright = seen[Math.floor(seen.length * 0.97)] ?? 0
  return { brightness: (mean + bright) / 2, unevenness: (100 * Math.abs(left - right)) / Math.max(1, mean) }
}

/** Variance of the Laplacian against the variance of the luma: a dark picture is not a blurred one. */
export function sharpness({ luma, width, height }: Grid): number {
  let [sum, square, laplacian, n] = [0, 0, 0, 0]
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const i = row * width + column
      const value = luma[i] as number
      const around = (luma[i - 1] as number) + (luma[i + 1] as number) + (luma[i - width] as number) + (luma[i + width] as number)
      laplacian += (around - 4 * value) ** 2
      sum += value
      square += value * value
      n++
    }
  }
  const variance = square / n - (sum / n) ** 2
  // A flat grey has neither; one grey level of noise is not detail.
  return (1000 * (laplacian / n)) / Math.max(25, variance) / 2
}
