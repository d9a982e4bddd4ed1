import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { actTone } from '../ui/act-view.ts'
import { Button } from '../ui/button.tsx'
import { Portrait } from '../ui/portrait.tsx'
import { StateWord } from '../ui/state-word.tsx'
import type { Column } from '../ui/virtual-table.tsx'
import styles from './guest-grid.module.css'

/** The grid of a batch that does something to guests who are there already: who, how it stands, why not. */
export function useActColumns(): Column<VisitView>[] {
  const { t } = useText()
  const say = useFailure()
  const nameOf = useName()
  const format = useFormat()
  const acts = useFrom('batchVisits', s => s.acts)
  const retry = useFrom('acts', s => s.retry)
  const stateOf = (visit: VisitView) => {
    const act = acts.get(visit.id)
    return act ? t(`visits.act state ${act.state}`) : ''
  }
  return [
    {
      key: 'face',
      head: '',
      called: t('frame.face'),
      width: '52px',
      align: 'end',
      cell: visit => <Portrait of={visit} photo={visit.photo} size="row" />,
    },
    {
      key: 'guest',
      head: t('batches.guest'),
      width: 'minmax(184px, 1.2fr)',
      text: nameOf,
      cell: visit => <span title={nameOf(visit)}>{nameOf(visit)}</span>,
    },
    {
      key: 'state',
      head: t('batches.state'),
      width: 'minmax(140px, 1fr)',
      text: stateOf,
      cell: visit => {
        const act = acts.get(visit.id)
        return (
          act && (
            <span className={styles.state} data-testid="act-state" data-state={act.state} title={stateOf(visit)}>
              <StateWord {...actTone(act)}>{stateOf(visit)}</StateWord>
            </span>
          )
        )
      },
    },
    {
      key: 'cause',
      head: t('batches.cause'),
      width: 'minmax(200px, 1.8fr)',
      cell: visit => {
        const act = acts.get(visit.id)
        if (!act) return null
        const again = act.retryAt === null ? '' : `, ${t('failures.retry at', { time: format.clock(act.retryAt) })}`
        const said = act.cause ? say(act.cause) + again : format.clock(act.updatedAt)
        return (
          <span className={styles.last}>
            <span className={styles.cause} data-tone={act.state === 'failed' ? 'no' : act.cause ? 'wait' : 'faint'} title={said}>
              {said}
            </span>
            {act.state === 'failed' && (
              <Button look="repair" size={24} onClick={() => void retry(act.id)} tabIndex={-1} data-testid="retry-act">
                {t('desk.retry')}
              </Button>
            )}
          </span>
        )
      },
    },
  ]
}
