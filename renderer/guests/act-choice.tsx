import { Popover } from '@mantine/core'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { Button } from '../ui/button.tsx'
import styles from './act-buttons.module.css'

interface Props extends Pick<ComponentProps<typeof Button>, 'look' | 'disabled' | 'icon'> {
  word: string
  name: string
  /** What is to be chosen from; `then` does what was chosen, and closes. */
  children: (then: (act: () => void) => void) => ReactNode
}

/** A button that asks one thing more before it acts: until when, or which level. */
export function ActChoice({ word, name, children, ...button }: Props) {
  const [opened, setOpened] = useState(false)
  const then = (act: () => void) => {
    setOpened(false)
    act()
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" offset={6} trapFocus returnFocus>
      <Popover.Target>
        <Button {...button} size={28} onClick={() => setOpened(!opened)} aria-expanded={opened} data-testid={`act-${name}`}>
          {word}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.choices}>{children(then)}</Popover.Dropdown>
    </Popover>
  )
}
