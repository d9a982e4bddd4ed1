import type { Failure } from '../../shared/model/failure.ts'
import type { FeedState } from '../../shared/model/passage.ts'
import type { Format } from './use-format.ts'
import type { Text } from './use-text.ts'

const AWAY: readonly Failure['kind'][] = ['offline', 'timeout', 'busy']

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
      // The site is there, and does not tell: what it says is what must be mended.
      if (feed.failure && !AWAY.includes(feed.failure.kind))
        return t('passages.feed refused', { time: format.when(feed.since, now) })
      return t('passages.feed offline', { time: format.when(feed.since, now) })
    default:
      return t(`passages.feed ${feed.state}`)
  }
}
