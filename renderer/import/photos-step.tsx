import { useMemo } from 'react'
import { useFrom } from '../stores/context.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { DropZone } from './drop-zone.tsx'
import { isPicture } from './dropped-files.ts'
import { ListFault } from './list-fault.tsx'
import { PhotoFaults } from './photo-faults.tsx'
import styles from './photos-step.module.css'
import { ShortList } from './short-list.tsx'

/** Step 3, which may be left out: pictures go to rows by their file names; what found no row, and which rows found no picture. */
export function PhotosStep() {
  const { t } = useText()
  const nameOf = useName()
  const rows = useFrom('list', s => s.preview?.rows)
  const photos = useFrom('list', s => s.photos)
  const toGo = useFrom('list', s => s.photosToGo)
  const add = useFrom('list', s => s.addPhotos)
  const refuse = useFrom('list', s => s.refuse)
  const found = photos.filter(photo => photo.verdict?.ok)
  const refused = photos.filter(photo => photo.row !== null && !photo.verdict?.ok)
  const unmatched = photos.filter(photo => photo.row === null)
  const without = useMemo(() => (rows ?? []).filter(row => !row.hasPhoto), [rows])
  const take = (files: File[]) => {
    const pictures = files.filter(isPicture)
    if (pictures.length > 0) void add(pictures)
    else refuse({ kind: 'invalid', cause: 'no-pictures' })
  }
  const total = photos.length + toGo
  const going = t('import.photos going', { done: photos.length, total })
  return (
    <DropZone accept="image/*" many onFiles={take} testId="photo-drop">
      {(choose, chooseFolder) => (
        <div className={styles.step}>
          <header className={styles.drop}>
            <div>
              <h1>{t('import.drop photos')}</h1>
              <p>{t('import.drop photos how')}</p>
            </div>
            <Button icon="camera" onClick={choose}>
              {t('import.choose photos')}
            </Button>
            <Button icon="file" onClick={chooseFolder}>
              {t('import.choose folder')}
            </Button>
          </header>
          <ListFault />
          {toGo > 0 && (
            <div className={styles.going} role="status">
              <Progress done={found.length} failed={refused.length + unmatched.length} total={total} label={going} />
              <span>{going}</span>
            </div>
          )}
          <div className={styles.columns}>
            <section className={styles.column}>
              <h2>
                <StateWord tone="ok">{t('import.photos found')}</StateWord> <b data-testid="photos-found">{found.length}</b>
              </h2>
              <ShortList items={found.map(photo => photo.fileName)} />
            </section>
            <section className={styles.column}>
              <h2>
                <StateWord tone="no">{t('import.photos refused')}</StateWord> <b data-testid="photos-refused">{refused.length}</b>
              </h2>
              <PhotoFaults />
              {refused.length === 0 && <p className={styles.none}>{t('import.none of these')}</p>}
            </section>
            <section className={styles.column}>
              <h2>
                <StateWord tone="wait">{t('import.photos unmatched')}</StateWord>{' '}
                <b data-testid="photos-unmatched">{unmatched.length}</b>
              </h2>
              <p className={styles.how}>{t('import.photos unmatched how')}</p>
              <ShortList items={unmatched.map(photo => photo.fileName)} />
            </section>
            <section className={styles.column}>
              <h2>
                <StateWord tone="plain" icon="person">
                  {t('import.rows without photo')}
                </StateWord>{' '}
                <b>{without.length}</b>
              </h2>
              <p className={styles.how}>{t('import.rows without photo how')}</p>
              <ShortList items={without.map(row => `${row.row}  ${nameOf(row)}`)} />
            </section>
          </div>
        </div>
      )}
    </DropZone>
  )
}
