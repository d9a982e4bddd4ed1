import type { Passage } from '../../../shared/model/passage.ts'

/** As much as is remembered; whatever is told again beyond it is known by its key to whoever keeps it. */
const MOST = 50_000

/** Which events have been told lately, and by which road: overlapping windows and two roads tell most of them twice. */
export function createToldEvents() {
  let young = new Map<string, 'pushed' | 'listed'>()
  let old = new Map<string, 'pushed' | 'listed'>()
  const roadOf = (key: string) => young.get(key) ?? old.get(key)
  return {
    /** Those that bring something: a listed event says more than the pushed one of the same key, and a picture may follow later. */
    fresh(passages: readonly Passage[], road: 'pushed' | 'listed'): Passage[] {
      return passages.filter(passage => {
        const known = roadOf(passage.key)
        if (known === 'listed' || (known === 'pushed' && road === 'pushed' && passage.picture === null)) return false
        if (young.size >= MOST) [old, young] = [young, new Map()]
        young.set(passage.key, road)
        return true
      })
    },
    roadOf,
  }
}
