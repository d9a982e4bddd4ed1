import type { VisitView } from '../../shared/model/visit.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useRefusal } from '../text/use-refusal.ts'
import { useText } from '../text/use-text.ts'
import { needsPerson, refusedDoor } from '../ui/visit-view.ts'
import styles from './guest-grid.module.css'
import { waitOf } from './guest-view.ts'

const waits = {
  level: 'batches.waits for level',
  person: 'batches.waits for person',
  'all doors': 'batches.waits for all doors',
} as const

/** Why a guest is not through, what is waited for, or when it was done. */
export function CauseCell({ visit, note }: { visit: VisitView; note: string | null }) {
  const { t } = useText()
  const say = useFailure()
  const refusal = useRefusal()
  const format = useFormat()
  const refused = refusedDoor(visit)
  const wait = waitOf(visit)
  const bad = needsPerson(visit)

  const words = () => {
    if (note) return note
    if (bad && refused) return refusal(refused)
    if (visit.cause) {
      const said = say(visit.cause)
      return visit.retryAt === null ? said : `${said}, ${t('failures.retry at', { time: format.clock(visit.retryAt) })}`
    }
    if (!wait) {
      const time = format.clock(visit.updatedAt)
      return visit.steps.photo === 'none' && visit.state === 'delivered' ? t('batches.no photo', { time }) : time
    }
    if (wait.for === 'doors') return t('batches.waits for doors', { count: wait.count })
    if (wait.for === 'sending') return t(wait.withPhoto ? 'batches.photo on its way' : 'batches.person on its way')
    return t(waits[wait.for])
  }
  const said = words()
  const tone = bad ? 'no' : visit.cause ? 'wait' : wait ? 'plain' : 'faint'
  return (
    <span className={styles.cause} data-tone={tone} title={said}>
      {said}
    </span>
  )
}
