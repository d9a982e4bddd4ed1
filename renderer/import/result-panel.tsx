import { useMemo } from 'react'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Icon } from '../ui/icon.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { PhotoFaults } from './photo-faults.tsx'
import { countKinds, kindIcons } from './problem-kinds.ts'
import styles from './result-panel.module.css'

/** What the check came to: two numbers, their proportion, and what the rest waits for. */
export function ResultPanel() {
  const { t } = useText()
  const format = useFormat()
  const preview = useFrom('list', s => s.preview)
  const photos = useFrom('list', s => s.photos)
  const rows = preview?.rows
  const kinds = useMemo(() => countKinds(rows ?? []), [rows])
  const refused = photos.filter(photo => photo.row !== null && !photo.verdict?.ok).length
  if (!preview) return null
  const { good, bad, total } = preview
  const label = t('import.bar label', { good, bad, total })
  return (
    <aside className={styles.panel} aria-label={t('import.result')}>
      <h2>{t('import.result')}</h2>
      <dl className={styles.numbers}>
        <div>
          <dd data-testid="good-rows">{format.number(good)}</dd>
          <dt>
            <StateWord tone="ok">{t('import.are ready')}</StateWord>
          </dt>
        </div>
        <div>
          <dd data-testid="bad-rows">{format.number(bad)}</dd>
          <dt>
            <StateWord tone="wait">{t('import.wait for a person')}</StateWord>
          </dt>
        </div>
      </dl>
      <div className={styles.bar} role="img" aria-label={label}>
        {good > 0 && <span className={styles.good} style={{ flexGrow: good }} />}
        {bad > 0 && <span className={styles.bad} style={{ flexGrow: Math.max(bad, total / 100) }} />}
      </div>
      <ul className={styles.kinds}>
        {refused > 0 && (
          <li>
            <Icon name="camera" style={{ color: 'var(--no)' }} /> {t('import.kind photo')} <b>{refused}</b>
          </li>
        )}
        {kinds.map(({ kind, count }) => (
          <li key={kind}>
            <Icon name={kindIcons[kind]} style={{ color: kind === 'double' || kind === 'other' ? 'var(--wait)' : 'var(--no)' }} />{' '}
            {t(`import.kind ${kind}`)} <b>{count}</b>
          </li>
        ))}
      </ul>
      {bad === 0 && refused === 0 && (
        <p className={styles.fine}>
          <StateWord tone="ok">{t('import.all mended')}</StateWord>
        </p>
      )}
      {refused > 0 && (
        <>
          <h2 className={styles.photos}>
            {t('import.photo faults')} <span>{refused}</span>
          </h2>
          <PhotoFaults />
        </>
      )}
    </aside>
  )
}
