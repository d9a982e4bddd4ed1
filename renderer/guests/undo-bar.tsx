import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './guests-screen.module.css'

/** What is about to be done, and its way back; or why it cannot be done. */
export function UndoBar() {
  const { t } = useText()
  const say = useFailure()
  const now = useNow(500)
  const { pending, failure, undo } = useFrom('acts', s => s)
  const go = useFrom('view', s => s.go)
  if (failure)
    return (
      <div className={styles.undo} data-testid="act-refused">
        <Banner tone="no" fact={t('guests.cannot')}>
          {say(failure)}
        </Banner>
      </div>
    )
  if (!pending) return null
  const seconds = Math.max(0, Math.ceil((pending.until - now) / 1000))
  const fact =
    pending.count === 1
      ? t(`guests.soon ${pending.kind}`, { name: pending.name })
      : t(`guests.soon ${pending.kind} many`, { count: pending.count })
  return (
    <div className={styles.undo} data-testid="undo-bar">
      <Banner tone="accent" icon="undo" fact={fact} action={{ word: t('guests.undo'), act: () => void undo() }}>
        {t('guests.soon in', { count: seconds })}
        {pending.batchId !== null && (
          <>
            {' · '}
            <button type="button" onClick={() => go('batches')}>
              {t('guests.to batches')}
            </button>
          </>
        )}
      </Banner>
    </div>
  )
}
