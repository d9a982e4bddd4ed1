import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { DoorId } from '../../shared/model/ids.ts'
import type { DoorLamp, VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { lowerFirst } from '../text/lower-first.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Lamp } from '../ui/lamp.tsx'
import styles from './door-lamps.module.css'

/** More doors than this and a card shows only its own. */
const WIDEST = 6

/** One lamp a door, numbered as in the legend. Opening them asks each door again, and says each by name. */
export function DoorLamps({
  visit,
  legend,
  numbered,
}: {
  visit: VisitView
  legend: ReadonlyMap<DoorId, { number: number }>
  numbered: boolean
}) {
  const { t } = useText()
  const say = useFailure()
  const askDoors = useFrom('visits', s => s.askDoors)
  const [open, setOpen] = useState(false)
  const own = new Map(visit.doors.map(door => [door.id, door]))
  const shown: { id: DoorId; state: DoorLamp['state'] }[] =
    numbered && legend.size <= WIDEST && visit.doors.length > 0
      ? [...legend.keys()].map(id => ({ id, state: own.get(id)?.state ?? 'none' }))
      : visit.doors
  if (visit.doors.length === 0) return <p className={styles.none}>{visit.cause ? '' : t('desk.doors unknown')}</p>

  const toggle = () => {
    if (!open) void askDoors(visit.id)
    setOpen(!open)
  }
  return (
    <Popover opened={open} onChange={setOpen} position="top-start" offset={8}>
      <Popover.Target>
        <button
          type="button"
          className={styles.lamps}
          onClick={toggle}
          aria-expanded={open}
          aria-label={t('desk.open doors')}
          data-testid="lamps"
        >
          {shown.map(door => (
            <span key={door.id} className={styles.lamp} data-numbered={numbered}>
              <Lamp
                state={door.state}
                height={18}
                label={t('visits.lamp', {
                  what: own.get(door.id)?.name ?? String(legend.get(door.id)?.number ?? ''),
                  state: t(`visits.step ${door.state}`),
                })}
              />
              {numbered && <span aria-hidden="true">{legend.get(door.id)?.number}</span>}
            </span>
          ))}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.doors}>
        <p className={styles.level}>{visit.levelName}</p>
        <ul>
          {visit.doors.map(door => (
            <li key={door.id} className={styles.door} data-state={door.state} data-testid="door">
              <Lamp state={door.state} height={18} />
              <b>{legend.get(door.id)?.number}</b>
              <span className={styles.name}>{door.name}</span>
              <span className={styles.said}>
                {t(`visits.step ${door.state}`)}
                {door.cause && `: ${lowerFirst(say(door.cause))}`}
              </span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
