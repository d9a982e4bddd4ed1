import type { Check } from '../../shared/model/site.ts'
import { useText } from '../text/use-text.ts'
import { Lamp } from '../ui/lamp.tsx'
import { Certificate } from './certificate.tsx'
import styles from './check-row.module.css'
import type { StepName } from './steps.ts'

/** Measures come in figures and a unit: `38 ms`. */
const MEASURE = /^(-?\d+) (ms|s)$/

/** One link of the chain: its lamp, its name, what was measured; a failed one says the fix inside. */
export function CheckRow({
  check,
  blocked,
  certificate,
  onPin,
}: {
  check: Check
  /** It fails only because one before it does. */
  blocked: boolean
  /** The fingerprint that the site showed. */
  certificate: string | null
  onPin: (fingerprint: string) => void
}) {
  const { t, word } = useText()
  const state = check.ok ? 'done' : blocked ? 'none' : 'refused'
  const [, figure, unit] = MEASURE.exec(check.detail ?? '') ?? []
  const detail =
    figure && unit
      ? t(unit === 'ms' ? 'settings.detail ms' : 'settings.detail s', { value: Math.abs(Number(figure)) })
      : check.detail
  const fix = !check.ok && check.fix ? word('settings', `fix ${check.fix}`, 'settings.fix report') : null
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
      <span>{word('settings', `check ${check.name}`, 'settings.check other', { name: check.name })}</span>
      {blocked ? (
        <span className={styles.detail}>{t('settings.not asked')}</span>
      ) : check.name === 'certificate' ? (
        <Certificate shown={certificate} ok={check.ok} fix={fix} onPin={onPin} />
      ) : (
        <>
          {detail && <span className={styles.detail}>{detail}</span>}
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
export function StepRow({ name, running }: { name: StepName; running: boolean }) {
  const { t } = useText()
  const state = running ? 'waiting' : 'none'
  return (
    <li className={styles.row} data-state={state}>
      <Lamp state={state} height={18} />
      <span>{t(`settings.check ${name}`)}</span>
    </li>
  )
}
