import { faceModels } from '../../shared/model/face-model.ts'

/** Where the page's own origin serves what the face check loads. Nothing comes from anywhere else. */
export const MODELS_PATH = '/models/'
export const WASM_PATH = '/wasm/'

/** What must be served (left), and where in node_modules it lies (right). The plain and the threaded wasm are for machines without SIMD or with isolation. */
export const faceFiles: Readonly<Record<string, string>> = Object.fromEntries([
  ...faceModels
    .flatMap(name => [`${name}.json`, `${name}.bin`])
    .map(file => [`${MODELS_PATH}${file}`, `@vladmandic/human/models/${file}`]),
  ...['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'].map(file => [
    `${WASM_PATH}${file}`,
    `@tensorflow/tfjs-backend-wasm/dist/${file}`,
  ]),
])
