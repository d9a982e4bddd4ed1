import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { MeshFace, Pixels } from '../../shared/model/face-figures.ts'
import { faceModelConfig } from '../../shared/model/face-model.ts'
import { type FindFaces, measureFaces } from '../../shared/model/face-search.ts'
import type { FaceMeasures } from '../../shared/model/photo-verdict.ts'

/** What the core asks of this thread, and what it answers. An error carries a word, never anything of the picture. */
export interface FaceRequest {
  readonly id: number
  readonly pixels: Pixels
}
export type FaceReply = { readonly id: number; readonly measures: FaceMeasures } | { readonly id: number; readonly error: string }

/** The part of `@vladmandic/human` that is used here; its own types want a DOM. */
interface Human {
  readonly tf: {
    tensor3d(data: Int32Array, shape: [number, number, number], type: 'int32'): unknown
    dispose(tensor: unknown): void
    readonly io: { registerLoadRouter(router: (url: unknown) => unknown): void }
  }
  load(): Promise<void>
  detect(tensor: unknown): Promise<{ error: string | null; face: HumanFace[] }>
}
interface HumanFace {
  readonly boxScore: number
  readonly faceScore: number
  readonly mesh: [number, number, number][]
}

const MODELS = 'foyer-models:'

/** Loads the model from the npm packages: about 0.15 s. The wasm build is not among the package's exports, so it is found by path. */
async function loadHuman(): Promise<Human> {
  const require = createRequire(import.meta.url)
  const home = dirname(dirname(require.resolve('@vladmandic/human')))
  const wasmPath = `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`
  const { Human } = require(join(home, 'dist/human.node-wasm.js')) as { Human: new (config: object) => Human }
  const human = new Human({ ...faceModelConfig, wasmPath, modelBasePath: MODELS })
  // It would fetch its models over http and cannot read files; a route of our own reads them from the package, without a server.
  human.tf.io.registerLoadRouter(url =>
    typeof url === 'string' && url.startsWith(MODELS) ? { load: () => readModel(join(home, 'models'), url) } : null,
  )
  await human.load()
  return human
}

async function readModel(folder: string, url: string): Promise<object> {
  const name = /([a-z0-9-]+)\.json$/.exec(url)?.[1]
  if (!name) throw new Error('unknown model')
  const [model, weights] = await Promise.all([
    readFile(join(folder, `${name}.json`), 'utf8').then(text => JSON.parse(text)),
    readFile(join(folder, `${name}.bin`)),
  ])
  return {
    ...model,
    weightSpecs: model.weightsManifest.flatMap((group: { weights: object[] }) => group.weights),
    weightData: new Uint8Array(weights).buffer,
  }
}

function finder(human: Human): FindFaces {
  return async (square, size) => {
    const tensor = human.tf.tensor3d(square, [size, size, 3], 'int32')
    try {
      const result = await human.detect(tensor)
      if (result.error) throw new Error('the face model failed')
      return result.face
        .filter(face => face.mesh.length >= 468)
        .map(({ boxScore, faceScore, mesh }): MeshFace => ({ seen: boxScore, fits: faceScore, mesh }))
    } finally {
      human.tf.dispose(tensor)
    }
  }
}

const port = parentPort
if (port) {
  let ready: Promise<FindFaces> | null = null
  port.on('message', async ({ id, pixels }: FaceRequest) => {
    let reply: FaceReply
    try {
      ready ??= loadHuman().then(finder)
      reply = { id, measures: await measureFaces(pixels, await ready, 'thorough') }
    } catch (error) {
      ready = null
      reply = { id, error: error instanceof Error ? error.message : 'unknown' }
    }
    port.postMessage(reply)
  })
}
