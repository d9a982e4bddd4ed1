import type { FeedView } from '../../shared/contract/passage-calls.ts'
import type { FeedState } from '../../shared/model/passage.ts'
import { dayOf } from '../../shared/model/time.ts'
import type { Core } from './core.ts'

/** What was, moves slowly: it is counted this often at most, and not with every passage. */
const AGAIN_MS = 30_000
const HOUR_MS = 3_600_000

type Before = Pick<FeedView, 'insideHourAgo' | 'deniedYesterday'>

/** The figures above the list of passages, beside what they were: an hour ago, yesterday by this time. Null where passages are not here from so far back. */
export function createFeedFigures(core: Core): (state: FeedState) => FeedView {
  const { presence, passagePages, passages, clock } = core
  let kept: (Before & { site: string; slot: number }) | null = null

  function before(site: string): Before {
    const now = clock.now()
    const slot = Math.floor(now / AGAIN_MS)
    if (kept?.site === site && kept.slot === slot) return kept
    const { since } = passages.coverage(site)
    const isKnown = (from: number) => since !== null && since <= from
    const today = dayOf(now, core.zone()).from
    const yesterday = dayOf(today - 1, core.zone()).from
    const [from, until] = [yesterday, Math.min(today, yesterday + now - today)]
    kept = {
      site,
      slot,
      insideHourAgo: isKnown(now - HOUR_MS) ? presence.insideAt(site, now - HOUR_MS) : null,
      deniedYesterday: isKnown(from) ? passagePages.deniedBetween(passages.feed(site), from, until) : null,
    }
    return kept
  }

  return state => {
    const site = core.site.key()
    const now = clock.now()
    const day = dayOf(now, core.zone())
    const expected = presence.expected(site, now, day.until)
    const overstaying = presence.overstaying(site, now)
    const { insideHourAgo, deniedYesterday } = before(site)
    return {
      feed: state,
      inside: presence.inside(site),
      insideHourAgo,
      expected: expected.count,
      nextExpectedAt: expected.nextAt,
      overstaying: overstaying.count,
      overstayingSince: overstaying.since,
      deniedToday: passagePages.deniedSince(passages.feed(site), day.from),
      deniedYesterday,
    }
  }
}
