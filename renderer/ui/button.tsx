import type { ComponentProps, ReactNode } from 'react'
import type { KeyName } from '../keys/keys.ts'
import styles from './button.module.css'
import { Icon, type IconName } from './icon.tsx'
import { KeyCap } from './key-cap.tsx'

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  children: ReactNode
  /** One `main` a region; `repair` stands in rows and cards; `danger` names the number it takes away. */
  look?: 'main' | 'plain' | 'repair' | 'danger' | 'quiet'
  size?: 24 | 28 | 32 | 40
  icon?: IconName
  keyName?: KeyName
}

/** A button with its word, and the key that fires it inside. Where it is disabled, the reason stands next to it. */
export function Button({ look = 'plain', size = 32, icon, keyName, children, ...rest }: Props) {
  return (
    <button type="button" {...rest} className={styles.button} data-look={look} data-size={size}>
      {icon && <Icon name={icon} size={size < 32 ? 14 : 16} />}
      <span className={styles.word}>{children}</span>
      {keyName && <KeyCap name={keyName} on={look === 'main' ? 'accent' : undefined} />}
    </button>
  )
}
