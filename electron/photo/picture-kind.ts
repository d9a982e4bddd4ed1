/** What a file is by its first bytes; its name and what the sender calls it are not asked. */
export type PictureKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'tiff' | 'avif' | 'bmp' | 'heic'

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1']

/** The kind of picture, or null for anything else (SVG too: it is a program, not a photograph). */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  const at = (offset: number, text: string) => [...text].every((c, i) => bytes[offset + i] === c.charCodeAt(0))
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (at(0, '\x89PNG\r\n\x1a\n')) return 'png'
  if (at(0, 'GIF87a') || at(0, 'GIF89a')) return 'gif'
  if (at(0, 'RIFF') && at(8, 'WEBP')) return 'webp'
  if (at(0, 'II*\0') || at(0, 'MM\0*')) return 'tiff'
  if (at(4, 'ftyp')) return isoKind(bytes)
  if (at(0, 'BM')) return 'bmp'
  return null
}

/** AVIF and HEIC share a container; the brands, the main one first, say which it is. */
function isoKind(bytes: Uint8Array): PictureKind | null {
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
  const brands: string[] = []
  for (let i = 8; i + 4 <= Math.min(size, bytes.length, 128); i += 4) {
    if (i !== 12) brands.push(String.fromCharCode(...bytes.subarray(i, i + 4)))
  }
  if (brands.some(brand => brand === 'avif' || brand === 'avis')) return 'avif'
  return brands.some(brand => HEIC_BRANDS.includes(brand)) ? 'heic' : null
}
