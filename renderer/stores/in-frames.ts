/** A page in the background draws no frames; what comes is taken this often then. */
const UNSEEN_MS = 500

/** Gathers what comes and hands it over once a frame: two hundred events a second are drawn as often as the screen is. */
export function inFrames<T>(take: (gathered: readonly T[]) => void): (came: readonly T[]) => void {
  let gathered: T[] = []
  let frame = 0
  let timer = 0
  const hand = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = 0
    const all = gathered
    gathered = []
    take(all)
  }
  return came => {
    gathered.push(...came)
    if (frame !== 0) return
    frame = requestAnimationFrame(hand)
    timer = window.setTimeout(hand, UNSEEN_MS)
  }
}
