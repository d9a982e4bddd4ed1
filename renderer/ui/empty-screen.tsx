import type { ReactNode } from 'react'
import type { KeyName } from '../keys/keys.ts'
import styles from './empty-screen.module.css'
import { KeyCap } from './key-cap.tsx'

/** What belongs here, and the one key that brings it; centred in its own region. */
export function EmptyScreen({ keyName, children }: { keyName?: KeyName; children: ReactNode }) {
  return (
    <div className={styles.empty}>
      <svg width="40" height="48" viewBox="0 0 40 48" fill="none" aria-hidden="true">
        <path d="M2 46V20a18 18 0 0 1 36 0v26" stroke="var(--line2)" strokeWidth="2.500" strokeLinecap="round" />
      </svg>
      <p className={styles.said}>
        {keyName && <KeyCap name={keyName} />}
        <span>{children}</span>
      </p>
    </div>
  )
}
