import styles from './gauge.module.css'

/** How much of a place is taken, from 0 to 1; null: nobody knows, and only the words stand there. */
export function Gauge({
  share,
  tone,
  label,
  children,
}: {
  share: number | null
  tone: 'plain' | 'wait' | 'no'
  /** Says what and how much to readers. */
  label: string
  children: string
}) {
  return (
    <span className={styles.gauge} data-tone={tone} role="img" aria-label={label}>
      <span className={styles.words}>{children}</span>
      {share !== null && (
        <span className={styles.bar}>
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </span>
  )
}
