import { type ReactNode, useEffect, useRef } from 'react'
import styles from './layer.module.css'

/** Something that floats over the screen until Esc: the browser's own dialog, with its focus trap and its way back. */
export function Layer({
  label,
  onClose,
  children,
  width = 560,
}: {
  label: string
  onClose: () => void
  children: ReactNode
  width?: number
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
    return () => element?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop is what Esc is on the keyboard
    <dialog
      ref={dialog}
      className={styles.layer}
      style={{ width }}
      aria-label={label}
      onClose={onClose}
      onClick={event => event.target === dialog.current && onClose()}
    >
      <div className={styles.inside}>{children}</div>
    </dialog>
  )
}
