import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { drawPhoto } from '../../electron/photo/draw-photo.ts'

const FRAMES = 30

/** Chromium's switches for a webcam in front of which somebody drawn stands still: a motion JPEG, made once. */
export async function fakeWebcam(): Promise<string[]> {
  const folder = resolve(import.meta.dirname, '../../out/test')
  const file = join(folder, 'webcam.mjpeg')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    const frame = await drawPhoto(3, { width: 1280, height: 720 })
    writeFileSync(file, Buffer.concat(Array.from({ length: FRAMES }, () => frame)))
  }
  return ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${file}`]
}
