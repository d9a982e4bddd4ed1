import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './list-fault.module.css'

/** What could not be done with the list or its file, where it was tried, and what helps. */
export function ListFault() {
  const { t, word } = useText()
  const say = useFailure()
  const failure = useFrom('list', s => s.failure)
  if (!failure) return null
  const values = { limit: failure.limit ?? '' }
  const fact = word('import', `error ${failure.cause}`, 'import.error other', values)
  const known = fact !== t('import.error other')
  return (
    <div className={styles.fault} role="alert" data-testid="list-fault" data-cause={failure.cause}>
      <Icon name="cross" />
      <p>
        <strong>{fact}</strong>
        {known ? word('import', `error ${failure.cause} why`, 'import.error other', values) : say(failure)}
      </p>
    </div>
  )
}
