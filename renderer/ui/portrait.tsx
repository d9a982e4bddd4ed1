import { type CSSProperties, useEffect } from 'react'
import { useFrom } from '../stores/context.ts'
import styles from './portrait.module.css'

const sizes = { row: [21, 25], card: [44, 58], panel: [84, 104], passage: [136, 168], pin: [40, 50] } as const

/** Whose face it is, in an arch. `photo` is asked of the core; `url` shows a picture at hand. Without one: the initials. */
export function Portrait({
  of,
  photo = null,
  url,
  size,
  patience = 0,
}: {
  of: { family: string; given: string }
  photo?: string | null
  url?: string
  size: keyof typeof sizes
  /** Milliseconds a face must have stood there before it is asked for: rows that rush by ask nothing. */
  patience?: number
}) {
  const want = useFrom('photos', s => s.want)
  const held = useFrom('photos', s => (photo === null ? null : s.urls.get(photo)))
  useEffect(() => {
    if (photo === null || url || held !== undefined) return
    if (patience === 0) return want(photo)
    const timer = setTimeout(() => want(photo), patience)
    return () => clearTimeout(timer)
  }, [photo, url, held, want, patience])
  const [width, height] = sizes[size]
  const shown = url ?? held
  return (
    <span
      className={styles.portrait}
      data-size={size}
      style={{ width, height, '--arch': `${width / 2}px` } as CSSProperties}
      aria-hidden="true"
    >
      {shown ? (
        <img src={shown} alt="" width={width} height={height} />
      ) : size === 'row' ? (
        (of.family || of.given).charAt(0)
      ) : (
        `${of.family.charAt(0)}${of.given.charAt(0)}`
      )}
    </span>
  )
}
