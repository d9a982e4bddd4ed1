import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { KeyCap } from '../ui/key-cap.tsx'
import styles from './check-step.module.css'
import { encodingNames, separatorKey } from './encodings.ts'

/** The foot of the grid: where one is, the keys that work in it, and how the file was read. */
export function CheckKeys({ range, total }: { range: { first: number; last: number }; total: number }) {
  const { t } = useText()
  const preview = useFrom('list', s => s.preview)
  if (!preview) return null
  const last = Math.min(range.last, total - 1)
  return (
    <footer className={styles.keys}>
      <span>
        {total === 0 ? t('import.no rows shown') : t('import.rows shown', { first: range.first + 1, last: last + 1, total })}
      </span>
      <span>
        <KeyCap name="nextProblem" /> {t('import.next problem')}
      </span>
      <span>
        <KeyCap name="nextField" /> {t('import.mend')}
      </span>
      <span>
        {t('import.read as', {
          encoding: encodingNames[preview.encoding],
          separator: t(separatorKey(preview.separator)).toLowerCase(),
        })}
      </span>
    </footer>
  )
}
