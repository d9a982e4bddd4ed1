import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import styles from './guests-screen.module.css'

/** Why what was asked for cannot be done; stays until the next wish, or until it is put away. */
export function ActRefused() {
  const { t } = useText()
  const say = useFailure()
  const failure = useFrom('acts', s => s.failure)
  const dismiss = useFrom('acts', s => s.dismiss)
  if (!failure) return null
  return (
    <div className={styles.refused} data-testid="act-refused">
      <Banner tone="no" fact={t('guests.cannot')} action={{ word: t('frame.close'), act: dismiss }}>
        {say(failure)}
      </Banner>
    </div>
  )
}
