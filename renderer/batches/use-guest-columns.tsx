import type { DoorId } from '../../shared/model/ids.ts'
import type { StepState, VisitView } from '../../shared/model/visit.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Lamp } from '../ui/lamp.tsx'
import { Portrait } from '../ui/portrait.tsx'
import { StateWord } from '../ui/state-word.tsx'
import type { Column } from '../ui/virtual-table.tsx'
import { doorsDone, toneOf } from '../ui/visit-view.ts'
import { CauseCell } from './cause-cell.tsx'
import styles from './guest-grid.module.css'
import { countsDoors } from './guest-view.ts'
import { RepairButtons } from './repair-buttons.tsx'
import type { NewPhoto } from './use-new-photo.ts'

/** Doors that have a column of their own; the others are told in the raw answer. */
const MOST_DOORS = 8
const steps = ['person', 'photo', 'level'] as const

/** Guest, a lamp a step, a lamp a door, state, cause. */
export function useGuestColumns(
  legend: ReadonlyMap<DoorId, { number: number; name: string }>,
  newPhoto: NewPhoto,
): Column<VisitView>[] {
  const { t } = useText()
  const nameOf = useName()
  const lamp = (what: string, state: StepState) => (
    <Lamp state={state} height={16} label={t('visits.lamp', { what, state: t(`visits.step ${state}`) })} />
  )
  const stateOf = (visit: VisitView) => {
    if (visit.state === 'partly') return t('batches.partly')
    return countsDoors(visit) ? t('visits.of', doorsDone(visit)) : t(`visits.state ${visit.state}`)
  }
  return [
    {
      key: 'face',
      head: '',
      called: t('frame.face'),
      width: '48px',
      align: 'end',
      cell: visit => <Portrait of={visit} photo={visit.photo} size="row" />,
    },
    {
      key: 'guest',
      head: t('batches.guest'),
      width: 'minmax(156px, 1.6fr)',
      text: nameOf,
      cell: visit => <span title={nameOf(visit)}>{nameOf(visit)}</span>,
    },
    ...steps.map(
      (step): Column<VisitView> => ({
        key: step,
        head: t(`visits.${step}`),
        width: '52px',
        align: 'center',
        text: visit => t(`visits.step ${visit.steps[step]}`),
        cell: visit => lamp(t(`visits.${step}`), visit.steps[step]),
      }),
    ),
    ...[...legend].slice(0, MOST_DOORS).map(([id, { number, name }]): Column<VisitView> => {
      const of = (visit: VisitView) => visit.doors.find(door => door.id === id)?.state ?? 'none'
      return {
        key: id,
        head: (
          <span title={t('batches.door named', { number, name })}>
            {number === 1 ? t('batches.door first', { number }) : number}
          </span>
        ),
        width: number === 1 ? '58px' : '28px',
        align: 'center',
        text: visit => t(`visits.step ${of(visit)}`),
        cell: visit => lamp(name, of(visit)),
      }
    }),
    {
      key: 'state',
      head: t('batches.state'),
      // Beside the doors' lamps it mostly counts them; the room is the cause's.
      width: legend.size > 0 ? '116px' : '176px',
      text: stateOf,
      cell: visit => (
        <span className={styles.state} data-testid="guest-state" data-state={visit.state} title={stateOf(visit)}>
          <StateWord {...toneOf(visit)}>{stateOf(visit)}</StateWord>
        </span>
      ),
    },
    {
      key: 'cause',
      head: t('batches.cause'),
      width: 'minmax(220px, 3fr)',
      cell: visit => (
        <span className={styles.last}>
          <CauseCell visit={visit} note={newPhoto.notes.get(visit.id) ?? null} />
          <RepairButtons visit={visit} onPick={() => newPhoto.pick(visit.id)} />
        </span>
      ),
    },
  ]
}
