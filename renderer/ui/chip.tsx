import type { ComponentProps, ReactNode } from 'react'
import styles from './chip.module.css'
import { Icon, type IconName } from './icon.tsx'

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  children: ReactNode
  chosen?: boolean
  /** What follows the word: a time or a number of doors (desk), a count (filter). */
  detail?: ReactNode
  kind?: 'desk' | 'filter'
  /** Dashed: it opens a list. */
  opens?: boolean
  icon?: IconName
}

/** One of several: on the desk a radio (put it in a `ChipGroup`), as a filter a toggle. */
export function Chip({ chosen = false, detail, kind = 'desk', opens = false, icon, children, ...rest }: Props) {
  const role = opens
    ? {}
    : kind === 'desk'
      ? { role: 'radio', 'aria-checked': chosen, tabIndex: chosen ? 0 : -1 }
      : { 'aria-pressed': chosen }
  return (
    <button type="button" {...role} {...rest} className={styles.chip} data-kind={kind} data-chosen={chosen} data-opens={opens}>
      {kind === 'desk' && chosen && <Icon name="check" size={14} />}
      {icon && !(kind === 'desk' && chosen) && <Icon name={icon} size={14} />}
      <span className={styles.word}>{children}</span>
      {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      {opens && !icon && <Icon name="chevron" size={14} />}
    </button>
  )
}
