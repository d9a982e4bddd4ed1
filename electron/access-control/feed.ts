import type { FeedState, Passage } from '../../shared/model/passage.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { CallContext } from './port.ts'

/**
 * What a feed tells. `passages` come oldest first within one event; `cursor` is the feed's own word for "all of these and everything before them have been told":
 * whoever keeps it in the transaction that keeps the passages loses none and, as each has its key, counts none twice. `live: false`: read after the fact.
 */
export type FeedEvent =
  | { type: 'passages'; passages: Passage[]; cursor: string; live: boolean }
  | { type: 'state'; state: FeedState }

export interface Feed {
  /**
   * Every passage after `after` (a cursor of this feed; null: from now on), then whatever happens, until `signal` is aborted. Polls, streams or is pushed to: the reader does not
   * know which. Never throws for a site that is away, slow or rude: it says so as a state, and goes on by itself.
   */
  passages(after: string | null, signal: AbortSignal): AsyncIterable<FeedEvent>
  /** Where the site pushes its events to while it does so: an address with a secret in its path. Left out where nothing is pushed. */
  pushedTo?(): string | null
  /** A cursor that stands at an instant: everything since then is told again. Left out where a site cannot be asked for what was. */
  cursorAt?(at: Instant): string
  /** The JPEG behind `Passage.picture`. @throws SiteError `not-found` where the site has dropped it */
  picture(id: string, call: CallContext): Promise<Uint8Array>
}
