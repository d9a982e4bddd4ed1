import type { Traffic } from './traffic.ts'
import { type ApplyTimes, fullName, type World } from './world.ts'

/** What `GET <worldUrl>` answers: only persons added since the start; `apply` is for measuring (see ApplyTimes). */
export interface WorldDocument {
  persons: {
    personId: string
    personCode: string
    name: string
    hasFace: boolean
    beginTime: string
    endTime: string
    levels: string[]
    appliedDoors: string[]
  }[]
  /** `total` and `byPath` (keys after /artemis/api/) count answered calls without the 429s, which are `refused`. */
  calls: { total: number; byPath: Record<string, number>; maxPerSecond: number; refused: number }
  apply: ApplyTimes
}

/** The state of the site as one document. */
export function worldDocument(world: World, traffic: Traffic): WorldDocument {
  const persons = [...world.persons.values()].filter(person => person.added)
  return {
    persons: persons.map(person => ({
      personId: person.id,
      personCode: person.personCode,
      name: fullName(person),
      hasFace: person.face !== null,
      beginTime: person.begin.text,
      endTime: person.end.text,
      levels: [...person.levels].map(id => world.levels.get(id)?.name ?? id),
      appliedDoors: [...world.doors.values()].filter(door => door.held.has(person.id)).map(door => door.id),
    })),
    calls: traffic.calls(),
    apply: { ...world.apply },
  }
}
