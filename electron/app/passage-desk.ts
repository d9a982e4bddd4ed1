import { join } from 'node:path'
import type { FeedView } from '../../shared/contract/passage-calls.ts'
import type { PassageView } from '../../shared/model/passage.ts'
import { createPictureCache } from '../photo/picture-cache.ts'
import type { ActCalls } from './acts.ts'
import type { Core } from './core.ts'
import { createDoorChainCall } from './door-chain.ts'
import { createFeedFigures } from './feed-figures.ts'
import { createFeedSettingsCalls } from './feed-settings.ts'
import { createForgetting } from './forget.ts'
import type { Outward } from './open-core.ts'
import { guestPassed } from './outside.ts'
import { createPassageKeeper } from './passage-keeper.ts'
import { createPassageNews } from './passage-news.ts'
import { createPassagePictures } from './passage-pictures.ts'
import { createPassagePump } from './passage-pump.ts'
import { createPassageStep } from './passage-step.ts'
import { createPassageViews } from './passage-views.ts'
import { createPassageCalls } from './passages.ts'
import type { Views } from './views.ts'

const BYTES_A_MB = 1_000_000

export interface PassageDeskOptions {
  core: Core
  view: Views
  acts: ActCalls
  outward: Outward
  profileDir: string
  /** The windows are to be told. */
  onChange(): void
}

/** Everything about passages, put together: what reads and keeps them, and what may be asked of them. */
export function createPassageDesk({ core, view, acts, outward, profileDir, onChange }: PassageDeskOptions) {
  const { settings, clock, random } = core
  const views = createPassageViews(core)
  const news = createPassageNews(core, views)
  const keeper = createPassageKeeper({
    core,
    acts,
    tally: outward.tally,
    tell: event => guestPassed({ deliveries: outward.deliveries, settings, clock, random }, event),
    changed: news.changed,
  })
  const pump = createPassagePump(core, keeper, onChange)
  const room = () => settings.read().feed.picturesMb * BYTES_A_MB
  const pictures = createPictureCache(join(profileDir, 'pictures'), room, clock.now)
  const picture = createPassagePictures(core, pictures)
  const figures = createFeedFigures(core)
  const feed = (): FeedView => figures(pump.state())
  const forgetting = createForgetting({ core, acts, pictures, profileDir })

  return {
    views,
    calls: {
      ...createPassageCalls(core, views, { state: pump.state, view: feed, picture }),
      ...createFeedSettingsCalls(core),
      ...createPassageStep(core, views, acts),
      ...createDoorChainCall(core, view),
      ...forgetting.calls,
    },
    feed,
    news: (): PassageView[] => news.take(),
    /** What is to be forgotten is looked after by every owner of a profile; passages are read by those that are told to. */
    start(reads: boolean): void {
      forgetting.start()
      if (reads) pump.start()
    },
    look: forgetting.look,
    forgetting: forgetting.underWay,
    async close(): Promise<void> {
      await pump.close()
      await forgetting.close()
    },
  }
}
