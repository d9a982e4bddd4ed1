import { placeFace } from '../../shared/model/face-figures.ts'
import type { FaceMeasures } from '../../shared/model/photo-verdict.ts'
import type { LookReply, LookRequest } from './face-worker.ts'

/** Longest side the worker is shown, px: as much as the core looks at. */
const WORKING_SIDE = 1280

/** Measures frames of a live picture in a Web Worker, one at a time. */
export interface FaceJudge {
  /** Null while a frame is being looked at, or when this one could not be had. Rejects when the face check cannot run. */
  look(video: HTMLVideoElement): Promise<FaceMeasures> | null
  close(): void
}

export function createFaceJudge(): FaceJudge {
  const worker = new Worker(new URL('./face-worker.ts', import.meta.url), { type: 'module', name: 'face' })
  let lastId = 0
  let asked: { id: number; done: (measures: FaceMeasures) => void; fail: (error: Error) => void } | null = null

  worker.onmessage = ({ data }: MessageEvent<LookReply>) => {
    const over = asked
    if (data.id !== over?.id) return
    asked = null
    if ('measures' in data) over.done(data.measures)
    else over.fail(new Error(data.error))
  }
  worker.onerror = () => {
    const over = asked
    asked = null
    over?.fail(new Error('the face worker did not start'))
  }

  return {
    look(video) {
      const { videoWidth: width, videoHeight: height } = video
      if (asked || width === 0 || height === 0) return null
      const scale = Math.max(1, Math.max(width, height) / WORKING_SIDE)
      const id = ++lastId
      const answer = new Promise<FaceMeasures>((done, fail) => {
        asked = { id, done, fail }
      })
      const size = scale > 1 ? { resizeWidth: Math.round(width / scale), resizeHeight: Math.round(height / scale) } : {}
      createImageBitmap(video, { ...size, resizeQuality: 'medium' }).then(
        frame => worker.postMessage({ id, frame } satisfies LookRequest, [frame]),
        () => {
          asked?.fail(new Error('no frame'))
          asked = null
        },
      )
      return answer.then(({ faces, face }) => ({ width, height, faces, face: face && placeFace(face, scale, 0, 0) }))
    },
    close() {
      worker.terminate()
      asked = null
    },
  }
}
