import sharp, { type Sharp } from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { openPhotoDesk } from '../../electron/photo/open-photo-desk.ts'
import { drawPortrait, type PortraitOptions } from '../../electron/photo/portrait.ts'
import type { PreparedPhoto } from '../../electron/photo/prepare.ts'

// The real sharp and the real model, in the real worker thread; the faces are drawn.
const desk = openPhotoDesk({ clock: systemClock })
afterAll(() => desk.close())

const portrait = (seed: number, options: PortraitOptions = {}) => sharp(Buffer.from(drawPortrait(seededRandom(seed), options)))
/** A picture to go on working with: sharp's steps have an order of their own within one pipeline. */
const again = async (picture: Sharp) => sharp(await picture.png().toBuffer())
const beside = async (parts: Buffer[], width: number, height: number) =>
  again(
    sharp({ create: { width: width * parts.length, height, channels: 3, background: '#b9bdc0' } }).composite(
      parts.map((input, i) => ({ input, left: i * width, top: 0 })),
    ),
  )

/** Reads the markers before the picture data, as a device does. */
function jpegShape(jpeg: Uint8Array) {
  const markers: number[] = []
  let frame: { width: number; height: number; sampling: number[] } | null = null
  let at = 2
  while (at < jpeg.length && markers.at(-1) !== 0xda) {
    expect(jpeg[at]).toBe(0xff)
    const marker = jpeg[at + 1] as number
    const length = ((jpeg[at + 2] as number) << 8) | (jpeg[at + 3] as number)
    if (marker >= 0xc0 && marker <= 0xc2) {
      const short = (i: number) => ((jpeg[at + i] as number) << 8) | (jpeg[at + i + 1] as number)
      const parts = jpeg[at + 9] as number
      frame = {
        height: short(5),
        width: short(7),
        sampling: Array.from({ length: parts }, (_, i) => jpeg[at + 11 + i * 3] as number),
      }
    }
    markers.push(marker)
    at += 2 + length
  }
  return { markers, frame }
}

/** What the devices accept (desk.md). */
function expectAccepted({ jpeg }: PreparedPhoto) {
  if (!jpeg) throw new Error('no picture')
  expect([...jpeg.subarray(0, 2), ...jpeg.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9])
  expect(jpeg.length).toBeLessThanOrEqual(180_000)
  const { markers, frame } = jpegShape(jpeg)
  expect(markers).toContain(0xc0)
  expect(markers).not.toContain(0xe1)
  expect(frame?.sampling).toEqual([0x22, 0x11, 0x11])
  const longest = Math.max(frame?.width ?? 0, frame?.height ?? 0)
  expect(longest).toBeGreaterThanOrEqual(600)
  expect(longest).toBeLessThanOrEqual(900)
}

const cmyk = (picture: Sharp) => picture.toColourspace('cmyk').jpeg().toBuffer()
const bmp = async (picture: Sharp) => {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const stride = Math.ceil((info.width * 3) / 4) * 4
  const out = Buffer.alloc(54 + stride * info.height)
  out.write('BM')
  out.writeUInt32LE(54, 10)
  out.writeUInt32LE(40, 14)
  out.writeInt32LE(info.width, 18)
  out.writeInt32LE(info.height, 22)
  out.writeUInt16LE(24, 28)
  for (let y = 0; y < info.height; y++)
    for (let x = 0; x < info.width * 3; x++)
      out[54 + (info.height - 1 - y) * stride + x] = data[(y * info.width + Math.floor(x / 3)) * 3 + 2 - (x % 3)] as number
  return out
}
const sideways = async (picture: Sharp) => (await again(picture)).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer()

test.each<[string, (picture: Sharp) => Promise<Buffer>]>([
  ['JPEG', p => p.jpeg().toBuffer()],
  ['progressive JPEG', p => p.jpeg({ progressive: true, chromaSubsampling: '4:4:4', quality: 100 }).toBuffer()],
  ['CMYK JPEG', cmyk],
  ['grey JPEG', p => p.greyscale().jpeg().toBuffer()],
  ['JPEG turned by EXIF', sideways],
  ['PNG', p => p.png().toBuffer()],
  ['PNG of 16 bits', p => p.toColourspace('rgb16').png().toBuffer()],
  ['PNG with alpha', p => p.ensureAlpha(0.9).png().toBuffer()],
  ['WebP', p => p.webp().toBuffer()],
  ['GIF', p => p.gif().toBuffer()],
  ['TIFF', p => p.tiff().toBuffer()],
  ['AVIF', p => p.avif({ effort: 1 }).toBuffer()],
  ['BMP', bmp],
])('a portrait as %s becomes a photo that devices accept', async (_, encode) => {
  const photo = await desk.prepare(await encode(portrait(3, { width: 480, height: 600 })))
  expect(photo.verdict).toMatchObject({ ok: true, first: null })
  expectAccepted(photo)
})

test.each([
  ['just large enough', 220, 275],
  ['a camera frame', 1280, 720],
  ['a photograph', 2400, 3000],
] as const)('the size does not matter: %s', async (_, width, height) => {
  const photo = await desk.prepare(await portrait(12, { width, height }).jpeg().toBuffer())
  expect(photo.verdict).toMatchObject({ ok: true })
  expectAccepted(photo)
})

