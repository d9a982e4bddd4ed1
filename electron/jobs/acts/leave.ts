import type { JobContext } from '../context.ts'
import type { ActSubject, Stage, StageEnd } from './stage.ts'

/** Ends each visit in the site's own books, where it keeps them. A site of persons has none: nothing is asked of it then. */
export function createLeaveStage(context: JobContext): Stage {
  const { guests } = context
  return async (subjects, { control, key, call }) => {
    const ends = new Map<ActSubject, StageEnd>()
    for (const subject of subjects) {
      const { ref, record, guest } = subject
      if (ref !== '' && record !== null) await control.checkOut(ref, record, call)
      const effect = () => {
        const kept = guests.ref(key, guest.id)
        if (kept && kept.record === record) guests.saveRef(key, guest.id, { ...kept, record: null })
      }
      ends.set(subject, { type: 'next', effect })
    }
    return ends
  }
}

/**
 * Takes the person off the site. At the end of a window only where the policy says so; never while another visit of the same guest needs the person.
 */
export function createRemoveStage(context: JobContext): Stage {
  const { clock, guests, levels } = context
  return async (subjects, { control, key, call }) => {
    const ends = new Map<ActSubject, StageEnd>()
    for (const subject of subjects) {
      const { act, visit, guest, ref } = subject
      const isNeeded = levels.hasOtherVisit({ visit: visit.id, guest: guest.id, site: visit.site, now: clock.now() })
      const wanted = act.kind === 'remove' || context.removesAfterVisit()
      if (ref === '' || isNeeded || !wanted) {
        ends.set(subject, { type: 'next' })
        continue
      }
      await control.remove(ref, call)
      ends.set(subject, { type: 'next', effect: () => guests.forgetRef(key, guest.id) })
    }
    return ends
  }
}
