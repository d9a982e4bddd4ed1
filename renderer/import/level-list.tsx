import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { LevelId } from '../../shared/model/ids.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import styles from './row-defaults.module.css'

/** All levels of the site, behind a dashed chip. */
export function LevelList({ chosen, onChoose }: { chosen: LevelId | null; onChoose: (id: LevelId) => void }) {
  const { t } = useText()
  const levels = useFrom('levels', s => s.levels)
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" offset={6} trapFocus>
      <Popover.Target>
        <Chip opens onClick={() => setOpen(!open)} aria-haspopup="listbox" aria-expanded={open}>
          {t('desk.all levels')}
        </Chip>
      </Popover.Target>
      <Popover.Dropdown className={styles.list} role="listbox" aria-label={t('desk.all levels')}>
        {levels?.map(level => (
          <button
            key={level.id}
            type="button"
            role="option"
            aria-selected={level.id === chosen}
            className={styles.level}
            onClick={() => {
              onChoose(level.id)
              setOpen(false)
            }}
          >
            {level.name}
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}
