import type { FeedState } from '../../shared/model/passage.ts'
import { useFrom } from '../stores/context.ts'
import { feedWords } from '../text/feed-words.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import type { IconName } from './icon.tsx'
import { StateWord, type Tone } from './state-word.tsx'
import { useNow } from './use-now.ts'

const looks: Record<FeedState['state'], { tone: Tone; icon: IconName }> = {
  off: { tone: 'plain', icon: 'pause' },
  starting: { tone: 'plain', icon: 'clock' },
  live: { tone: 'ok', icon: 'pulse' },
  polling: { tone: 'ok', icon: 'pulse' },
  'catching-up': { tone: 'wait', icon: 'clock' },
  offline: { tone: 'no', icon: 'cross' },
}

/** The state of the feed beside the filters; amber while it catches up, refused while the site is away. */
export function FeedWord() {
  const text = useText()
  const say = useFailure()
  const format = useFormat()
  const now = useNow(30_000)
  const feed = useFrom('feed', s => s.feed?.feed)
  const link = useFrom('session', s => s.link)
  if (link === 'lost') return <StateWord tone="no">{text.t('passages.feed link')}</StateWord>
  if (!feed) return <StateWord tone="plain">{text.t('frame.loading')}</StateWord>
  const why = (feed.state === 'offline' && feed.failure) || (feed.state === 'polling' && feed.unpushed) || undefined
  return (
    <span data-testid="feed-state" data-state={feed.state} title={why && say(why)}>
      <StateWord {...looks[feed.state]}>{feedWords(feed, text, format, now)}</StateWord>
    </span>
  )
}
