import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { FeedSettingsView } from '../../shared/contract/feed-calls.ts'
import { isThisMachine, subscriptionFaults } from '../../shared/model/subscription.ts'
import { eventKinds } from '../access-control/open.ts'
import { ownAddresses } from '../base/own-addresses.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'

/** How passages are read: the part of the settings that an administrator changes. Whoever reads looks at it once a second. */
export function createFeedSettingsCalls(core: Core) {
  const { settings, site } = core

  /** With a token in its path, which nobody is told who did not ask for it. */
  const destination = () => site.peek()?.pushedTo?.() ?? null

  function siteIsHere(): boolean {
    const { connection } = settings.read()
    if (connection.kind !== 'hikcentral') return connection.kind === 'embedded'
    return isThisMachine(new URL(connection.url).hostname.replace(/^\[|\]$/g, ''))
  }

  function view(): FeedSettingsView {
    const { connection, feed } = settings.read()
    const { on, types, rareTypes, share, catchUpShare, subscription } = feed
    return {
      on,
      types,
      rareTypes,
      share,
      catchUpShare,
      subscription,
      site: connection.kind,
      siteIsHere: siteIsHere(),
      kinds: eventKinds(connection.kind),
      addresses: ownAddresses(),
      listensAt: destination()?.replace(/[^/]+$/, '') ?? null,
    }
  }

  return {
    'feed.get': view,
    'feed.set': ({ subscription: change, ...rest }: CallParsed<'feed.set'>): FeedSettingsView => {
      const kept = settings.read()
      const subscription = { ...kept.feed.subscription, ...change }
      const [fault] = change && subscription.on ? subscriptionFaults(subscription, siteIsHere()) : []
      if (fault) throw new Refusal({ kind: 'invalid', ...fault })
      settings.write({ ...kept, feed: { ...kept.feed, ...rest, subscription } })
      core.changed()
      return view()
    },
    'feed.destination': (): CallOutput<'feed.destination'> => ({ url: destination() }),
  }
}
