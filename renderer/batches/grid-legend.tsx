import type { StepState } from '../../shared/model/visit.ts'
import { useText } from '../text/use-text.ts'
import { KeyCap } from '../ui/key-cap.tsx'
import { Lamp } from '../ui/lamp.tsx'
import styles from './guest-grid.module.css'

const told: readonly StepState[] = ['done', 'refused', 'late', 'waiting', 'unconfirmed', 'none']

/** What each lamp means, and the key that opens the raw answer. */
export function GridLegend() {
  const { t } = useText()
  return (
    <footer className={styles.legend}>
      {told.map(state => (
        <span key={state}>
          <Lamp state={state} height={15} /> {t(`visits.step ${state}`)}
        </span>
      ))}
      <span>
        <KeyCap name="nextField" /> {t('batches.raw answer')}
      </span>
    </footer>
  )
}
