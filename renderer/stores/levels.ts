import type { StoreApi } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Link } from '../../shared/contract/link.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { AccessLevel, Door } from '../../shared/model/site.ts'
import type { Instant } from '../../shared/model/time.ts'

export interface LevelsState {
  /** Null until first read. */
  levels: readonly AccessLevel[] | null
  doors: readonly Door[]
  /** When the site told them; null: never. */
  asOf: Instant | null
  failure: Failure | null
  read(): Promise<void>
}

/** What the site lets a guest be given, and the doors it knows. */
export function createLevels(link: Link) {
  return createStore<LevelsState>()(set => ({
    levels: null,
    doors: [],
    asOf: null,
    failure: null,
    async read() {
      const [levels, doors] = await Promise.all([link.invoke('site.levels', {}), link.invoke('site.doors', {})])
      if (levels.ok) set({ levels: levels.value.levels, asOf: levels.value.asOf, failure: null })
      else set({ failure: levels.failure })
      if (doors.ok) set({ doors: doors.value.doors })
    },
  }))
}

/** Resolves once the site has told its levels, or why it cannot; and a moment later, so that whoever chooses among them has. */
export function levelsTold(levels: StoreApi<LevelsState>): Promise<void> {
  const isTold = ({ levels: told, failure }: LevelsState) => told !== null || failure !== null
  return new Promise(resolve => {
    const done = () => requestAnimationFrame(() => setTimeout(resolve))
    if (isTold(levels.getState())) return done()
    const stop = levels.subscribe(state => {
      if (!isTold(state)) return
      stop()
      done()
    })
  })
}
