import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { VisitId } from '../../shared/model/ids.ts'
import type { NextStep } from '../../shared/model/passage.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { ActCalls } from './acts.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import { addVisit } from './guests.ts'
import type { PassageViews } from './passage-views.ts'

const HOUR_MS = 3_600_000

/** Does what the card of a denied passage offers. The step is worked out anew: an hour may lie between the card and the key. */
export function createPassageStep(core: Core, view: PassageViews, acts: ActCalls) {
  const { visits, clock } = core

  function start(order: Omit<CallParsed<'acts.start'>, 'codes' | 'asBatch' | 'name' | 'undoable'>) {
    return acts.calls['acts.start']({ ...order, codes: [], asBatch: false, name: '', undoable: false }).actIds
  }

  /** Offered for a visit that is over, and such a one is not opened again: its access was taken, its books may be closed. The guest gets another one like it. */
  function follow(visit: StoredVisit, until: number): VisitId {
    const guest = core.guests.get(visit.guest_id)
    return core.transaction(() =>
      addVisit(core, {
        guestId: visit.guest_id,
        site: visit.site,
        batchId: null,
        row: null,
        cells: null,
        host: visit.host,
        purpose: visit.purpose,
        levelId: visit.level_id,
        levelName: visit.level_name,
        window: { from: clock.now(), until },
        photo: visit.photo ?? guest?.photo ?? null,
      }),
    )
  }

  function take(step: NextStep): CallOutput<'passages.step'> {
    const visit = visits.get(step.visitId)
    if (!visit) throw new Refusal({ kind: 'not-found', cause: 'no-visit', field: 'id' })
    const visitIds = [visit.id]
    const none = { levelId: null, until: null }
    switch (step.do) {
      case 'apply':
        return { visitId: visit.id, actIds: start({ kind: 'reapply', visitIds, ...none }) }
      case 'add-level':
        return { visitId: visit.id, actIds: start({ kind: 'assign', visitIds, ...none, levelId: step.levelId }) }
      case 'extend': {
        const visitId = follow(visit, clock.now() + step.hours * HOUR_MS)
        core.changed()
        return { visitId, actIds: [] }
      }
      case 'retake':
        throw new Refusal({ kind: 'invalid', cause: 'needs-photo', field: 'id' })
    }
  }

  return {
    'passages.step': ({ id }: CallParsed<'passages.step'>): CallOutput<'passages.step'> => {
      const stored = core.passagePages.get(id)
      const [shown] = stored ? view([stored]) : []
      if (!shown) throw new Refusal({ kind: 'not-found', cause: 'no-passage', field: 'id' })
      if (!shown.nextStep) throw new Refusal({ kind: 'invalid', cause: 'no-next-step', field: 'id' })
      return take(shown.nextStep)
    },
  }
}
