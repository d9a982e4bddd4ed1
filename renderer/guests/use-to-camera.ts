import type { VisitId } from '../../shared/model/ids.ts'
import { useStores } from '../stores/context.ts'

/** The desk's camera, for a guest that is registered already; whoever is being typed in stays. */
export function useToCamera(): (visitId: VisitId) => void {
  const { draft, view } = useStores()
  return visitId => {
    draft.setState({ retake: { visitId, photo: { kind: 'none' } } })
    view.getState().go('desk')
  }
}
