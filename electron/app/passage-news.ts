import type { PassageView } from '../../shared/model/passage.ts'
import type { Core } from './core.ts'
import type { PassageViews } from './passage-views.ts'

/** A push names so many: a screen that wants more reads them. */
const MOST = 200

/** What there is to push of the passages: those that are new, by whatever process they were stored, and those that this one has changed. */
export function createPassageNews(core: Core, view: PassageViews) {
  const { passagePages } = core
  let last = passagePages.newestId()
  const changed = new Set<number>()
  return {
    changed: (id: number): void => void (changed.size < MOST && changed.add(id)),
    take(): PassageView[] {
      const fresh = passagePages.newer(last, MOST)
      last = fresh.at(-1)?.id ?? last
      const isFresh = new Set(fresh.map(passage => passage.id))
      const again = changed.size > 0 ? passagePages.some([...changed].filter(id => !isFresh.has(id))) : []
      changed.clear()
      return fresh.length + again.length > 0 ? view([...again, ...fresh]) : []
    },
  }
}
