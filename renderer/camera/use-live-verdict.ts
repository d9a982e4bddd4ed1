import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type FaceMeasures, judgePhoto, type PhotoRules } from '../../shared/model/photo-verdict.ts'
import { createFaceJudge, type FaceJudge } from './face-judge.ts'
import { createShutter } from './shutter.ts'

/** Least time between two frames looked at, ms (every third of a 30 Hz camera): ten a second are enough, and leave a weak machine its processor. */
const PACE_MS = 90

/** Where the models could not be loaded, they are asked for again after this, ms. */
const RETRY_MS = 5000

interface LiveVerdict {
  measures: FaceMeasures | null
  judge: 'loading' | 'running' | 'failed'
  firesIn: number | null
}
const nothing: LiveVerdict = { measures: null, judge: 'loading', firesIn: null }

/** Looks at the picture in `video` frame by frame; null: at rest. `fire` is called once the picture has been good long enough while `armed`. */
export function useLiveVerdict(
  video: HTMLVideoElement | null,
  rules: PhotoRules | undefined,
  armed: boolean,
  fire: () => void,
): LiveVerdict {
  const [state, setState] = useState(nothing)
  const judge = useRef<FaceJudge | null>(null)
  const fired = useEffectEvent(fire)
  const isGood = useEffectEvent((measures: FaceMeasures) => armed && judgePhoto(measures, rules).ok)

  // The worker outlives single pictures: its models take half a second to load.
  useEffect(
    () => () => {
      judge.current?.close()
      judge.current = null
    },
    [],
  )

  useEffect(() => {
    if (!video) return
    judge.current ??= createFaceJudge()
    const looker = judge.current
    const shutter = createShutter()
    let ended = false
    let lookedAt = Number.NEGATIVE_INFINITY
    let waiting = 0

    const look = async (at: number) => {
      try {
        const measures = await looker.look(video)
        if (ended || !measures) return
        shutter.judged(isGood(measures), at)
        setState(old => ({ ...old, measures, judge: 'running' }))
      } catch {
        lookedAt = at + RETRY_MS
        if (!ended) setState({ ...nothing, judge: 'failed' })
      }
    }
    const onFrame = (now: number) => {
      if (ended) return
      if (now - lookedAt >= PACE_MS) {
        lookedAt = now
        void look(now)
      }
      const { left, fire: due } = shutter.at(now)
      // Twentieths of a second: the ring looks even, and the screen is not drawn for nothing.
      const firesIn = left === null ? null : Math.round(left / 50) / 20
      setState(old => (old.firesIn === firesIn ? old : { ...old, firesIn }))
      if (due) fired()
      waiting = video.requestVideoFrameCallback(onFrame)
    }
    waiting = video.requestVideoFrameCallback(onFrame)
    return () => {
      ended = true
      video.cancelVideoFrameCallback(waiting)
      setState(nothing)
    }
  }, [video])

  return state
}
