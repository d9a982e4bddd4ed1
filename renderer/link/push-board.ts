import type { PushName, PushValue } from '../../shared/contract/pushes.ts'

type Listener = (value: never) => void

/** Who listens to which push. */
export class PushBoard {
  readonly #listeners = new Map<PushName, Set<Listener>>()

  /** Returns the way to stop listening. */
  listen<N extends PushName>(name: N, listener: (value: PushValue<N>) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, set.add(listener))
    return () => set.delete(listener)
  }

  /** The core validates what it pushes; the window trusts its own host. */
  tell(name: PushName, value: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(value as never)
  }
}
