import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { Instant } from '../../shared/model/time.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { DateTimePicker } from '../ui/date-time-picker.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './row-defaults.module.css'

/** A date and an hour, behind a dashed chip; chosen, the chip says it. */
export function DateChip({
  label,
  at,
  suggested,
  onTake,
}: {
  label: string
  at: Instant | null
  suggested: Instant
  onTake: (at: Instant) => void
}) {
  const { t } = useText()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const now = useNow(60_000)
  const show = () => setOpen(!open)
  const take = (picked: Instant) => {
    onTake(picked)
    setOpen(false)
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" offset={6} trapFocus>
      <Popover.Target>
        {at === null ? (
          <Chip opens icon="calendar" onClick={show} aria-haspopup="dialog" aria-label={`${label}: ${t('desk.date')}`}>
            {t('desk.date')}
          </Chip>
        ) : (
          <Chip chosen onClick={show} aria-haspopup="dialog" aria-label={`${label}: ${format.dayTime(at)}`}>
            {format.dayTime(at)}
          </Chip>
        )}
      </Popover.Target>
      <Popover.Dropdown className={styles.date} aria-label={label}>
        <DateTimePicker from={at ?? suggested} now={now} onTake={take} />
      </Popover.Dropdown>
    </Popover>
  )
}
