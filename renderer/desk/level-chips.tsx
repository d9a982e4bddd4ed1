import { Popover } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import type { Failure } from '../../shared/model/failure.ts'
import type { LevelId } from '../../shared/model/ids.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import { ChipError } from './chip-error.tsx'
import styles from './level-chips.module.css'
import { recentLevels } from './recent-levels.ts'

const CHIPS = 3

/** Which doors: the levels given last as chips, all of them in a list. */
export function LevelChips({ error }: { error: Failure | null }) {
  const { t } = useText()
  const levels = useFrom('levels', s => s.levels)
  const failed = useFrom('levels', s => s.failure)
  const last = useFrom('visits', s => s.last)
  const byId = useFrom('visits', s => s.byId)
  const levelId = useFrom('draft', s => s.levelId)
  const setDraft = useFrom('draft', s => s.set)
  const [open, setOpen] = useState(false)

  const given = useMemo(() => (last ?? []).map(id => byId[id]?.levelId ?? null), [last, byId])
  const chips = useMemo(() => recentLevels(levels ?? [], given, levelId, CHIPS), [levels, given, levelId])
  const known = levels?.some(level => level.id === levelId) ?? false
  // The level given last is the likeliest; it waits for the first answer about both.
  const likeliest = chips[0]?.id ?? null
  const settled = levels !== null && last !== null
  useEffect(() => {
    if (settled && !known && likeliest !== null) setDraft({ levelId: likeliest })
  }, [settled, known, likeliest, setDraft])

  const choose = (id: LevelId) => {
    setDraft({ levelId: id })
    setOpen(false)
  }
  const many = (levels?.length ?? 0) > chips.length
  return (
    <ChipGroup
      label={t('desk.level')}
      note={many && given.some(id => id !== null) ? t('desk.recent', { count: CHIPS }) : undefined}
      error={<ChipError failure={error} />}
    >
      {chips.map(level => (
        <Chip
          key={level.id}
          chosen={level.id === levelId}
          onClick={() => choose(level.id)}
          detail={level.id === levelId && level.doors ? `· ${t('desk.doors', { count: level.doors.length })}` : undefined}
        >
          {level.name}
        </Chip>
      ))}
      {chips.length === 0 && (
        <p className={styles.none}>{levels === null && !failed ? t('frame.loading') : t('desk.no levels')}</p>
      )}
      {many && (
        <Popover opened={open} onChange={setOpen} position="bottom-start" offset={6} trapFocus>
          <Popover.Target>
            <Chip opens onClick={() => setOpen(!open)} data-own-enter aria-haspopup="listbox" aria-expanded={open}>
              {t('desk.all levels')}
            </Chip>
          </Popover.Target>
          <Popover.Dropdown className={styles.list} data-own-enter role="listbox" aria-label={t('desk.all levels')}>
            {levels?.map(level => (
              <button
                key={level.id}
                type="button"
                role="option"
                aria-selected={level.id === levelId}
                className={styles.level}
                onClick={() => choose(level.id)}
              >
                {level.name}
                <span>{level.doors ? t('desk.doors', { count: level.doors.length }) : ''}</span>
              </button>
            ))}
          </Popover.Dropdown>
        </Popover>
      )}
    </ChipGroup>
  )
}
