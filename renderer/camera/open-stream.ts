/** Why there is no live picture. `none`: no camera; `denied`: not allowed; `failed`: there is one, but it does not open (another program holds it). */
export type NoCamera = 'none' | 'denied' | 'failed'

const reasons: Record<string, NoCamera> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  DevicesNotFoundError: 'none',
}

/** Opens the camera. Video only: the microphone is never asked for. Resolves with the reason when there is none. */
export async function openStream(): Promise<MediaStream | NoCamera> {
  // Absent on an origin that the browser does not trust.
  if (!navigator.mediaDevices) return 'none'
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: 1280 }, height: { ideal: 720 } } })
  } catch (error) {
    return (error instanceof DOMException && reasons[error.name]) || 'failed'
  }
}

export function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/** The device's name as people know it: Chromium appends the USB ids. */
export function deviceName(stream: MediaStream | null): string {
  return (stream?.getVideoTracks()[0]?.label ?? '').replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i, '')
}

/** The frame that is on the screen now, at the camera's full size. 0.92 keeps 4:2:0; the core encodes again all the same. Null when there is none yet. */
export function grab(video: HTMLVideoElement): Promise<Blob | null> {
  if (video.videoWidth === 0) return Promise.resolve(null)
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.92))
}
