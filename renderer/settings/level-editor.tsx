import { useState } from 'react'
import type { LocalLevel } from '../../shared/model/device.ts'
import { LevelId } from '../../shared/model/ids.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { levelFault, withNewLevel } from './level-draft.ts'
import styles from './level-editor.module.css'
import { LevelRow } from './level-row.tsx'

/** The access levels of a site of devices alone: names with their doors. Nothing is kept until it is saved. */
export function LevelEditor({ saved }: { saved: readonly LocalLevel[] }) {
  const { t } = useText()
  const doors = useFrom('levels', s => s.doors)
  const owner = useFrom('status', s => s.status?.owner ?? true)
  const { busy, saveLevels } = useFrom('devices', s => s)
  // With none made there is one, every door; whoever adds the first keeps it.
  const first = saved.length > 0 ? saved : [{ id: LevelId.parse('all'), name: t('devices.all doors'), doors: null }]
  const [levels, setLevels] = useState<readonly LocalLevel[]>(first)
  const [open, setOpen] = useState<LevelId | null>(null)
  const [tried, setTried] = useState(false)
  const isChanged = JSON.stringify(levels) !== JSON.stringify(first)
  const faults = levels.map(level => levelFault(level, levels))
  const save = () => {
    setTried(true)
    const bad = levels[faults.findIndex(fault => fault !== null)]
    if (bad) return setOpen(bad.id)
    if (busy === null || busy === 'ask') void saveLevels(levels.map(level => ({ ...level, name: level.name.trim() })))
  }
  const add = () => {
    const more = withNewLevel(levels, n => t('devices.level new', { n }))
    setLevels(more)
    setOpen(more.at(-1)?.id ?? null)
  }
  return (
    <section className={styles.levels} aria-label={t('devices.levels')} data-testid="level-editor">
      <header>
        <h2>{t('devices.levels')}</h2>
        <p>{!isChanged && t(saved.length <= 1 && first[0]?.doors === null ? 'devices.levels default' : 'devices.levels why')}</p>
        {isChanged && (
          <>
            <Button size={28} onClick={() => setLevels(first)} data-testid="undo-levels">
              {t('devices.levels undo')}
            </Button>
            <Button size={28} look="repair" disabled={!owner} onClick={save} data-testid="save-levels">
              {t('devices.save levels')}
            </Button>
          </>
        )}
        {owner && (
          <Button size={28} icon="plus" onClick={add} data-testid="add-level">
            {t('devices.add level')}
          </Button>
        )}
      </header>
      <ul>
        {levels.map((level, index) => (
          <LevelRow
            key={level.id}
            level={level}
            doors={doors}
            fault={tried ? (faults[index] ?? null) : null}
            isOpen={open === level.id}
            onOpen={isOpen => setOpen(isOpen ? level.id : null)}
            onChange={next => setLevels(levels.map(one => (one.id === level.id ? next : one)))}
            onDrop={levels.length > 1 ? () => setLevels(levels.filter(one => one.id !== level.id)) : null}
          />
        ))}
      </ul>
    </section>
  )
}
