/** The models the face check needs, by file name without ending, in the npm package's folder `@vladmandic/human/models` (.json and .bin each). */
export const faceModels = ['blazeface', 'facemesh'] as const

/**
 * How `@vladmandic/human` is set up, in the core and in the page alike: one look at one picture, where the faces are and their mesh, nothing about who they are.
 * `modelBasePath` and `wasmPath` are added by the side that runs it.
 */
export const faceModelConfig = {
  backend: 'wasm',
  debug: false,
  async: false,
  // Each picture stands for itself: nothing is carried over from the one before.
  cacheModels: false,
  cacheSensitivity: 0,
  skipAllowed: false,
  deallocate: false,
  warmup: 'none',
  filter: { enabled: false },
  gesture: { enabled: false },
  body: { enabled: false },
  hand: { enabled: false },
  object: { enabled: false },
  segmentation: { enabled: false },
  face: {
    enabled: true,
    detector: {
      modelPath: 'blazeface.json',
      // Turned upright before the mesh is laid on it: a tilted head would get a wrong mesh. How sure is sure enough is for face-search to say.
      rotation: true,
      maxDetected: 6,
      minConfidence: 0.15,
      iouThreshold: 0.1,
      skipFrames: 0,
      skipTime: 0,
    },
    mesh: { enabled: true, modelPath: 'facemesh.json' },
    attention: { enabled: false },
    iris: { enabled: false },
    emotion: { enabled: false },
    description: { enabled: false },
    antispoof: { enabled: false },
    liveness: { enabled: false },
  },
} as const
