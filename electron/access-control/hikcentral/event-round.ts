import type { Lane } from './event-lanes.ts'

/** A kind of event that told something so lately is likely to tell more, in milliseconds. */
const HOT_MS = 600_000

/** How often a lane is asked, against the others. */
export function weightOf(lane: Lane, now: number): number {
  if (lane.rare) return 1 / 8
  return now - lane.toldAt < HOT_MS ? 4 : 1
}

export interface RoundAbout {
  /** Monotonic. */
  now: number
  /** No lane is asked more often than this, in milliseconds. */
  everyMs: number
}

/** The lane whose turn it is, or how long to wait for one. What was begun is read to its end first; who was never asked comes before who was. */
export function nextLane(lanes: readonly Lane[], { now, everyMs }: RoundAbout): { lane: Lane } | { waitMs: number } {
  let best: { lane: Lane; score: number } | null = null
  let waitMs = everyMs
  for (const lane of lanes) {
    if (lane.busy) continue
    const dueAt = lane.hurryAt ?? (lane.reading || !lane.asked ? 0 : lane.askedAt + everyMs)
    const at = Math.max(dueAt, lane.restUntil)
    if (at > now) {
      waitMs = Math.min(waitMs, at - now)
      continue
    }
    const score = !lane.asked
      ? 1e12
      : lane.hurryAt !== null
        ? 1e11
        : lane.reading
          ? 1e10 - lane.askedAt
          : (now - lane.askedAt) * weightOf(lane, now)
    if (!best || score > best.score) best = { lane, score }
  }
  return best ? { lane: best.lane } : { waitMs: Math.max(1, waitMs) }
}

/** How long it takes until a kind of event that is no rare one is asked for again, at `rate` calls a second; the rarest round is longer. */
export function roundMs(lanes: readonly Lane[], about: RoundAbout & { rate: number }): number {
  const prompt = lanes.filter(lane => !lane.rare)
  if (prompt.length === 0) return about.everyMs
  const total = lanes.reduce((sum, lane) => sum + weightOf(lane, about.now), 0)
  const least = Math.min(...prompt.map(lane => weightOf(lane, about.now)))
  return Math.max(about.everyMs, Math.ceil((total / least / about.rate) * 10) * 100)
}
