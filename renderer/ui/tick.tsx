import { type ComponentProps, type ReactNode, useId } from 'react'
import styles from './tick.module.css'

interface Props extends Omit<ComponentProps<'input'>, 'type' | 'children'> {
  children: ReactNode
  /** What it means, or what it risks. */
  note?: ReactNode
  tone?: 'plain' | 'wait'
}

/** Something that is or is not: a box with its word beside it. */
export function Tick({ children, note, tone = 'plain', ...input }: Props) {
  const id = useId()
  return (
    <div className={styles.tick} data-tone={tone}>
      <input {...input} id={id} type="checkbox" aria-describedby={note ? `${id}-note` : undefined} />
      <label htmlFor={id}>{children}</label>
      {note && <p id={`${id}-note`}>{note}</p>}
    </div>
  )
}
