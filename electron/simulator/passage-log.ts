import { push } from './pusher.ts'
import type { Passage, World } from './world.ts'

const MOST_PASSAGES = 200_000
// Trimmed by the block: cutting one from the head at every passage would cost the whole length.
const BLOCK = 20_000
// A client asks up to ten times, a second apart, after the push (protocol A4 Doors and events).
const LAG_MS = 1000

/** Notes passages that happen together, and tells the subscribers. */
export function recordPassages(world: World, passages: readonly Passage[]): void {
  keepPassages(world, passages)
  push(world, passages)
}

/** Notes passages and tells nobody: those of a time before, or those that are told later. */
export function keepPassages(world: World, passages: readonly Passage[]): void {
  for (const one of passages) world.passages.push(one)
  if (world.passages.length > MOST_PASSAGES + BLOCK) world.passages.splice(0, world.passages.length - MOST_PASSAGES)
}

/** What a query of passages wants; times in ms since the epoch. */
export interface PassageQuery {
  doors: ReadonlySet<string>
  start: number
  end: number
  eventType: number | undefined
  personName: string | undefined
  ascending: boolean
}

/** The passages that fit and can be queried by now, by their time. */
export function findPassages(world: World, asked: PassageQuery, nameOf: (one: Passage) => string): Passage[] {
  const now = world.clock.now()
  const lag = world.on('eventsLag') ? LAG_MS : 0
  const part = asked.personName?.toLowerCase()
  const rows = world.passages.filter(
    one =>
      one.at >= asked.start &&
      one.at <= asked.end &&
      (asked.eventType === undefined || one.eventType === asked.eventType) &&
      asked.doors.has(one.doorId) &&
      (one.shownAt ?? one.at + lag) <= now &&
      (part === undefined || nameOf(one).toLowerCase().includes(part)),
  )
  rows.sort((a, b) => a.at - b.at)
  return asked.ascending ? rows : rows.reverse()
}
