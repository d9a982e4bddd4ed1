import type { DenialCause, EventKind } from '../../../shared/model/passage.ts'

/** What a kind of door event means. */
type EventMeaning = Omit<EventKind, 'type'>

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** Doors that opened (protocol A4, Event types). */
const granted = [196883, 196884, 196885, ...from(196886, 196897), 197127, 198914, 198915, 200516, 263433]

/** Doors that stayed shut, and why as far as the list says. Some published code calls 197151 granted; the full list does not. */
const denied: readonly [types: readonly number[], DenialCause][] = [
  [[...from(197134, 197140), ...from(197141, 197161)], 'combination-failed'],
  [[197128], 'fingerprint-failed'],
  [[197151, 197160], 'face-failed'],
  [[197161], 'liveness'],
  [[197382], 'password-failed'],
  [[197383], 'anti-passback'],
  [[197384], 'outside-hours'],
  [[197391, 197392], 'other'],
  [[197633], 'expired'],
  [[197634], 'card-unknown'],
  [[197635], 'no-level'],
  [[198146], 'interlock'],
  [[199429], 'too-many-tries'],
  [[200477, 200513, 200514, 200517, 200518], 'other'],
  [[200515], 'person-unknown'],
  [[200519], 'password-failed'],
]

const alarms: readonly [number, DenialCause | null][] = [
  [721678, 'duress'],
  [983304, null],
]

const table = new Map<string, EventMeaning>([
  ...granted.map((type): [string, EventMeaning] => [String(type), { result: 'granted', cause: null }]),
  // Later rows are more exact than the ranges before them.
  ...denied.flatMap(([types, cause]) => types.map((type): [string, EventMeaning] => [String(type), { result: 'denied', cause }])),
  ...alarms.map(([type, cause]): [string, EventMeaning] => [String(type), { result: 'alarm', cause }]),
])

/** The meaning of a type; one that nobody told us of is `unknown`, and never granted. */
export const meaningOf = (type: string): EventMeaning => table.get(type) ?? { result: 'unknown', cause: null }

export const knownKinds: readonly EventKind[] = [...table].map(([type, meaning]) => ({ type: Number(type), ...meaning }))
