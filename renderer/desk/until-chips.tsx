import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { Failure } from '../../shared/model/failure.ts'
import { useFrom } from '../stores/context.ts'
import { untilOf } from '../stores/until.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import { DateTimePicker } from '../ui/date-time-picker.tsx'
import { useNow } from '../ui/use-now.ts'
import { ChipError } from './chip-error.tsx'
import styles from './until-chips.module.css'

/** How long: 2 h, today, this week, or a date; each says the hour it means. */
export function UntilChips({ error }: { error: Failure | null }) {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(10_000)
  const until = useFrom('draft', s => s.until)
  const setDraft = useFrom('draft', s => s.set)
  const [open, setOpen] = useState(false)
  const told = (chip: 'two-hours' | 'today' | 'week') => untilOf({ chip }, now, format.zone)
  const openDate = () => setOpen(!open)
  const take = (at: number) => {
    setDraft({ until: { chip: 'date', at } })
    setOpen(false)
  }
  return (
    <ChipGroup label={t('desk.until')} error={<ChipError failure={error} />}>
      <Chip
        chosen={until.chip === 'two-hours'}
        detail={format.time(told('two-hours'))}
        onClick={() => setDraft({ until: { chip: 'two-hours' } })}
      >
        {t('desk.two hours')}
      </Chip>
      <Chip
        chosen={until.chip === 'today'}
        detail={format.time(told('today'))}
        onClick={() => setDraft({ until: { chip: 'today' } })}
      >
        {t('desk.today')}
      </Chip>
      <Chip
        chosen={until.chip === 'week'}
        detail={format.day(told('week'))}
        onClick={() => setDraft({ until: { chip: 'week' } })}
      >
        {t('desk.week')}
      </Chip>
      <Popover opened={open} onChange={setOpen} position="top-start" offset={6} trapFocus>
        <Popover.Target>
          {until.chip === 'date' ? (
            <Chip chosen onClick={openDate} data-own-enter aria-haspopup="dialog">
              {format.dayTime(until.at)}
            </Chip>
          ) : (
            <Chip opens icon="calendar" onClick={openDate} data-own-enter aria-haspopup="dialog">
              {t('desk.date')}
            </Chip>
          )}
        </Popover.Target>
        <Popover.Dropdown className={styles.date} data-own-enter>
          <DateTimePicker from={untilOf(until, now, format.zone)} now={now} onTake={take} />
        </Popover.Dropdown>
      </Popover>
    </ChipGroup>
  )
}
