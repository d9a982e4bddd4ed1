import { useMemo } from 'react'
import type { ListPreview, ListReading } from '../../shared/model/visitor-list.ts'
import { useFrom } from '../stores/context.ts'
import { untilOf } from '../stores/until.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import { useNow } from '../ui/use-now.ts'
import { DateChip } from './date-chip.tsx'
import { LevelList } from './level-list.tsx'
import styles from './row-defaults.module.css'

const CHIPS = 4

/** What a row gets that names no level, no beginning or no end. */
export function RowDefaults({ preview }: { preview: ListPreview }) {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(10_000)
  const levels = useFrom('levels', s => s.levels)
  const asked = useFrom('list', s => s.asked)
  const reread = useFrom('list', s => s.reread)
  const set = (reading: ListReading) => void reread(reading)
  const blank = useMemo(() => {
    const of = (field: 'level' | 'from' | 'until') => {
      const index = preview.columns[field]
      return preview.rows.filter(row => index == null || (row.cells[index] ?? '').trim() === '').length
    }
    return { level: of('level'), from: of('from'), until: of('until') }
  }, [preview])
  const missing = (count: number) => (count > 0 ? t('import.rows without', { count }) : t('import.rows all have'))
  const ends = (['two-hours', 'today', 'week'] as const).map(chip => ({ chip, at: untilOf({ chip }, now, format.zone) }))
  const chosenEnd = ends.find(({ at }) => at === asked.until)
  const level = asked.levelId ?? null
  const shown = (levels ?? []).slice(0, CHIPS)
  const chips =
    levels && level !== null && !shown.some(one => one.id === level)
      ? [...shown.slice(0, CHIPS - 1), ...levels.filter(one => one.id === level)]
      : shown

  return (
    <aside className={styles.defaults}>
      <h2>{t('import.defaults title')}</h2>
      <ChipGroup label={t('import.default level')} note={missing(blank.level)}>
        <Chip chosen={level === null} onClick={() => set({ levelId: null })}>
          {t('import.no level')}
        </Chip>
        {chips.map(one => (
          <Chip
            key={one.id}
            chosen={one.id === level}
            onClick={() => set({ levelId: one.id })}
            data-testid={`default-level-${one.name}`}
          >
            {one.name}
          </Chip>
        ))}
        {(levels?.length ?? 0) > chips.length && <LevelList onChoose={levelId => set({ levelId })} chosen={level} />}
        {levels !== null && levels.length === 0 && <p className={styles.none}>{t('desk.no levels')}</p>}
      </ChipGroup>
      <ChipGroup label={t('import.default from')} note={missing(blank.from)}>
        <Chip chosen={asked.from == null} onClick={() => set({ from: null })}>
          {t('import.from now')}
        </Chip>
        <DateChip label={t('import.default from')} at={asked.from ?? null} suggested={now} onTake={from => set({ from })} />
      </ChipGroup>
      <ChipGroup label={t('import.default until')} note={missing(blank.until)}>
        <Chip chosen={asked.until == null} onClick={() => set({ until: null })}>
          {t('import.until day')}
        </Chip>
        {ends.map(({ chip, at }) => (
          <Chip
            key={chip}
            chosen={chosenEnd?.chip === chip}
            detail={chip === 'week' ? format.day(at) : format.time(at)}
            onClick={() => set({ until: at })}
          >
            {t(chip === 'two-hours' ? 'desk.two hours' : `desk.${chip}`)}
          </Chip>
        ))}
        <DateChip
          label={t('import.default until')}
          at={chosenEnd ? null : (asked.until ?? null)}
          suggested={ends[1]?.at ?? now}
          onTake={until => set({ until })}
        />
      </ChipGroup>
    </aside>
  )
}
