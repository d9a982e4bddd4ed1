import { useMediaQuery } from '@mantine/hooks'
import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Lamp } from '../ui/lamp.tsx'
import { Portrait } from '../ui/portrait.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'
import type { Column } from '../ui/virtual-table.tsx'
import { doorsDone, refusedDoor } from '../ui/visit-view.ts'
import styles from './guests-screen.module.css'
import { useVisitNow } from './visit-now.tsx'

/** Wide enough for every column beside an open panel. */
const WIDE = '(min-width: 1440px)'

/** Who, from where, to what, until when, how it stands, and how many doors open. */
export function useGuestTableColumns(): Column<VisitView>[] {
  const { t } = useText()
  const nameOf = useName()
  const format = useFormat()
  const now = useNow(30_000)
  const levels = (visit: VisitView) => visit.levels.map(level => level.name).join(', ') || visit.levelName
  const stateOf = useVisitNow()
  // An open panel names the level, and needs its room: names are not cut for it.
  const isOpened = useFrom('guestTable', s => s.opened !== null)
  const isWide = useMediaQuery(WIDE)
  const seen = ({ presence }: VisitView) => (presence ? `${format.when(presence.at, now)} ${presence.doorName}` : '')
  const doors = (visit: VisitView) => (doorsDone(visit).total === 0 ? '' : t('visits.of', doorsDone(visit)))
  const lampOf = (visit: VisitView) => {
    const { done, total } = doorsDone(visit)
    return refusedDoor(visit) ? 'refused' : done === total ? 'done' : 'waiting'
  }
  return [
    {
      key: 'face',
      head: '',
      called: t('frame.face'),
      width: '44px',
      align: 'end',
      cell: visit => <Portrait of={visit} photo={visit.photo} size="row" />,
    },
    {
      key: 'guest',
      head: t('guests.guest'),
      width: 'minmax(150px, 1.5fr)',
      text: nameOf,
      cell: visit => <span title={nameOf(visit)}>{nameOf(visit)}</span>,
    },
    {
      key: 'company',
      head: t('guests.company'),
      width: 'minmax(92px, 0.9fr)',
      text: visit => visit.company,
      cell: visit => <span className={styles.second}>{visit.company}</span>,
    },
    {
      key: 'level',
      hidden: isOpened && !isWide,
      head: t('guests.level'),
      width: 'minmax(96px, 0.9fr)',
      text: levels,
      cell: visit => (
        <span className={styles.second} title={levels(visit)}>
          {levels(visit)}
        </span>
      ),
    },
    {
      key: 'until',
      head: t('guests.until'),
      width: '100px',
      text: visit => format.dayTime(visit.until),
      cell: visit => format.when(visit.until, now),
    },
    {
      key: 'now',
      head: t('guests.now'),
      width: 'minmax(140px, 1.3fr)',
      text: visit => stateOf(visit).word,
      cell: visit => {
        const { word, look } = stateOf(visit)
        return (
          <span data-testid="visit-state" data-state={visit.state} title={word}>
            <StateWord {...look}>{word}</StateWord>
          </span>
        )
      },
    },
    {
      key: 'seen',
      head: t('guests.seen'),
      width: 'minmax(100px, 1fr)',
      text: seen,
      cell: visit => (
        <span className={styles.second} title={seen(visit)}>
          {seen(visit)}
        </span>
      ),
    },
    {
      key: 'doors',
      head: t('guests.doors'),
      width: '84px',
      text: doors,
      cell: visit =>
        doors(visit) && (
          <span className={styles.doors}>
            <Lamp state={lampOf(visit)} height={16} /> {doors(visit)}
          </span>
        ),
    },
  ]
}
