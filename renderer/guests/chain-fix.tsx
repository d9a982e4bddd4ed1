import type { ChainFix as Fix } from '../../shared/model/door-chain.ts'
import type { DoorId, LevelId } from '../../shared/model/ids.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom, useStores } from '../stores/context.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Levels } from './act-buttons.tsx'
import { ActChoice } from './act-choice.tsx'
import { useToCamera } from './use-to-camera.ts'

/** What mends a link: a sentence where it is a matter of patience or of a person at the door, a button where it is ours. */
export function ChainFix({ fix, visit, doorId, time }: { fix: Fix; visit: VisitView; doorId: DoorId; time: string }) {
  const { t } = useText()
  return (
    <>
      <p>{t(`chain.fix ${fix}`, { time })}</p>
      {fix === 'apply' && <Apply visit={visit} />}
      {fix === 'add-level' && <AddLevel visit={visit} doorId={doorId} />}
      {fix === 'extend' && <Again />}
      {fix === 'retake' && <Retake visit={visit} />}
    </>
  )
}

function Apply({ visit }: { visit: VisitView }) {
  const { t } = useText()
  const nameOf = useName()
  const start = useFrom('acts', s => s.start)
  return (
    <Button
      size={28}
      look="main"
      icon="retry"
      onClick={() => void start({ kind: 'reapply', visitIds: [visit.id] }, nameOf(visit))}
      data-testid="fix-apply"
    >
      {t('guests.do reapply')}
    </Button>
  )
}

/** Of the levels that open this door those first; where a level's doors are not known, it may be the right one. */
function AddLevel({ visit, doorId }: { visit: VisitView; doorId: DoorId }) {
  const { t } = useText()
  const nameOf = useName()
  const start = useFrom('acts', s => s.start)
  const known = useFrom('levels', s => s.levels) ?? []
  const free = known.filter(level => !visit.levels.some(held => held.id === level.id))
  const opening = free.filter(level => level.doors?.includes(doorId))
  const offered = opening.length > 0 ? opening : free.filter(level => level.doors === null)
  const add = (levelId: LevelId) => void start({ kind: 'assign', visitIds: [visit.id], levelId }, nameOf(visit))
  const [only] = offered.length === 1 ? offered : []
  if (only)
    return (
      <Button size={28} look="main" icon="plus" onClick={() => add(only.id)} data-testid="fix-add-level">
        {t('passages.step add-level', { level: only.name })}
      </Button>
    )
  if (offered.length === 0) return null
  return (
    <ActChoice name="fix-level" word={t('guests.do assign')} look="main" icon="plus">
      {then => <Levels levels={offered} onTake={levelId => then(() => add(levelId))} />}
    </ActChoice>
  )
}

/** A visit that is over is not opened again: the desk gets the guest with every field filled in. */
function Again() {
  const { t } = useText()
  const { draft, view } = useStores()
  const guest = useFrom('guestTable', s => s.opened?.guest)
  if (!guest) return null
  const again = () => {
    draft.getState().takeOver(guest)
    view.getState().go('desk')
  }
  return (
    <Button size={28} look="main" icon="plus" onClick={again} data-testid="fix-again">
      {t('chain.register again')}
    </Button>
  )
}

function Retake({ visit }: { visit: VisitView }) {
  const { t } = useText()
  const toCamera = useToCamera()
  return (
    <Button size={28} look="main" icon="camera" onClick={() => toCamera(visit.id)} data-testid="fix-retake">
      {t('guests.new photo')}
    </Button>
  )
}
