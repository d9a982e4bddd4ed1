/** Ids kept to tell news from what is told again. */
const KEPT = 4_000

/** Of what is pushed, what was never pushed before: a passage comes again when something about it has changed, and must not ring or count twice. */
export function createUnheard(): <T extends { id: number }>(pushed: readonly T[]) => readonly T[] {
  const known = new Set<number>()
  return pushed => {
    const news = pushed.filter(({ id }) => !known.has(id))
    for (const { id } of news) known.add(id)
    for (const id of known) {
      if (known.size <= KEPT) break
      known.delete(id)
    }
    return news
  }
}
