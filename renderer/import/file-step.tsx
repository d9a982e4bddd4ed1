import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { DropZone } from './drop-zone.tsx'
import { FileFacts } from './file-facts.tsx'
import styles from './file-step.module.css'
import { ListFault } from './list-fault.tsx'
import { refusedFile } from './refused-file.ts'

/** Step 1: a file, by drop or by choice; then how it was read. */
export function FileStep() {
  const { t } = useText()
  const preview = useFrom('list', s => s.preview)
  const busy = useFrom('list', s => s.busy)
  const read = useFrom('list', s => s.read)
  const refuse = useFrom('list', s => s.refuse)
  const take = ([file]: File[]) => {
    if (!file) return
    const failure = refusedFile(file)
    if (failure) refuse(failure)
    else void read(file)
  }
  return (
    <DropZone accept=".csv,.tsv,.txt,text/csv" onFiles={take} testId="list-drop">
      {choose =>
        preview ? (
          <FileFacts preview={preview} onOther={choose} />
        ) : (
          <div className={styles.empty} aria-busy={busy === 'read'}>
            <svg width="80" height="96" viewBox="0 0 40 48" fill="none" aria-hidden="true">
              <path className={styles.arch} d="M2 46V20a18 18 0 0 1 36 0v26" />
              <path className={styles.arrow} d="M20 36V22M14.500 27.500 20 22l5.500 5.500" />
            </svg>
            <h1>{busy === 'read' ? t('import.reading file') : t('import.drop list')}</h1>
            <p>{t('import.drop list how')}</p>
            <Button look="main" size={40} icon="file" onClick={choose} aria-disabled={busy === 'read'} data-testid="choose-list">
              {t('import.choose file')}
            </Button>
            <ListFault />
          </div>
        )
      }
    </DropZone>
  )
}
