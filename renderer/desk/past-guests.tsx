import type { KnownGuest } from '../../shared/contract/calls.ts'
import { useFormat } from '../text/use-format.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { KeyCap } from '../ui/key-cap.tsx'
import { Portrait } from '../ui/portrait.tsx'
import styles from './past-guests.module.css'

interface Props {
  guests: readonly KnownGuest[]
  marked: number
  onTake: (guest: KnownGuest) => void
  onMark: (index: number) => void
}

/** Past guests like the one being typed: face, company, last visit. The keys are the name box's. */
export function PastGuests({ guests, marked, onTake, onMark }: Props) {
  const { t } = useText()
  const nameOf = useName()
  const format = useFormat()
  return (
    <div id="past-guests" role="listbox" aria-label={t('desk.past guests')} className={styles.list}>
      {guests.map((guest, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the name box moves and takes
        <div
          key={guest.id}
          id={`past-guest-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === marked}
          className={styles.guest}
          onMouseDown={event => event.preventDefault()}
          onClick={() => onTake(guest)}
          onPointerMove={() => index !== marked && onMark(index)}
        >
          <Portrait of={guest} photo={guest.photo} size="row" />
          <span className={styles.name}>{nameOf(guest)}</span>
          <span className={styles.company}>{guest.company}</span>
          <span className={styles.last}>
            {guest.lastVisitAt === null ? t('frame.no visits') : t('frame.last visit', { date: format.date(guest.lastVisitAt) })}
          </span>
          <span className={styles.key}>{index === marked && <KeyCap name="nextField" />}</span>
        </div>
      ))}
    </div>
  )
}
