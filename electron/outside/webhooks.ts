import type { Instant } from '../../shared/model/time.ts'
import type { DeliveryCause, DeliveryState } from '../../shared/model/webhook.ts'
import type { Clock, Timer } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { WebhookAnswer, WebhookMessage } from './webhook-post.ts'

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 3_600_000
/** From its being written to its last try. */
export const GIVE_UP_MS = 24 * 3_600_000
/** A due time further off than any wait, its spread and a quarter of an hour for clocks that are put right: the clock was set back. */
const TOO_FAR_MS = LONGEST_WAIT_MS * 1.2 + 900_000

const LOOK_MS = 60_000
/** For a try that is under way when the console closes: a command that ends with its batch would else always cut it off. */
const GRACE_MS = 2_000

/** The rows this works on; the profile's table has them. */
export interface DeliveryBook {
  due(now: Instant, longest: number): { id: string; body: string; attempts: number; giveUpAt: Instant } | null
  nextAt(): Instant | null
  settle(
    id: string,
    end: { state: DeliveryState; status: number | null; cause: DeliveryCause | null; at: Instant; dueAt: Instant },
  ): void
}

export interface WebhookSender {
  /** A row was written, or the settings have changed. */
  look(): void
  /** A try under way has two more seconds; cut off, its row stays as it was and is tried again by the next owner of the profile. */
  close(): Promise<void>
}

export interface WebhookSenderOptions {
  book: DeliveryBook
  /** Where to, and signed with what; 'off' lets the rows wait. Asked before each try. */
  target(): { url: string; secret: string } | 'off' | 'no-secret'
  post(message: WebhookMessage, signal: AbortSignal): Promise<WebhookAnswer>
  clock: Clock
  random: Random
  /** A row has changed. */
  onChange(): void
  /** A delivery was given up: said aloud, since nobody tries any more. */
  onGivenUp(id: string, cause: DeliveryCause): void
  onError(error: unknown): void
}

/** When the try after `attempts` failed ones is due: 5 s, doubled each time, an hour at most, spread by up to a fifth; never after the last moment. */
export function nextTry(now: Instant, attempts: number, giveUpAt: Instant, random: Random): Instant {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS) * (1 + random.next() / 5)
  return Math.max(now + FIRST_WAIT_MS, Math.min(now + Math.round(wait), giveUpAt))
}

/** Sends what is due, one after the other, and puts back what did not arrive. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { book, clock, random } = options
  const abort = new AbortController()
  let timer: Timer | null = null
  let busy: Promise<void> | null = null
  let closing = false
  /** Somebody looked while a try was under way: it may have been for a row that the loop had passed by. */
  let missed = false
  /** What was sent could not be noted (a full disk): sent on and on, it would flood the receiver. */
  let heldUntil = Number.NEGATIVE_INFINITY

  function schedule(): void {
    if (timer) clock.clearTimeout(timer)
    timer = null
    const at = book.nextAt()
    if (at === null) return
    const wait = at - clock.now()
    // Due, and still there: it is switched off, or the disk is full. And a minute at most: the wall clock may be set while we wait.
    timer = clock.setTimeout(look, wait > 0 ? Math.min(wait, LOOK_MS) : LOOK_MS)
  }

  async function sendDue(): Promise<void> {
    while (!closing) {
      const row = book.due(clock.now(), TOO_FAR_MS)
      const target = row && options.target()
      if (!row || !target || target === 'off') return
      const answer =
        target === 'no-secret'
          ? { status: null, cause: target }
          : await options.post({ ...target, id: row.id, body: row.body }, abort.signal)
      if (abort.signal.aborted) return
      settle(row, answer)
      options.onChange()
    }
  }

  function settle(row: { id: string; attempts: number; giveUpAt: Instant }, { status, cause }: WebhookAnswer): void {
    const at = clock.now()
    const state = cause === null ? 'delivered' : at >= row.giveUpAt ? 'failed' : 'waiting'
    book.settle(row.id, { state, status, cause, at, dueAt: nextTry(at, row.attempts + 1, row.giveUpAt, random) })
    if (state === 'failed' && cause) options.onGivenUp(row.id, cause)
  }

  function look(): void {
    if (closing || clock.monotonic() < heldUntil) return
    if (busy) {
      missed = true
      return
    }
    missed = false
    busy = sendDue()
      .catch(error => {
        heldUntil = clock.monotonic() + LOOK_MS
        missed = false
        options.onError(error)
      })
      .finally(() => {
        busy = null
        if (missed) look()
        else if (!closing) schedule()
      })
  }

  return {
    look,
    async close() {
      closing = true
      if (timer) clock.clearTimeout(timer)
      if (!busy) return
      const grace = clock.setTimeout(() => abort.abort(), GRACE_MS)
      await busy
      clock.clearTimeout(grace)
    },
  }
}
