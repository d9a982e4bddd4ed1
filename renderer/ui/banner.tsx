import type { ReactNode } from 'react'
import styles from './banner.module.css'
import { Icon, type IconName } from './icon.tsx'

interface Action {
  word: string
  act: () => void
}

interface Props {
  tone: 'wait' | 'no' | 'ok' | 'accent'
  icon?: IconName
  /** The bold fact first. */
  fact: ReactNode
  /** Then why and until when. */
  children?: ReactNode
  action?: Action | undefined
  /** Another way, beside the first. */
  also?: Action | undefined
  tall?: boolean
}
const icons: Record<Props['tone'], IconName> = { wait: 'bang', no: 'bang', ok: 'check', accent: 'info' }

/** A bar across its region that stays while it is true. */
export function Banner({ tone, icon = icons[tone], fact, children, action, also, tall = false }: Props) {
  return (
    <div
      className={styles.banner}
      data-tone={tone}
      data-tall={tall}
      data-stacked={tall && Boolean(action) && Boolean(children)}
      role="status"
    >
      <Icon name={icon} size={tall ? 20 : 16} />
      <div className={styles.words}>
        <strong className={styles.fact}>{fact}</strong>
        <span className={styles.why}>{children}</span>
      </div>
      {[action, also].map(
        one =>
          one && (
            <button key={one.word} type="button" className={styles.action} onClick={one.act}>
              {one.word}
            </button>
          ),
      )}
    </div>
  )
}
