import type { VisitId } from '../../shared/model/ids.ts'
import { useFrom, useStores } from '../stores/context.ts'
import type { DraftPhoto } from '../stores/draft.ts'

export interface PhotoInHand {
  photo: DraftPhoto
  /** The visit it is for; null: the guest being typed in. */
  visitId: VisitId | null
  /** Any picture, from any source: it is prepared, judged, and kept or refused. */
  take(picture: Blob): Promise<void>
  /** Away with it: the camera again. */
  discard(): void
  /** Back to the guest being typed in. */
  leaveRetake(): void
}

/** The one photo being made: of the draft's guest, or of a visit whose photo was refused. */
export function usePhoto(): PhotoInHand {
  const { draft, photos, visits } = useStores()
  const own = useFrom('draft', s => s.photo)
  const retake = useFrom('draft', s => s.retake)
  const visitId = retake?.visitId ?? null

  /** False when the operator has turned to somebody else meanwhile. */
  const put = (photo: DraftPhoto): boolean => {
    const now = draft.getState().retake?.visitId ?? null
    if (now !== visitId) return false
    draft.setState(visitId === null ? { photo } : { retake: { visitId, photo } })
    return true
  }
  return {
    photo: retake?.photo ?? own,
    visitId,
    async take(picture) {
      if (!put({ kind: 'preparing' })) return
      const answer = await photos.getState().prepare(picture)
      if (!answer.ok) return void put({ kind: 'failed', failure: answer.failure })
      const { verdict, photo, url } = answer.value
      if (!photo) return void put({ kind: 'refused', verdict, url })
      if (!put({ kind: 'ready', photo, url }) || visitId === null) return
      const sent = await visits.getState().newPhoto(visitId, photo)
      if (sent.ok) draft.setState({ retake: null })
      else put({ kind: 'failed', failure: sent.failure })
    },
    discard() {
      const { photo } = visitId === null ? draft.getState() : { photo: draft.getState().retake?.photo }
      if (photo && 'url' in photo && photo.url) URL.revokeObjectURL(photo.url)
      put({ kind: 'none' })
    },
    leaveRetake: () => draft.setState({ retake: null }),
  }
}
