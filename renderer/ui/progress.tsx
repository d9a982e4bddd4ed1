import styles from './progress.module.css'

/** Delivered, refused, and the rest. Refused is never under 1 % when there is any. `label` says the numbers to readers. */
export function Progress({
  done,
  failed,
  total,
  label,
  tall = false,
}: {
  done: number
  failed: number
  total: number
  label: string
  tall?: boolean
}) {
  const part = (count: number) => (total > 0 ? (count / total) * 100 : 0)
  const refused = failed > 0 ? Math.max(1, part(failed)) : 0
  return (
    <div
      className={styles.bar}
      data-tall={tall}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done + failed}
      aria-valuetext={label}
    >
      {done > 0 && <span className={styles.done} style={{ flexBasis: `${Math.min(part(done), 100 - refused)}%` }} />}
      {failed > 0 && <span className={styles.failed} style={{ flexBasis: `${refused}%` }} />}
      {done + failed < total && <span className={styles.rest} />}
    </div>
  )
}
