import type { Feed, FeedEvent } from '../../electron/access-control/feed.ts'
import type { FeedState, Passage } from '../../shared/model/passage.ts'

/** Reads a feed as the pump does: what was told, the last cursor, the last state. */
export function readFeed(feed: Feed, after: string | null) {
  const stopping = new AbortController()
  const reader = {
    events: [] as FeedEvent[],
    passages: [] as (Passage & { live: boolean })[],
    states: [] as FeedState[],
    cursor: after,
    onPassage: (_passage: Passage) => {},
    serials: () => reader.passages.map(({ key }) => Number(key.slice(key.lastIndexOf(':') + 1))),
    keys: () => reader.passages.map(({ key }) => key),
    state: () => reader.states.at(-1)?.state,
    async stop() {
      stopping.abort(new Error('the reader leaves'))
      await done
    },
  }
  async function run() {
    for await (const event of feed.passages(after, stopping.signal)) {
      reader.events.push(event)
      if (event.type === 'state') reader.states.push(event.state)
      else {
        reader.cursor = event.cursor
        for (const passage of event.passages) {
          reader.passages.push({ ...passage, live: event.live })
          reader.onPassage(passage)
        }
      }
    }
  }
  const done = run()
  return reader
}

export type FeedReader = ReturnType<typeof readFeed>
