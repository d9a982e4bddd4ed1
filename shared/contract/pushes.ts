import { z } from 'zod'
import { BatchView } from '../model/batch.ts'
import { PassageView } from '../model/passage.ts'
import { Preferences } from '../model/settings.ts'
import { StatusView } from '../model/site.ts'
import { VisitView } from '../model/visit.ts'
import { FeedView } from './passage-calls.ts'

/** What the core tells without being asked: whole views, never diffs, at most four times a second each. Losing every one loses nothing. */
export const pushes = {
  status: StatusView,
  visits: z.array(VisitView),
  batches: z.array(BatchView),
  preferences: Preferences,
  /** Newly stored or changed, oldest first, the last 200 of a burst: more are read with `passages.page`. */
  passages: z.array(PassageView),
  feed: FeedView,
} as const
export type PushName = keyof typeof pushes
export type PushValue<N extends PushName> = z.infer<(typeof pushes)[N]>
