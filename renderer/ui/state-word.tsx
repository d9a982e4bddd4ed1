import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './state-word.module.css'

export type Tone = 'ok' | 'no' | 'wait' | 'plain' | 'accent'
const icons: Record<Tone, IconName> = { ok: 'check', no: 'cross', wait: 'bang', plain: 'clock', accent: 'play' }

/** Icon and word in the text colour of what they say; no pill behind them. */
export function StateWord({ tone, icon = icons[tone], children }: { tone: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={styles.word} data-tone={tone}>
      <Icon name={icon} size={12} />
      <span className={styles.text}>{children}</span>
    </span>
  )
}
