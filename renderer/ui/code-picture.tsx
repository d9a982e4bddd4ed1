import { toCanvas } from 'bwip-js/browser'
import { useEffect, useRef } from 'react'

/** A code that a reader takes: QR, or bars of Code 128 for readers that know no other. Drawn large enough that 300 dots an inch lose nothing. */
export function CodePicture({
  text,
  kind,
  className,
}: {
  text: string
  kind: 'qrcode' | 'code128'
  className?: string | undefined
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!canvas.current) return
    toCanvas(canvas.current, {
      bcid: kind,
      text,
      scale: 6,
      ...(kind === 'code128' ? { height: 9, includetext: false } : { eclevel: 'M' }),
    })
  }, [text, kind])
  return <canvas ref={canvas} className={className} role="img" aria-label={text} />
}
