import { failedRowsCsv } from '../../shared/model/csv.ts'
import { useFrom, useStores } from '../stores/context.ts'
import type { ListState } from '../stores/list.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { saveText } from '../ui/save-text.ts'
import { cellText } from './cell-text.ts'
import { problemWords } from './fault-words.ts'
import { isBad } from './row-order.ts'
import styles from './send-step.module.css'

/** What went into the queue, and the rows that stayed: mend them here, or take them away as a file with the cause in a column of its own. */
export function SentList({ sent }: { sent: NonNullable<ListState['sent']> }) {
  const text = useText()
  const { t } = text
  const { view, batchVisits } = useStores()
  const preview = useFrom('list', s => s.preview)
  const typed = useFrom('list', s => s.typed)
  const name = useFrom('list', s => s.name)
  const go = useFrom('list', s => s.go)
  const drop = useFrom('list', s => s.drop)
  const rest = preview?.rows.filter(isBad) ?? []
  const see = () => {
    batchVisits.getState().choose(sent.batchId)
    view.getState().go('batches')
  }
  const download = () => {
    if (!preview) return
    const causes = (row: (typeof rest)[number]) =>
      row.problems
        .filter(problem => problem.blocking)
        .map(problem =>
          problemWords(text, problem, problem.field === 'row' ? '' : cellText(row, problem.field, preview.columns, typed)),
        )
        .join('; ')
    const rows = rest.map(row => ({ cells: row.cells, cause: causes(row) }))
    saveText(`${t('import.rest file', { name })}.csv`, failedRowsCsv(preview.headers, rows, t('import.cause')), 'text/csv')
  }
  return (
    <div data-testid="list-sent">
      <h1>{t('import.sent title', { count: sent.queued })}</h1>
      <p className={styles.note}>{t('import.sent note', { batch: sent.batchId, name })}</p>
      <div className={styles.ways}>
        <Button look="main" size={40} icon="list" onClick={see} data-testid="see-batch">
          {t('import.see batch')}
        </Button>
        <Button size={40} icon="file" onClick={drop} data-testid="new-list">
          {t('import.new list')}
        </Button>
      </div>
      <h2>{rest.length > 0 ? t('import.rest title', { count: rest.length }) : t('import.rest none')}</h2>
      {rest.length > 0 && (
        <div className={styles.ways}>
          <Button look="repair" onClick={() => go('check')} data-testid="mend-rest">
            {t('import.mend rest')}
          </Button>
          <Button icon="download" onClick={download} data-testid="download-rest">
            {t('import.download rest')}
          </Button>
        </div>
      )}
    </div>
  )
}
