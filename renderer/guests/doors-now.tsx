import { useEffect } from 'react'
import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Lamp } from '../ui/lamp.tsx'
import styles from './guest-panel.module.css'

/** Whoever runs through the table with the arrows asks no door. */
const STAYED_MS = 600

/** What each door says of this visit, and the way to ask them once more. */
export function DoorsNow({ visit }: { visit: VisitView }) {
  const { t } = useText()
  const say = useFailure()
  const askDoors = useFrom('visits', s => s.askDoors)
  // A list asks no door one by one: the first look at a guest does.
  const isUnknown = visit.doors.length === 0 && visit.levels.length > 0
  useEffect(() => {
    if (!isUnknown) return
    const timer = setTimeout(() => void askDoors(visit.id), STAYED_MS)
    return () => clearTimeout(timer)
  }, [isUnknown, askDoors, visit.id])
  return (
    <section>
      <header>
        <h3>{t('guests.doors now')}</h3>
        {visit.steps.person === 'done' && (
          <Button size={24} look="repair" onClick={() => void askDoors(visit.id)} data-testid="ask-doors">
            {t('guests.ask doors')}
          </Button>
        )}
      </header>
      {visit.doors.length === 0 ? (
        <p className={styles.faint}>{t(isUnknown ? 'guests.doors unknown' : 'guests.no doors')}</p>
      ) : (
        <ul className={styles.doors}>
          {visit.doors.map(door => (
            <li key={door.id} data-testid="door" data-state={door.state}>
              <Lamp state={door.state} height={18} />
              <span>{door.name}</span>
              <span className={styles.faint}>{t(`visits.step ${door.state}`)}</span>
              {door.cause && <p className={styles.cause}>{say(door.cause)}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
