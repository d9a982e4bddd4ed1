import { Popover } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { everything, isEverything, totalOf } from '../stores/passage-list.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { FeedWord } from '../ui/feed-word.tsx'
import { MoreFilters } from './more-filters.tsx'
import styles from './passage-filters.module.css'
import { SoundButton } from './sound-button.tsx'

/** Which passages are shown: by how they ended, which way, at which door, of whom; with the state of the feed and the sound beside. */
export function PassageFilters() {
  const { t } = useText()
  const format = useFormat()
  const filter = useFrom('passages', s => s.filter)
  const narrow = useFrom('passages', s => s.narrow)
  const quarters = useFrom('feed', s => s.quarters)
  const readers = useFrom('feed', s => s.readers)
  const [opened, setOpened] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  useKey(chords.search, () => setOpened(true))
  useEffect(() => {
    if (opened) box.current?.focus()
  }, [opened])
  const total = quarters && totalOf(quarters)
  const { result, way, doorId, guestsOnly, search } = filter
  const door = readers?.find(reader => reader.doorId === doorId)?.doorName
  // What the list under the dashed chip has chosen stands on it.
  const chosen = [
    door,
    guestsOnly && t('passages.guests only'),
    search && t('passages.search of', { text: search }),
    result === 'alarm' && t('passages.alarms'),
    result === 'unknown' && t('passages.unknowns'),
  ].filter(Boolean)
  const isAll = isEverything(filter)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; this is a toolbar's group
    <div className={styles.bar} role="group" aria-label={t('passages.filters')}>
      <Chip kind="filter" chosen={isAll} onClick={() => narrow(everything)} data-testid="filter-all">
        {t('passages.all')}
      </Chip>
      <Chip
        kind="filter"
        icon="enters"
        chosen={way === 'in'}
        onClick={() => narrow(way === 'in' ? { way: null, result: null } : { way: 'in', result: 'granted' })}
        data-testid="filter-in"
      >
        {t('passages.entries')}
      </Chip>
      <Chip
        kind="filter"
        icon="leaves"
        chosen={way === 'out'}
        onClick={() => narrow(way === 'out' ? { way: null, result: null } : { way: 'out', result: 'granted' })}
        data-testid="filter-out"
      >
        {t('passages.exits')}
      </Chip>
      <Chip
        kind="filter"
        chosen={result === 'denied'}
        detail={total ? format.number(total.denied) : undefined}
        onClick={() => narrow({ result: result === 'denied' ? null : 'denied', way: null })}
        data-testid="filter-denied"
      >
        {t('passages.denied')}
      </Chip>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" offset={6} trapFocus returnFocus>
        <Popover.Target>
          <Chip
            kind="filter"
            opens={chosen.length === 0}
            chosen={chosen.length > 0}
            {...(chosen.length > 0 ? {} : { icon: 'filter' as const })}
            onClick={() => setOpened(!opened)}
            aria-expanded={opened}
            data-testid="filter-more"
          >
            {chosen.length > 0 ? chosen.join(' · ') : t('passages.more')}
          </Chip>
        </Popover.Target>
        <Popover.Dropdown className={styles.more}>
          <MoreFilters box={box} />
          {chosen.length > 0 && (
            <Button size={28} onClick={() => narrow(everything)}>
              {t('passages.drop filter')}
            </Button>
          )}
        </Popover.Dropdown>
      </Popover>
      <span className={styles.state}>
        <FeedWord />
        <SoundButton />
      </span>
    </div>
  )
}
