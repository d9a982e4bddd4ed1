import type { BatchView } from '../../shared/model/batch.ts'
import type { BatchFilter } from '../stores/batch-visits.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import styles from './guest-grid.module.css'

const filters: readonly BatchFilter[] = ['all', 'failed', 'waiting', 'delivered']

/** Which guests are shown, with how many there are of each; and the one repair for all that failed. */
export function GridFilters({ batch, onFilter }: { batch: BatchView; onFilter: () => void }) {
  const { t } = useText()
  const counts = useFrom('batchVisits', s => s.counts)
  const filter = useFrom('batchVisits', s => s.filter)
  const choose = useFrom('batchVisits', s => s.choose)
  const retryFailed = useFrom('batches', s => s.retryFailed)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; this is a toolbar's group
    <div className={styles.filters} role="group" aria-label={t('batches.filters')}>
      {filters.map(name => (
        <Chip
          key={name}
          kind="filter"
          chosen={name === filter}
          detail={counts?.[name]}
          {...(name === 'failed' && (counts?.failed ?? 0) > 0 && filter !== name ? { icon: 'cross' as const } : {})}
          onClick={() => {
            choose(batch.id, name)
            onFilter()
          }}
          data-testid={`batch-filter-${name}`}
        >
          {t(name === 'delivered' && batch.kind !== 'enrol' ? 'batches.filter delivered act' : `batches.filter ${name}`)}
        </Chip>
      ))}
      {batch.failed > 0 && (
        <span className={styles.retry}>
          <Button
            look="main"
            size={28}
            icon="retry"
            keyName="retryFailed"
            onClick={() => void retryFailed(batch.id)}
            data-testid="retry-failed"
          >
            {t('batches.retry failed')}
          </Button>
        </span>
      )}
    </div>
  )
}
