import type { JobContext } from '../context.ts'
import { windowOf } from '../standing.ts'
import type { ActSubject, Stage, StageEnd } from './stage.ts'

/** Gives one person another window: one call each, the site knows no other way (protocol A4, Person). */
export function createValidityStage(context: JobContext): Stage {
  const { clock, visits } = context
  return async (subjects, { control, key, call }) => {
    const ends = new Map<ActSubject, StageEnd>()
    for (const subject of subjects) {
      const { act, visit, guest, ref, record } = subject
      const until = act.until_at ?? visit.until_at
      if (ref === '') {
        ends.set(subject, { type: 'failed', failure: { kind: 'not-found', cause: 'person-lost' } })
        continue
      }
      const window = windowOf(context, key, subject, { from: visit.from_at, until })
      await control.extend({ ref, record, code: guest.code, family: guest.family, given: guest.given, window }, call)
      ends.set(subject, { type: 'next', effect: () => visits.change(visit.id, { until, ending: 'not yet' }, clock.now()) })
    }
    return ends
  }
}
