/** Answers true at most once in `everyMs`: a storm of denials rings once, not a hundred times. */
export function atMostEvery(everyMs: number): (now: number) => boolean {
  let last = Number.NEGATIVE_INFINITY
  return now => {
    if (now - last < everyMs) return false
    last = now
    return true
  }
}
