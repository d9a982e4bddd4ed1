import type { DoorId } from '../../shared/model/ids.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useName } from '../text/use-name.ts'
import { useRefusal } from '../text/use-refusal.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Portrait } from '../ui/portrait.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'
import { doorsDone, refusedDoor, repairOf, toneOf } from '../ui/visit-view.ts'
import { DoorLamps } from './door-lamps.tsx'
import styles from './guest-card.module.css'

/** One of the last guests: state in a word, a lamp a door, the cause in words, and one button that mends it. */
export function GuestCard({ visit, legend }: { visit: VisitView; legend: ReadonlyMap<DoorId, { number: number }> }) {
  const { t } = useText()
  const say = useFailure()
  const refusal = useRefusal()
  const name = useName()(visit)
  const format = useFormat()
  const now = useNow(60_000)
  const retry = useFrom('visits', s => s.retry)
  const setDraft = useFrom('draft', s => s.set)
  const retaking = useFrom('draft', s => s.retake?.visitId === visit.id)
  const repair = repairOf(visit)
  const refused = refusedDoor(visit)
  const { tone, icon } = toneOf(visit)
  const { done, total } = doorsDone(visit)
  const counted = total > 0 && (visit.state === 'delivered' || visit.state === 'accepted' || (repair && done > 0))
  const cause = refused ? refusal(refused) : visit.cause ? say(visit.cause) : null

  return (
    <article
      className={styles.card}
      data-repair={repair ?? undefined}
      data-testid="guest-card"
      data-visit={visit.id}
      data-state={visit.state}
      aria-label={name}
    >
      <Portrait of={visit} photo={visit.photo} size="card" />
      <div className={styles.who}>
        <h3 title={name}>{name}</h3>
        <p>{[visit.company, format.when(visit.createdAt, now)].filter(Boolean).join(' · ')}</p>
        <StateWord tone={tone} icon={icon}>
          {counted ? t('visits.delivered of', { done, total }) : t(`visits.state ${visit.state}`)}
        </StateWord>
      </div>
      <div className={styles.foot}>
        <DoorLamps visit={visit} legend={legend} numbered={repair === null} />
        {cause && (
          <p className={styles.cause} data-tone={tone} title={cause}>
            {cause}
            {visit.retryAt !== null && `, ${t('failures.retry at', { time: format.time(visit.retryAt) })}`}
          </p>
        )}
        {repair === 'retake' && (
          <Button
            look="repair"
            size={24}
            disabled={retaking}
            onClick={() => setDraft({ retake: { visitId: visit.id, photo: { kind: 'none' } } })}
          >
            {t('desk.retake')}
          </Button>
        )}
        {repair === 'retry' && (
          <Button look="repair" size={24} onClick={() => void retry(visit.id)}>
            {t('desk.retry')}
          </Button>
        )}
      </div>
    </article>
  )
}
