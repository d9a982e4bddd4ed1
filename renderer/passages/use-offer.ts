import { useState } from 'react'
import type { Failure } from '../../shared/model/failure.ts'
import type { VisitId } from '../../shared/model/ids.ts'
import type { PassageView } from '../../shared/model/passage.ts'
import { useFrom, useStores } from '../stores/context.ts'
import type { Offer } from './next-step.ts'

/** What became of the step: asked for (`made`: a visit it registered, which can be withdrawn), taken back, or refused. */
export type Taken = { made: VisitId | null } | { back: true } | { failure: Failure } | null

export interface OfferTaker {
  taken: Taken
  take(offer: Offer): Promise<void>
  undo(): Promise<void>
}

/** Does what the card of a denied passage offers: at once, as somebody stands at the door; or leads to the screen where it is done. */
export function useOffer(passage: PassageView): OfferTaker {
  const { view, draft, guestTable, doorChain } = useStores()
  const step = useFrom('passages', s => s.step)
  const withdraw = useFrom('visits', s => s.withdraw)
  const [taken, setTaken] = useState<Taken>(null)
  const go = view.getState().go
  return {
    taken,
    async take(offer) {
      if (offer.do === 'retake') {
        draft.setState({ retake: { visitId: offer.visitId, photo: { kind: 'none' } } })
        return go('desk')
      }
      if (offer.do === 'register') {
        draft.getState().clear()
        return go('desk')
      }
      if (offer.do === 'open') {
        if (passage.guestId === null) return go('guests')
        doorChain.getState().want(passage.guestId, passage.doorId)
        await guestTable.getState().open(passage.guestId, passage.visitId)
        return go('guests')
      }
      const answer = await step(passage.id)
      if (!answer.ok) return setTaken({ failure: answer.failure })
      const { visitId } = answer.value
      setTaken({ made: visitId === offer.visitId ? null : visitId })
    },
    async undo() {
      if (!taken || !('made' in taken) || taken.made === null) return
      const answer = await withdraw(taken.made)
      setTaken(answer.ok ? { back: true } : { failure: answer.failure })
    },
  }
}
