import { useEffect } from 'react'
import type { ReaderWay } from '../../shared/contract/passage-calls.ts'
import { PassageWay } from '../../shared/model/passage.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import styles from './door-list.module.css'
import { Icon } from './icon.tsx'
import { wayIcons } from './passage-view.ts'

/** Every door with its readers, and what passing each of them means: guessed from its name until somebody says so. */
export function DoorList() {
  const { t } = useText()
  const say = useFailure()
  const readers = useFrom('feed', s => s.readers)
  const failure = useFrom('feed', s => s.failure)
  const read = useFrom('feed', s => s.readReaders)
  useEffect(() => void read(), [read])
  return (
    <section className={styles.card}>
      <header>
        <h2>{t('passages.doors')}</h2>
        <span>{t('passages.doors note')}</span>
      </header>
      {failure && <p className={styles.failure}>{say(failure)}</p>}
      {readers?.length === 0 && <p className={styles.note}>{t('passages.doors none')}</p>}
      <ul className={styles.list}>
        {readers?.map(reader => (
          <Reader key={`${reader.doorId} ${reader.reader}`} reader={reader} />
        ))}
      </ul>
    </section>
  )
}

/** A reader is mostly called after its door: then its own name says all. */
function readerName({ doorName, reader }: ReaderWay): string {
  if (reader.startsWith(doorName)) return reader
  return [doorName, reader].filter(Boolean).join(' · ')
}

function Reader({ reader }: { reader: ReaderWay }) {
  const { t } = useText()
  const setWay = useFrom('feed', s => s.setWay)
  const name = readerName(reader)
  return (
    <li data-testid="reader" data-way={reader.way}>
      <Icon name={wayIcons[reader.way]} />
      <span className={styles.name} title={name}>
        {name}
      </span>
      {reader.guessed && <span className={styles.note}>{t('passages.guessed')}</span>}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; this is a toolbar's group */}
      <span role="group" aria-label={t('passages.way of', { door: name })} className={styles.ways}>
        {PassageWay.options.map(way => (
          <button
            key={way}
            type="button"
            aria-pressed={reader.way === way}
            title={t(`passages.way choice ${way}`)}
            aria-label={t(`passages.way choice ${way}`)}
            onClick={() => void setWay(reader, way)}
          >
            <Icon name={wayIcons[way]} size={14} />
          </button>
        ))}
      </span>
    </li>
  )
}
