import type { PersonRef } from '../../../shared/model/ids.ts'

/** Persons remembered: a list of thousands goes through in a day. */
const REMEMBERED = 5000

/** Something about each person, for as long as we run; the oldest is forgotten first. */
export function memory<T>() {
  const map = new Map<PersonRef, T>()
  return {
    get: (ref: PersonRef) => map.get(ref),
    delete: (ref: PersonRef) => void map.delete(ref),
    clear: () => map.clear(),
    set(ref: PersonRef, value: T) {
      map.delete(ref)
      map.set(ref, value)
      if (map.size > REMEMBERED) map.delete(map.keys().next().value as PersonRef)
    },
  }
}
