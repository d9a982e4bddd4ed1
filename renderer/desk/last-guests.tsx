import { useMemo } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { legendOf } from '../ui/visit-view.ts'
import { GuestCard } from './guest-card.tsx'
import styles from './last-guests.module.css'

/** As many as the widest window shows. */
const CARDS = 5

/** What became of the last guests, one lamp a door; the legend says which number is which door. */
export function LastGuests() {
  const { t } = useText()
  const last = useFrom('visits', s => s.last)
  const byId = useFrom('visits', s => s.byId)
  const today = useFrom('visits', s => s.today)
  const visits = useMemo(() => (last ?? []).slice(0, CARDS).flatMap(id => byId[id] ?? []), [last, byId])
  const legend = useMemo(() => legendOf(visits), [visits])
  return (
    <section className={styles.strip} aria-label={t('desk.last guests')} data-testid="last-guests">
      <header className={styles.head}>
        <h2>{t('desk.last guests')}</h2>
        {last !== null && <span className={styles.today}>{t('desk.today count', { count: today })}</span>}
        <ul className={styles.legend} aria-label={t('desk.legend')}>
          {[...legend].map(([id, door]) => (
            <li key={id}>
              <b>{door.number}</b> {door.name}
            </li>
          ))}
        </ul>
      </header>
      {visits.length > 0 ? (
        <div className={styles.cards}>
          {visits.map(visit => (
            <GuestCard key={visit.id} visit={visit} legend={legend} />
          ))}
        </div>
      ) : (
        <div className={styles.empty}>
          {last === null ? <p>{t('frame.loading')}</p> : <EmptyScreen keyName="newGuest">{t('desk.no guests')}</EmptyScreen>}
        </div>
      )}
    </section>
  )
}
