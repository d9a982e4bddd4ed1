import { useRef } from 'react'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { Icon } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import styles from './check-step.module.css'
import { type RowFilter, rowFilters } from './row-order.ts'

/** Which rows are shown: all, those that wait, doubles, known guests, or those with a word in them. */
export function CheckFilters({
  counts,
  filter,
  onFilter,
  search,
  onSearch,
}: {
  counts: Record<RowFilter, number>
  filter: RowFilter
  onFilter: (filter: RowFilter) => void
  search: string
  onSearch: (text: string) => void
}) {
  const { t } = useText()
  const box = useRef<HTMLInputElement>(null)
  useKey(chords.search, () => box.current?.focus())
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; this is a toolbar's group
    <div className={styles.filters} role="group" aria-label={t('import.filters')}>
      {rowFilters.map(name => (
        <Chip
          key={name}
          kind="filter"
          chosen={filter === name}
          detail={counts[name]}
          {...(name === 'problems' && counts.problems > 0 && filter !== name ? { icon: 'bang' as const } : {})}
          onClick={() => onFilter(name)}
          data-testid={`filter-${name}`}
        >
          {t(`import.filter ${name}`)}
        </Chip>
      ))}
      <span className={styles.first}>
        <Icon name="filter" size={14} /> {t('import.problems first')}
      </span>
      <label className={styles.search}>
        <Icon name="search" size={14} />
        <input
          ref={box}
          value={search}
          onChange={event => onSearch(event.target.value)}
          aria-label={t('import.find row')}
          placeholder={t('import.find row')}
          spellCheck={false}
          data-testid="find-row"
        />
        <KeyCap name="search" />
      </label>
    </div>
  )
}
