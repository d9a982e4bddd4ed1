import { useFrom, useStores } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { useNow } from '../ui/use-now.ts'

/** The same file went out before: said on every step until the list is closed. */
export function SentBefore() {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(60_000)
  const { view, batchVisits } = useStores()
  const sentAs = useFrom('list', s => (s.sent ? null : (s.preview?.sentAs ?? null)))
  const known = useFrom('batches', s => s.batches?.find(batch => batch.id === sentAs?.batch) ?? null)
  if (!sentAs) return null
  const open = () => {
    if (!known) return
    batchVisits.getState().choose(known.id)
    view.getState().go('batches')
  }
  return (
    <div data-testid="sent-before">
      <Banner
        tone="wait"
        icon="copies"
        fact={t('import.sent as')}
        action={known ? { word: t('import.to batch', { batch: sentAs.batch }), act: open } : undefined}
      >
        {t('import.sent as why', { batch: sentAs.batch, when: format.when(sentAs.at, now) })}
      </Banner>
    </div>
  )
}
