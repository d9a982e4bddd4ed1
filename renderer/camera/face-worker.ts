import { Human } from '@vladmandic/human'
import type { MeshFace } from '../../shared/model/face-figures.ts'
import { faceModelConfig } from '../../shared/model/face-model.ts'
import { type FindFaces, measureFaces } from '../../shared/model/face-search.ts'
import type { FaceMeasures } from '../../shared/model/photo-verdict.ts'
import { MODELS_PATH, WASM_PATH } from './model-files.ts'

/** One frame in, its measures out; frames come one at a time. The frame is closed here. */
export interface LookRequest {
  readonly id: number
  readonly frame: ImageBitmap
}
export type LookReply = { readonly id: number; readonly measures: FaceMeasures } | { readonly id: number; readonly error: string }

/** What this file uses of a worker's global scope: the page's types know only a window. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<LookRequest>) => void) | null
  postMessage(reply: LookReply): void
}

async function load(): Promise<FindFaces> {
  // The library types its whole configuration, the core's copy is a constant: a plain copy satisfies both.
  const human = new Human({ ...structuredClone(faceModelConfig), modelBasePath: MODELS_PATH, wasmPath: WASM_PATH } as object)
  await human.load()
  return async (square, size) => {
    const tensor = human.tf.tensor3d(square, [size, size, 3], 'int32')
    try {
      const { face, error } = await human.detect(tensor)
      if (error) throw new Error('the face model failed')
      return face
        .filter(found => found.mesh.length >= 468)
        .map(
          (found): MeshFace => ({
            seen: found.boxScore,
            fits: found.faceScore,
            mesh: found.mesh.map(([x, y, z]) => [x, y, z ?? 0] as const),
          }),
        )
    } finally {
      human.tf.dispose(tensor)
    }
  }
}

let ready: Promise<FindFaces> | null = null
let canvas: OffscreenCanvas | null = null

function pixelsOf(frame: ImageBitmap): ImageData {
  const { width, height } = frame
  canvas ??= new OffscreenCanvas(width, height)
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.drawImage(frame, 0, 0)
  return context.getImageData(0, 0, width, height)
}

scope.onmessage = async ({ data: { id, frame } }) => {
  try {
    ready ??= load()
    const { data, width, height } = pixelsOf(frame)
    frame.close()
    scope.postMessage({ id, measures: await measureFaces({ data, width, height, channels: 4 }, await ready) })
  } catch (error) {
    ready = null
    scope.postMessage({ id, error: error instanceof Error ? error.message : 'unknown' })
  }
}
