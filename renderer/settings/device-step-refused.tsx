import type { Check } from '../../shared/model/site.ts'
import { useText } from '../text/use-text.ts'
import { StateWord } from '../ui/state-word.tsx'
import styles from './device-wizard.module.css'

/** Why a step does not go on: what to do about it, in words. */
export function StepRefused({ check }: { check: Check }) {
  const { word } = useText()
  return (
    <p className={styles.refused} role="alert" data-testid="step-refused" data-fix={check.fix ?? ''}>
      <StateWord tone="no">{word('devices', `fix ${check.fix}`, 'devices.fix report')}</StateWord>
    </p>
  )
}
