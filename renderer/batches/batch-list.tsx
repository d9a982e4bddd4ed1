import { useFrom, useStores } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { BatchCard } from './batch-card.tsx'
import styles from './batch-list.module.css'

/** As many as the core tells of. */
const MOST = 60

/** Batches, newest first. */
export function BatchList() {
  const { t } = useText()
  const { view } = useStores()
  const batches = useFrom('batches', s => s.batches)
  return (
    <aside className={styles.side}>
      <header className={styles.head}>
        <h1>{t('batches.title')}</h1>
        {(batches?.length ?? 0) >= MOST && <span>{t('batches.shown count', { count: MOST })}</span>}
        <Button icon="upload" size={28} onClick={() => view.getState().go('import')} data-testid="import-list">
          {t('batches.import list')}
        </Button>
      </header>
      <ul className={styles.list} data-testid="batch-list">
        {(batches ?? []).map(batch => (
          <BatchCard key={batch.id} batch={batch} />
        ))}
      </ul>
      <p className={styles.note}>
        <Icon name="shield" size={14} /> {t('batches.note')}
      </p>
    </aside>
  )
}
