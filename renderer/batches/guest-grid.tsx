import { useCallback, useMemo, useState } from 'react'
import type { BatchView } from '../../shared/model/batch.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { legendOf } from '../ui/visit-view.ts'
import { GridFilters } from './grid-filters.tsx'
import { GridLegend } from './grid-legend.tsx'
import styles from './guest-grid.module.css'
import { RawAnswer } from './raw-answer.tsx'
import { useActColumns } from './use-act-columns.tsx'
import { useGuestColumns } from './use-guest-columns.tsx'
import { useNewPhoto } from './use-new-photo.ts'

/** Every guest of the batch by step and door; pages are read as they come into view. */
export function GuestGrid({ batch }: { batch: BatchView }) {
  const { t } = useText()
  const ids = useFrom('batchVisits', s => s.ids)
  const counts = useFrom('batchVisits', s => s.counts)
  const filter = useFrom('batchVisits', s => s.filter)
  const show = useFrom('batchVisits', s => s.show)
  const acts = useFrom('batchVisits', s => s.acts)
  const byId = useFrom('visits', s => s.byId)
  const [cursor, setCursor] = useState(-1)
  const [opened, setOpened] = useState<VisitView['id'] | null>(null)
  const newPhoto = useNewPhoto()
  const visits = useMemo(() => ids.map(id => (id === undefined ? undefined : byId[id])), [ids, byId])
  // Of all that was read of this batch, not of what the filter shows: a door keeps its number.
  const legend = useMemo(() => legendOf(Object.values(byId).filter(visit => visit.batchId === batch.id)), [byId, batch.id])
  const enrolColumns = useGuestColumns(legend, newPhoto)
  const actColumns = useActColumns()
  const columns = batch.kind === 'enrol' ? enrolColumns : actColumns
  const onRange = useCallback((first: number, last: number) => show(first, last), [show])
  const raw = opened === null ? null : (byId[opened] ?? null)

  return (
    <>
      <GridFilters batch={batch} onFilter={() => setCursor(-1)} />
      <div className={styles.grid} data-testid="guest-grid">
        {counts !== null && counts[filter] === 0 ? (
          <EmptyScreen>
            {t(filter === 'delivered' && batch.kind !== 'enrol' ? 'batches.nobody delivered act' : `batches.nobody ${filter}`)}
          </EmptyScreen>
        ) : (
          <VirtualTable
            label={t('batches.rows')}
            rows={visits}
            rowKey={visit => visit.id}
            columns={columns}
            cursor={cursor}
            onCursor={setCursor}
            onEnter={visit => setOpened(visit.id)}
            onRange={onRange}
          />
        )}
      </div>
      {batch.kind === 'enrol' && <GridLegend />}
      <input
        ref={newPhoto.input}
        type="file"
        accept="image/*"
        hidden
        data-testid="new-photo-input"
        onChange={event => {
          void newPhoto.take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {raw && (
        <RawAnswer
          visit={raw}
          cause={(batch.kind === 'enrol' ? raw : acts.get(raw.id))?.cause ?? null}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}
