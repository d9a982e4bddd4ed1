import { z } from 'zod'
import { EventKind } from '../model/passage.ts'
import { FeedSettings, SubscriptionSettings } from '../model/settings.ts'
import { call, nothing } from './call.ts'

/** How passages are read, as an administrator sees it. */
export const FeedSettingsView = FeedSettings.pick({
  on: true,
  types: true,
  rareTypes: true,
  share: true,
  catchUpShare: true,
  subscription: true,
}).extend({
  /** Which of it counts: devices alone (`isapi`) tell by themselves, and nothing but `on` is theirs. */
  site: z.enum(['embedded', 'hikcentral', 'isapi']),
  /** The site runs on this very machine. */
  siteIsHere: z.boolean(),
  /** The kinds of event whose meaning is known; others may be asked for too. */
  kinds: z.array(EventKind),
  /** Addresses of this machine that others may reach it at. */
  addresses: z.array(z.string()),
  /** Where the site pushes to, without the token; null: nobody listens in this process. */
  listensAt: z.string().nullable(),
})
export type FeedSettingsView = z.infer<typeof FeedSettingsView>

const { on, types, rareTypes, share, catchUpShare } = FeedSettings.shape
const { shape } = SubscriptionSettings
/** What is changed, and nothing else: a default here would reset what was not named. */
export const FeedChange = z
  .object({
    on: on.unwrap(),
    types: types.unwrap(),
    rareTypes: rareTypes.unwrap(),
    share: share.unwrap(),
    catchUpShare: catchUpShare.unwrap(),
    subscription: z
      .object({
        on: shape.on.unwrap(),
        address: shape.address.unwrap(),
        port: shape.port.unwrap(),
        reachedAs: shape.reachedAs.unwrap(),
      })
      .partial(),
  })
  .partial()
export type FeedChange = z.infer<typeof FeedChange>

/** The calls about how passages are read. */
export const feedCalls = {
  'feed.get': call(nothing, FeedSettingsView),
  /** What is left out stays. Whoever reads begins anew within a second, where it stopped: nothing is lost. */
  'feed.set': call(FeedChange, FeedSettingsView),
  /** Where the site pushes to, with the token in its path: for whoever must type it, or look for it, on the site's own pages. */
  'feed.destination': call(nothing, z.object({ url: z.string().nullable() })),
} as const
