import { z } from 'zod'
import type { PersonRef } from '../../../shared/model/ids.ts'
import { firstDelay } from '../confirm.ts'
import type { JobContext } from '../context.ts'
import type { Stage } from './stage.ts'

export const Reapplied = z.object({ reapplied: z.number().int().default(0) }).catch({ reapplied: 0 })

/** Has the site push a set of persons to their doors: one call for all of them. "Accepted" is not "applied". */
export function createApplyStage(context: JobContext): Stage {
  const { clock } = context
  return async (subjects, { control, call }) => {
    const refs = [...new Set(subjects.map(subject => subject.ref).filter(ref => ref !== ''))] as PersonRef[]
    await control.apply(refs, call)
    // One moment for all: whoever is due a moment later asks in a call of its own.
    const now = clock.now()
    return new Map(
      subjects.map(subject => {
        const { reapplied } = Reapplied.parse(subject.job.checkpoint ?? {})
        const checkpoint = { since: now, reapplied }
        return [subject, { type: 'again', to: 'confirm', checkpoint, dueAt: now + firstDelay }]
      }),
    )
  }
}
