import type { PassageView } from '../../shared/model/passage.ts'
import type { Instant } from '../../shared/model/time.ts'

/** How long a denied passage stays above the list. */
export const PIN_MS = 60_000
/** Bars shown at a time; of a storm the newest. */
export const MOST_PINNED = 2
/** Pins kept: of a storm nobody reads the hundredth. */
const KEPT = 99
/** Passages that happened longer ago are history (a night caught up): nobody stands at the door any more. */
export const FRESH_MS = 120_000

export interface Pinned {
  passage: PassageView
  /** By this window's clock. */
  until: number
  /** How often this person was turned away at this door since it was pinned. */
  times: number
}

/** A key that was on its way to the denial before is not for the one that came up under it, in milliseconds. */
const STOOD_MS = 600

/** Whether the one key is meant for this pin: it has been there long enough to be seen. */
export const isSeen = (pin: Pinned, now: number): boolean => now - (pin.until - PIN_MS) >= STOOD_MS

const samePlace = (a: PassageView, b: PassageView) =>
  a.doorId === b.doorId && a.reader === b.reader && a.guestId === b.guestId && a.code === b.code

/** Whether somebody stands at a shut door now: a denial or an alarm that has just happened. `siteNow` is the core's clock. */
export const isFreshDenial = (passage: PassageView, siteNow: Instant): boolean =>
  (passage.result === 'denied' || passage.result === 'alarm') && siteNow - passage.at < FRESH_MS

/** The pins with new denials among them: the newest first, one for a person at a door, those over their time gone. */
export function pinned(pins: readonly Pinned[], denied: readonly PassageView[], now: number): readonly Pinned[] {
  let next = pins.filter(pin => pin.until > now)
  for (const passage of [...denied].sort((a, b) => a.id - b.id)) {
    const before = next.find(pin => samePlace(pin.passage, passage))
    if (before && before.passage.id >= passage.id) continue
    next = [{ passage, until: now + PIN_MS, times: (before?.times ?? 0) + 1 }, ...next.filter(pin => pin !== before)]
  }
  if (next.length > KEPT) next = next.slice(0, KEPT)
  return next.length === pins.length && next.every((pin, i) => pin === pins[i]) ? pins : next
}
