import type { Pixels } from '../../shared/model/face-figures.ts'

/** Reads an uncompressed Windows bitmap of 24 or 32 bits (what scanners and Paint save; sharp reads none). Null for any other, or a damaged one. */
export function readBmp(bytes: Uint8Array, maxPixels: number): Pixels | null {
  if (bytes.length < 54) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = view.getUint32(10, true)
  const width = view.getInt32(18, true)
  const signedHeight = view.getInt32(22, true)
  const height = Math.abs(signedHeight)
  const bits = view.getUint16(28, true)
  const compression = view.getUint32(30, true)
  // 3: bit fields, which for 32 bits are in practice always B, G, R, unused.
  const plain = compression === 0 || (compression === 3 && bits === 32)
  if (
    view.getUint32(14, true) < 40 ||
    width < 1 ||
    height < 1 ||
    width * height > maxPixels ||
    !plain ||
    (bits !== 24 && bits !== 32)
  )
    return null
  const step = bits / 8
  const stride = Math.ceil((width * step) / 4) * 4
  if (start + stride * height > bytes.length) return null
  const data = new Uint8Array(width * height * 3)
  for (let row = 0; row < height; row++) {
    // Rows stand on their head unless the height is negative.
    const from = start + (signedHeight > 0 ? height - 1 - row : row) * stride
    for (let column = 0; column < width; column++) {
      const i = from + column * step
      const to = (row * width + column) * 3
      data[to] = bytes[i + 2] as number
      data[to + 1] = bytes[i + 1] as number
      data[to + 2] = bytes[i] as number
    }
  }
  return { data, width, height, channels: 3 }
}
