import type { LocalLevel } from '../../shared/model/device.ts'
import type { Door } from '../../shared/model/site.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { Tick } from '../ui/tick.tsx'
import { type LevelFault, withDoor } from './level-draft.ts'
import styles from './level-editor.module.css'

/** A level in a line; open, its name and a box a door. */
export function LevelRow({
  level,
  doors,
  fault,
  isOpen,
  onOpen,
  onChange,
  onDrop,
}: {
  level: LocalLevel
  doors: readonly Door[]
  fault: LevelFault | null
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onChange: (level: LocalLevel) => void
  /** Null: the last one stays. */
  onDrop: (() => void) | null
}) {
  const { t } = useText()
  const ids = doors.map(({ id }) => id)
  return (
    <li className={styles.level} data-testid="level" data-level={level.id}>
      <button type="button" className={styles.line} aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
        <Icon name="chevron" size={14} style={isOpen ? {} : { transform: 'rotate(-90deg)' }} />
        <b>{level.name}</b>
        <span>{level.doors === null ? t('devices.every door') : t('devices.some doors', { count: level.doors.length })}</span>
        {fault && <StateWord tone="no">{t(`devices.error level ${fault}`)}</StateWord>}
      </button>
      {isOpen && (
        <div className={styles.open}>
          <div className={styles.name}>
            <Field
              label={t('devices.level name')}
              value={level.name}
              error={fault === 'name' || fault === 'twice' ? t(`devices.error level ${fault}`) : undefined}
              onChange={event => onChange({ ...level, name: event.target.value })}
              data-testid="level-name"
            />
            {onDrop && (
              <Button size={28} look="danger" onClick={onDrop} data-testid="drop-level">
                {t('devices.drop level')}
              </Button>
            )}
          </div>
          <fieldset className={styles.doors}>
            <legend className="visually-hidden">{t('devices.level doors', { name: level.name })}</legend>
            <Tick
              checked={level.doors === null}
              onChange={event => onChange({ ...level, doors: event.target.checked ? null : [] })}
              data-testid="every-door"
            >
              {t('devices.every door')}
            </Tick>
            {doors.map(({ id, name }) => (
              <Tick
                key={id}
                checked={level.doors === null || level.doors.includes(id)}
                disabled={level.doors === null}
                onChange={event => onChange(withDoor(level, id, event.target.checked, ids))}
                data-testid="level-door"
              >
                {name}
              </Tick>
            ))}
          </fieldset>
        </div>
      )}
    </li>
  )
}
