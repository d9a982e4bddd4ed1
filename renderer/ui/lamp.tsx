import type { StepState } from '../../shared/model/visit.ts'
import styles from './lamp.module.css'

const ARCH = 'M2.500 17.500V9a6.500 6.500 0 0 1 13 0v8.500a1.500 1.500 0 0 1-1.500 1.500H4a1.500 1.500 0 0 1-1.500-1.500z'

/**
 * A door, or a step, as a lamp. Never alone: a number and a summary, a column head with a legend, or a word stands by it.
 * `label` says door and state to readers; leave it out where the lamp stands inside something that says it.
 */
export function Lamp({ state, label, height = 20 }: { state: StepState; label?: string; height?: number }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has its label, or stands inside something that says it
    <svg
      className={styles.lamp}
      data-state={state}
      width={(height * 18) / 20}
      height={height}
      viewBox="0 0 18 20"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path className={styles.arch} d={ARCH} />
      {state === 'done' && <path className={styles.glyph} d="M5.800 11.800l2.300 2.300 4.300-4.600" />}
      {state === 'refused' && <path className={styles.glyph} d="M6.300 9l5.400 5.400M11.700 9l-5.400 5.400" />}
      {state === 'late' && <path className={styles.glyph} d="M9 7v4.800M9 14.900v.1" />}
      {state === 'waiting' && <path className={styles.dots} d="M5.900 12.600h.01M9 12.600h.01M12.100 12.600h.01" />}
      {state === 'unconfirmed' && <path className={styles.dash} d="M5.800 12.200l2.200 2.200 4.200-4.500" />}
      {state === 'none' && <path className={styles.dash} d="M6.500 12.500h5" />}
    </svg>
  )
}
