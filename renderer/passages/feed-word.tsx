import type { FeedState } from '../../shared/model/passage.ts'
import { useFrom } from '../stores/context.ts'
import type { Format } from '../text/use-format.ts'
import { useFormat } from '../text/use-format.ts'
import { type Text, useText } from '../text/use-text.ts'
import type { IconName } from '../ui/icon.tsx'
import { StateWord, type Tone } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'

const looks: Record<FeedState['state'], { tone: Tone; icon: IconName }> = {
  off: { tone: 'plain', icon: 'pause' },
  starting: { tone: 'plain', icon: 'clock' },
  live: { tone: 'ok', icon: 'pulse' },
  polling: { tone: 'ok', icon: 'pulse' },
  'catching-up': { tone: 'wait', icon: 'clock' },
  offline: { tone: 'no', icon: 'cross' },
}

/** How the feed stands, in words. */
export function feedWords(feed: FeedState, { t }: Pick<Text, 't'>, format: Format, now: number): string {
  switch (feed.state) {
    case 'polling':
      return t('passages.feed polling', { seconds: format.number(feed.everyMs / 1000, 1) })
    case 'catching-up':
      return feed.total === null
        ? t('passages.feed catching-up open', { done: format.number(feed.done) })
        : t('passages.feed catching-up', { done: format.number(feed.done), total: format.number(feed.total) })
    case 'offline':
      return t('passages.feed offline', { time: format.when(feed.since, now) })
    default:
      return t(`passages.feed ${feed.state}`)
  }
}

/** The state of the feed beside the filters; amber while it catches up, refused while the site is away. */
export function FeedWord() {
  const text = useText()
  const format = useFormat()
  const now = useNow(30_000)
  const feed = useFrom('feed', s => s.feed?.feed)
  const link = useFrom('session', s => s.link)
  if (link === 'lost') return <StateWord tone="no">{text.t('passages.feed link')}</StateWord>
  if (!feed) return <StateWord tone="plain">{text.t('frame.loading')}</StateWord>
  return (
    <span data-testid="feed-state" data-state={feed.state}>
      <StateWord {...looks[feed.state]}>{feedWords(feed, text, format, now)}</StateWord>
    </span>
  )
}
