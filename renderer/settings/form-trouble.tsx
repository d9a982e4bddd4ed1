import type { Failure } from '../../shared/model/failure.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { StateWord } from '../ui/state-word.tsx'
import styles from './save-bar.module.css'

/** What stands against saving a form of the settings; null: nothing does. A hook, so that whoever shows it can say what comes instead. */
export function useFormTrouble({
  owner,
  failure,
  faults,
}: {
  owner: boolean
  failure: Failure | null
  faults: readonly unknown[]
}) {
  const { t } = useText()
  const say = useFailure()
  if (!owner)
    return (
      <p className={styles.outcome} data-tone="wait" data-testid="not-owner">
        <b>{t('settings.not owner')}</b> {t('settings.not owner why')}
      </p>
    )
  if (failure)
    return (
      <p className={styles.outcome} role="alert">
        <StateWord tone="no">{say(failure)}</StateWord>
      </p>
    )
  if (faults.length > 0)
    return (
      <p className={styles.outcome}>
        <StateWord tone="no">{t('settings.faults', { count: faults.length })}</StateWord>
      </p>
    )
  return null
}