test('a small face in a large picture is measured on its own pixels, and cut out', async () => {
  const person = await portrait(17, { width: 400, height: 500 }).png().toBuffer()
  const wall = sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#9aa0a4' } })
  const photo = await desk.prepare(
    await wall
      .composite([{ input: person, left: 2500, top: 1800 }])
      .jpeg()
      .toBuffer(),
  )
  expect(photo.verdict).toMatchObject({ ok: true })
  expect(photo.measures).toMatchObject({ width: 4000, height: 3000 })
  expectAccepted(photo)
  // Head and shoulders fill the picture: looked at again, the pupils are far apart.
  const again = await desk.prepare(photo.jpeg as Uint8Array)
  expect(again.measures?.face?.pupils).toBeGreaterThan(60)
})

test('every drawn guest passes', async () => {
  for (let seed = 100; seed < 120; seed++) {
    const photo = await desk.prepare(await portrait(seed, { width: 400, height: 500 }).jpeg().toBuffer())
    expect([seed, photo.verdict.first]).toEqual([seed, null])
  }
})

test.each([-24, 14, 90, 180])('tilted by %i degrees it is levelled, not refused', async angle => {
  const tilted = await (await again(portrait(8, { width: 640, height: 800 })))
    .rotate(angle, { background: '#c8c8c8' })
    .jpeg()
    .toBuffer()
  const photo = await desk.prepare(tilted)
  expect(photo.verdict).toMatchObject({ ok: true })
  expectAccepted(photo)
  const level = await desk.prepare(photo.jpeg as Uint8Array)
  expect(Math.abs(level.measures?.face?.roll ?? 90)).toBeLessThan(5)
})

const png = (p: Sharp) => p.png().toBuffer()
const formats: [string, (picture: Sharp) => Promise<Buffer>][] = [
  ['JPEG', p => p.jpeg().toBuffer()],
  ['WebP', p => p.webp().toBuffer()],
  ['sideways JPEG', sideways],
]
const sizes = [
  { width: 480, height: 600 },
  { width: 1280, height: 720 },
  { width: 1200, height: 1500 },
]

/** Each trouble at each size and format: every picture is refused with its own cause. */
const troubles: [string, (size: { width: number; height: number }) => Promise<Sharp>, string[]][] = [
  [
    'two side by side',
    async s => beside([await png(portrait(3, s)), await png(portrait(9, s))], s.width, s.height),
    ['several-faces'],
  ],
  ['none', async s => again(sharp({ create: { ...s, channels: 3, background: '#8a9095' } })), ['no-face']],
  ['dark', async s => (await again(portrait(3, s))).linear(0.2, 0), ['too-dark']],
  ['dazzling', async s => (await again(portrait(3, s))).linear(1, 120), ['too-bright']],
  ['blurred', async s => (await again(portrait(3, s))).blur(s.height / 100), ['blurred']],
  ['turned right', async s => again(portrait(12, { ...s, turn: 28 })), ['turned-right']],
  ['turned left', async s => again(portrait(12, { ...s, turn: -28 })), ['turned-left']],
  ['tiny', async s => again(portrait(3, { width: Math.round(s.width / 8), height: Math.round(s.height / 8) })), ['too-small']],
]
test.each(troubles.flatMap(([name, make, causes]) => sizes.map((size, i) => [name, size, formats[i], make, causes] as const)))(
  '%s is refused with its own cause (%o)',
  async (_, size, format, make, causes) => {
    const photo = await desk.prepare(await (format as (typeof formats)[number])[1](await make(size)))
    expect(photo.verdict.ok).toBe(false)
    expect(causes).toContain(photo.verdict.first)
    // The operator sees what was refused.
    expect(photo.jpeg).not.toBeNull()
  },
)

test('a tiny face in a large room is too small, not absent', async () => {
  const person = await portrait(3, { width: 90, height: 112 }).png().toBuffer()
  const room = sharp({ create: { width: 1280, height: 720, channels: 3, background: '#a9adb0' } })
  const photo = await desk.prepare(
    await room
      .composite([{ input: person, left: 900, top: 300 }])
      .jpeg()
      .toBuffer(),
  )
  expect(photo.verdict.first).toBe('too-small')
})

test('files that hold no picture are named, and nothing falls over', async () => {
  const jpeg = await portrait(3, { width: 480, height: 600 }).jpeg().toBuffer()
  const cause = async (bytes: Uint8Array) => {
    const { verdict, jpeg: out } = await desk.prepare(bytes)
    expect([verdict.ok, out]).toEqual([false, null])
    return verdict.first
  }
  expect(await cause(new Uint8Array())).toBe('not-an-image')
  expect(await cause(Buffer.from('family,given\r\n'))).toBe('not-an-image')
  expect(await cause(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('not-an-image')
  expect(await cause(Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'))).toBe('heic')
  expect(await cause(jpeg.subarray(0, jpeg.length / 2))).toBe('damaged')
  expect(await cause(Buffer.from('BM and then nothing of the kind'))).toBe('damaged')
  expect(await cause(new Uint8Array(25_000_001))).toBe('too-large-file')
  const bomb = await sharp({ create: { width: 9000, height: 6000, channels: 3, background: '#777' } })
    .png()
    .toBuffer()
  expect(await cause(bomb)).toBe('too-many-pixels')
  expect(await cause(await portrait(3, { width: 30, height: 40 }).png().toBuffer())).toBe('too-few-pixels')
})
