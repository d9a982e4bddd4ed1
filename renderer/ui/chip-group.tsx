import type { KeyboardEvent, ReactNode } from 'react'
import styles from './chip-group.module.css'

/** Chips of which one is chosen: one stop for Tab, arrows move and choose, as radios do. */
export function ChipGroup({
  label,
  note,
  error,
  children,
}: {
  label: string
  note?: ReactNode
  error?: ReactNode
  children: ReactNode
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.code]
    if (!step) return
    const chips = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
    const here = chips.indexOf(document.activeElement as HTMLElement)
    if (here < 0) return
    const next = chips[(here + step + chips.length) % chips.length]
    next?.focus()
    if (next?.getAttribute('role') === 'radio') next.click()
    event.preventDefault()
  }
  return (
    <div className={styles.field}>
      <div className={styles.label}>
        {label} {note && <span className={styles.note}>{note}</span>}
        {error}
      </div>
      <div role="radiogroup" aria-label={label} className={styles.chips} onKeyDown={onKeyDown}>
        {children}
      </div>
    </div>
  )
}
