import { type RefObject, useEffect, useState } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { Icon } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import styles from './passage-filters.module.css'

/** A word is looked for when the typing rests. */
const REST_MS = 200

/** The rarer ways to narrow: by word, by door, guests alone, alarms, what nobody knows the meaning of. */
export function MoreFilters({ box }: { box: RefObject<HTMLInputElement | null> }) {
  const { t } = useText()
  const filter = useFrom('passages', s => s.filter)
  const narrow = useFrom('passages', s => s.narrow)
  const readers = useFrom('feed', s => s.readers) ?? []
  const [text, setText] = useState(filter.search)
  useEffect(() => {
    if (text.trim() === filter.search) return
    const timer = setTimeout(() => narrow({ search: text.trim() }), REST_MS)
    return () => clearTimeout(timer)
  }, [text, filter.search, narrow])
  const doors = [...new Map(readers.map(reader => [reader.doorId, reader.doorName]))]
  const only = (result: 'alarm' | 'unknown') => narrow({ result: filter.result === result ? null : result, way: null })
  return (
    <>
      <label className={styles.find}>
        <Icon name="search" />
        <input
          ref={box}
          value={text}
          placeholder={t('passages.search')}
          aria-label={t('passages.search')}
          onChange={event => setText(event.target.value)}
          data-testid="find-passage"
        />
        <KeyCap name="search" />
      </label>
      <div className={styles.chips}>
        <Chip
          kind="filter"
          icon="person"
          chosen={filter.guestsOnly}
          onClick={() => narrow({ guestsOnly: !filter.guestsOnly })}
          data-testid="filter-guests"
        >
          {t('passages.guests only')}
        </Chip>
        <Chip kind="filter" icon="bang" chosen={filter.result === 'alarm'} onClick={() => only('alarm')}>
          {t('passages.alarms')}
        </Chip>
        <Chip
          kind="filter"
          icon="help"
          chosen={filter.result === 'unknown'}
          onClick={() => only('unknown')}
          data-testid="filter-unknown"
        >
          {t('passages.unknowns')}
        </Chip>
      </div>
      {doors.length > 0 && (
        <div className={styles.doors}>
          <Door name={t('passages.all doors')} chosen={filter.doorId === null} act={() => narrow({ doorId: null })} />
          {doors.map(([id, name]) => (
            <Door key={id} name={name} chosen={filter.doorId === id} act={() => narrow({ doorId: id })} />
          ))}
        </div>
      )}
    </>
  )
}

function Door({ name, chosen, act }: { name: string; chosen: boolean; act: () => void }) {
  return (
    <button type="button" className={styles.door} aria-pressed={chosen} onClick={act}>
      <Icon name={chosen ? 'check' : 'minus'} size={12} style={chosen ? {} : { visibility: 'hidden' }} />
      <span>{name}</span>
    </button>
  )
}
