import { Reapplied } from '../apply.ts'
import { firstDelay } from '../confirm.ts'
import type { JobContext } from '../context.ts'
import { onePerRef, standingOf } from '../standing.ts'
import type { Stage } from './stage.ts'

/** Has the site push a set of persons to their doors: one call for all of them. "Accepted" is not "applied". */
export function createApplyStage(context: JobContext): Stage {
  const { clock } = context
  return async (subjects, { control, key, call }) => {
    const here = subjects.filter(subject => subject.ref !== '')
    await control.apply(onePerRef(here.map(subject => standingOf(context, key, subject.ref, subject))), call)
    // One moment for all: whoever is due a moment later asks in a call of its own.
    const now = clock.now()
    return new Map(
      subjects.map(subject => {
        const checkpoint = { since: now, ...Reapplied.parse(subject.job.checkpoint ?? {}) }
        return [subject, { type: 'again', to: 'confirm', checkpoint, dueAt: now + firstDelay }]
      }),
    )
  }
}
