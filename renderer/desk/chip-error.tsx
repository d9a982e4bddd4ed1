import type { Failure } from '../../shared/model/failure.ts'
import { useFailure } from '../text/use-failure.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './name-box.module.css'

/** What is wrong with the choice above it. */
export function ChipError({ failure }: { failure: Failure | null }) {
  const say = useFailure()
  if (!failure) return null
  return (
    <p className={styles.error} role="alert">
      <Icon name="cross" size={12} /> {say(failure)}
    </p>
  )
}
