import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { PhotoVerdict } from '../../shared/model/photo-verdict.ts'

export interface Camera {
  status: 'off' | 'asking' | 'live' | 'none' | 'denied' | 'failed'
  deviceLabel: string
  width: number
  height: number
  /** The judgement of the last frame; null before the first. */
  verdict: PhotoVerdict | null
  /** Seconds until the shutter fires by itself; null while a check fails. */
  firesIn: number | null
  /** Give it the element that shows the picture. */
  video: (element: HTMLVideoElement | null) => void
  shoot(): void
}

const stop = (stream: MediaStream | null) => {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

/** Stands in until `renderer/camera` is there: the picture and the shutter, no judgement. */
export function useCamera(on: boolean, onPicture: (picture: Blob) => void): Camera {
  const element = useRef<HTMLVideoElement | null>(null)
  const [stream, setStream] = useState<MediaStream | null>(null)
  const [status, setStatus] = useState<Camera['status']>('off')
  const told = useEffectEvent(onPicture)
  useEffect(() => {
    if (!on) return
    let ended = false
    let opened: MediaStream | null = null
    setStatus('asking')
    navigator.mediaDevices
      .getUserMedia({ video: { width: 1280, height: 720 } })
      .then(made => {
        opened = made
        if (ended) return stop(made)
        setStream(made)
        setStatus('live')
      })
      .catch((error: DOMException) => !ended && setStatus(error.name === 'NotAllowedError' ? 'denied' : 'none'))
    return () => {
      ended = true
      setStatus('off')
      setStream(null)
      stop(opened)
    }
  }, [on])
  const video = useCallback(
    (made: HTMLVideoElement | null) => {
      element.current = made
      if (made) made.srcObject = stream
    },
    [stream],
  )
  const track = stream?.getVideoTracks()[0]
  const { width = 0, height = 0 } = track?.getSettings() ?? {}
  return {
    status,
    deviceLabel: track?.label ?? '',
    width,
    height,
    verdict: null,
    firesIn: null,
    video,
    shoot() {
      const from = element.current
      if (!from || status !== 'live') return
      const canvas = document.createElement('canvas')
      canvas.width = from.videoWidth
      canvas.height = from.videoHeight
      canvas.getContext('2d')?.drawImage(from, 0, 0)
      canvas.toBlob(blob => blob && told(blob), 'image/jpeg', 0.92)
    },
  }
}
