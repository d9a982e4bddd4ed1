import type { ReactNode } from 'react'
import type { Check } from '../../shared/model/site.ts'
import { useText } from '../text/use-text.ts'
import { Lamp } from '../ui/lamp.tsx'
import styles from './check-row.module.css'

/** Measures come in figures and a unit: `38 ms`. */
const MEASURE = /^(-?\d+) (ms|s)$/

/** One link of the chain: its lamp, its name, what was measured; a failed one says the fix inside. */
export function CheckRow({
  section = 'settings',
  check,
  blocked,
  detail = check.detail,
  children,
}: {
  /** Whose words. */
  section?: 'settings' | 'devices'
  check: Check
  /** It fails only because one before it does. */
  blocked: boolean
  detail?: string | null
  /** Instead of its detail and its fix. */
  children?: ReactNode
}) {
  const { t, word } = useText()
  const state = check.ok ? 'done' : blocked ? 'none' : 'refused'
  const [, figure, unit] = MEASURE.exec(detail ?? '') ?? []
  const measured =
    figure && unit ? t(unit === 'ms' ? 'settings.detail ms' : 'settings.detail s', { value: Math.abs(Number(figure)) }) : detail
  const fix = !check.ok && check.fix ? word(section, `fix ${check.fix}`, `${section}.fix report`) : null
  const site = blocked ? undefined : check.failure?.site
  return (
    <li
      className={styles.row}
      data-state={state}
      data-testid={`check-${check.name}`}
      data-ok={check.ok}
      data-fix={check.fix ?? ''}
    >
      <Lamp state={state} height={18} label={t(`settings.check ${state}`)} />
      <span>{word(section, `check ${check.name}`, `${section}.check other`, { name: check.name })}</span>
      {blocked ? (
        <span className={styles.detail}>{t('settings.not asked')}</span>
      ) : children ? (
        children
      ) : (
        <>
          {measured && <span className={styles.detail}>{measured}</span>}
          {fix && <p className={styles.fix}>{fix}</p>}
        </>
      )}
      {site && (
        <details className={styles.raw}>
          <summary>{t('settings.raw')}</summary>
          <code>{[site.code, site.text, site.path].filter(Boolean).join(' · ')}</code>
        </details>
      )}
    </li>
  )
}

/** A link that nobody has asked yet, or whose answer is awaited. */
export function StepRow({ word, running }: { word: string; running: boolean }) {
  const state = running ? 'waiting' : 'none'
  return (
    <li className={styles.row} data-state={state}>
      <Lamp state={state} height={18} />
      <span>{word}</span>
    </li>
  )
}
