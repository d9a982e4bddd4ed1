import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom, useStores } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { repairOf } from '../ui/visit-view.ts'
import styles from './guest-grid.module.css'

/** What mends this guest: another photo, by file or at the desk's camera, or one more try. */
export function RepairButtons({ visit, onPick }: { visit: VisitView; onPick: () => void }) {
  const { t } = useText()
  const { draft, view } = useStores()
  const retry = useFrom('visits', s => s.retry)
  const repair = repairOf(visit)
  if (!repair) return null
  const toCamera = () => {
    draft.setState({ retake: { visitId: visit.id, photo: { kind: 'none' } } })
    view.getState().go('desk')
  }
  return (
    <span className={styles.repairs}>
      {repair === 'retake' ? (
        <>
          <Button look="repair" size={24} onClick={toCamera} tabIndex={-1} data-testid="repair-camera">
            {t('batches.camera')}
          </Button>
          <Button look="repair" size={24} onClick={onPick} tabIndex={-1} data-testid="repair-file">
            {t('batches.new photo')}
          </Button>
        </>
      ) : (
        <Button look="repair" size={24} onClick={() => void retry(visit.id)} tabIndex={-1} data-testid="repair-retry">
          {t('batches.retry')}
        </Button>
      )}
    </span>
  )
}
