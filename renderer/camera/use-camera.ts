import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { type FaceMeasures, judgePhoto, type PhotoRules, type PhotoVerdict } from '../../shared/model/photo-verdict.ts'
import { closeStream, deviceName, grab, openStream } from './open-stream.ts'
import { useLiveVerdict } from './use-live-verdict.ts'

export interface Camera {
  status: 'off' | 'asking' | 'live' | 'none' | 'denied' | 'failed'
  deviceLabel: string
  /** Of the picture as it comes from the device, px; 0 before the first frame. */
  width: number
  height: number
  /** The judgement of the last frame; null before the first, and when the face check cannot run. */
  verdict: PhotoVerdict | null
  measures: FaceMeasures | null
  /** `failed`: the models could not be loaded; the shutter still fires by hand. */
  judge: 'loading' | 'running' | 'failed'
  /** Seconds until the shutter fires by itself; null while a check fails. */
  firesIn: number | null
  /** Give it the element that shows the picture. */
  video: (element: HTMLVideoElement | null) => void
  shoot(): void
}

export interface CameraOptions {
  rules?: PhotoRules
  /** False: the shutter fires by hand only. */
  armed?: boolean
}

/**
 * The camera while `on`: the live picture, a verdict on it some ten times a second, and the shutter, which fires by itself when all is green or by `shoot`.
 * `onPicture` gets a JPEG at the camera's own size. Everything is let go of when `on` ends or the screen closes.
 */
export function useCamera(on: boolean, onPicture: (picture: Blob) => void, { rules, armed = true }: CameraOptions = {}): Camera {
  const [stream, setStream] = useState<MediaStream | null>(null)
  const [status, setStatus] = useState<Camera['status']>('off')
  const [element, setElement] = useState<HTMLVideoElement | null>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  const [attempt, setAttempt] = useState(0)
  const busy = useRef(false)
  const told = useEffectEvent(onPicture)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt opens the camera again
  useEffect(() => {
    if (!on) return
    let ended = false
    let opened: MediaStream | null = null
    setStatus('asking')
    void openStream().then(answer => {
      if (typeof answer === 'string') return void (ended || setStatus(answer))
      if (ended) return closeStream(answer)
      opened = answer
      // Unplugged while live.
      answer.getVideoTracks()[0]?.addEventListener('ended', () => {
        setStream(null)
        setStatus('none')
      })
      setStream(answer)
      setStatus('live')
    })
    return () => {
      ended = true
      if (opened) closeStream(opened)
      setStream(null)
      setStatus('off')
      setSize({ width: 0, height: 0 })
    }
  }, [on, attempt])

  // Plugged in after the screen was opened.
  const missing = on && (status === 'none' || status === 'failed')
  useEffect(() => {
    if (!missing || !navigator.mediaDevices) return
    const again = () => setAttempt(n => n + 1)
    navigator.mediaDevices.addEventListener('devicechange', again)
    return () => navigator.mediaDevices.removeEventListener('devicechange', again)
  }, [missing])

  useEffect(() => {
    if (!element) return
    element.srcObject = stream
    const measure = () => setSize({ width: element.videoWidth, height: element.videoHeight })
    element.addEventListener('resize', measure)
    if (stream) void element.play().catch(() => {})
    return () => {
      element.removeEventListener('resize', measure)
      element.srcObject = null
    }
  }, [element, stream])

  const shoot = useCallback(() => {
    if (!element || !stream || busy.current) return
    busy.current = true
    void grab(element)
      .then(picture => picture && told(picture))
      .finally(() => {
        busy.current = false
      })
  }, [element, stream])

  const { measures, judge, firesIn } = useLiveVerdict(status === 'live' ? element : null, rules, armed, shoot)
  return {
    status,
    deviceLabel: deviceName(stream),
    ...size,
    verdict: measures && judgePhoto(measures, rules),
    measures,
    judge,
    firesIn,
    video: setElement,
    shoot,
  }
}
