import { type CallContext, SiteError } from '../../access-control/port.ts'
import { Reapplied } from '../apply.ts'
import { firstDelay } from '../confirm.ts'
import type { JobContext } from '../context.ts'
import { onePerRef, standingOf } from '../standing.ts'
import { leaves } from './plan.ts'
import type { ActSubject, Stage } from './stage.ts'

/** Has the site push a set of persons to their doors: one call for all of them. "Accepted" is not "applied". */
export function createApplyStage(context: JobContext): Stage {
  const { clock, levels } = context

  /** Another visit of the guest goes on, or is to come: the site keeps one window for both. */
  function hasOthers({ act, visit, guest }: ActSubject): boolean {
    if (act.kind !== 'extend' && !leaves.includes(act.kind)) return false
    return levels.spanOfOthers({ visit: visit.id, guest: guest.id, site: visit.site, now: clock.now() }) !== null
  }

  /** Several visits of one guest may have changed at once: what their window is now is known when all of them are through. */
  async function sendWindows(subjects: readonly ActSubject[], key: string, call: CallContext): Promise<void> {
    const { control } = context.site()
    if (control.keeps === 'visits') return
    for (const { ref, card } of onePerRef(subjects.map(subject => standingOf(context, key, subject.ref, subject)))) {
      const { code, family, given, window } = card
      await control.extend({ ref, record: null, code, family, given, window }, call).catch(error => {
        // Gone from the site: that is for the other visit to find out.
        if (!(error instanceof SiteError && error.failure.kind === 'not-found')) throw error
      })
    }
  }

  return async (subjects, { control, key, call }) => {
    const here = subjects.filter(subject => subject.ref !== '')
    await sendWindows(here.filter(hasOthers), key, call)
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
