import type { DenialCause, PassageResult } from '../../../shared/model/passage.ts'

/**
 * What a kind of event is to us. `passage`: a person, or somebody, at a door. `door`: what the door or its lock did; no passage of a person. `log`: what the device did. What it did is not
 * lost: each has its serial number, which the watermark passes in turn, and the device keeps it.
 */
export type EventMeaning =
  | { kind: 'passage'; result: PassageResult; cause: DenialCause | null; face: boolean }
  | { kind: 'door' }
  | { kind: 'log' }

const DOOR: EventMeaning = { kind: 'door' }
const LOG: EventMeaning = { kind: 'log' }
const unknown: EventMeaning = { kind: 'passage', result: 'unknown', cause: null, face: false }
const granted: EventMeaning = { kind: 'passage', result: 'granted', cause: null, face: false }
const denied = (cause: DenialCause): EventMeaning => ({ kind: 'passage', result: 'denied', cause, face: false })
const alarm = (cause: DenialCause | null = null): EventMeaning => ({ kind: 'passage', result: 'alarm', cause, face: false })
const withFace = (meaning: EventMeaning): EventMeaning => (meaning.kind === 'passage' ? { ...meaning, face: true } : meaning)

const combinationFailed = denied('combination-failed')
const fails = (first: number, meaning: EventMeaning): [number, EventMeaning][] => [
  [first, meaning],
  [first + 1, meaning],
]
/** The maker numbers a way of identification by three: passed, failed, timed out. */
const three = (first: number, face = false): [number, EventMeaning][] => {
  const shown = face ? withFace : (meaning: EventMeaning) => meaning
  return [[first, shown(granted)], ...fails(first + 1, shown(combinationFailed))]
}

/**
 * Minor codes of major 5 (protocol B7, Codes; the names of the maker's published headers where B7 has none). Where the two disagree, what grants least: 23, 24 are a door opened and closed, or
 * the exit button pressed and released; 27 is that button, or a door opened by force. Whatever is not here is `unknown`, and never granted.
 */
const eventCodes = new Map<number, EventMeaning>([
  [1, granted],
  [2, granted],
  [3, denied('password-failed')],
  [4, combinationFailed],
  [5, denied('too-many-tries')],
  [6, denied('no-level')],
  [7, denied('outside-hours')],
  [8, denied('expired')],
  [9, denied('card-unknown')],
  [10, denied('anti-passback')],
  [11, denied('interlock')],
  [12, combinationFailed],
  [13, denied('outside-hours')],
  [14, combinationFailed],
  [15, combinationFailed],
  [16, granted],
  ...[17, 18, 19, 20, 21, 22, 23, 24, 25, 26].map((minor): [number, EventMeaning] => [minor, DOOR]),
  // 27: DISAGREE. Somebody passed, or forced the door: it is shown, and means nothing by itself.
  [27, unknown],
  // A door held open, or one that opened by itself.
  [28, alarm()],
  ...[29, 30, 31, 32, 37].map((minor): [number, EventMeaning] => [minor, DOOR]),
  [35, combinationFailed],
  [36, combinationFailed],
  [38, granted],
  [39, denied('fingerprint-failed')],
  ...three(40),
  ...three(43),
  ...three(46),
  [49, denied('fingerprint-failed')],
  [52, alarm()],
  [53, DOOR],
  ...three(54, true),
  ...three(57, true),
  ...three(60, true),
  ...three(63, true),
  ...three(66, true),
  ...three(69),
  ...three(72),
  [75, withFace(granted)],
  [76, withFace(denied('face-failed'))],
  ...three(77, true),
  [80, withFace(denied('face-failed'))],
  ...[81, 82].map((minor): [number, EventMeaning] => [minor, DOOR]),
  [92, alarm()],
  [93, alarm()],
  [94, denied('other')],
  [101, granted],
  ...fails(102, denied('password-failed')),
  [104, withFace(denied('liveness'))],
  [105, withFace(granted)],
  // 106 in one source, 112 in the other.
  [106, withFace(denied('face-failed'))],
  [112, withFace(denied('face-failed'))],
  [113, denied('other')],
  [117, denied('outside-hours')],
  [118, denied('outside-hours')],
  [119, denied('card-unknown')],
  [120, denied('anti-passback')],
  ...[133, 134, 135, 136, 138].map((minor): [number, EventMeaning] => [minor, alarm()]),
  [137, denied('other')],
  [139, denied('other')],
  [148, denied('too-many-tries')],
  [150, denied('password-failed')],
  [151, denied('password-failed')],
  [152, denied('person-unknown')],
  [153, granted],
  [154, combinationFailed],
  [155, combinationFailed],
  [156, granted],
  [157, denied('card-unknown')],
  [159, granted],
  [160, denied('other')],
  [181, granted],
])

/** Alarms of major 1 that say why, those that say that another is over, and those of the device's own memory. */
const alarmCodes = new Map<number, EventMeaning>([
  ...[1027, 1029, 1031, 1033, 1035, 1037, 1038].map((minor): [number, EventMeaning] => [minor, LOG]),
  [1034, alarm('duress')],
  [1036, alarm('too-many-tries')],
])

/** What an event of these codes is. Major 1 is an alarm, 2 and 3 are the device's own log, 5 is a passage or a door; any other major is unknown. */
export function meaningOf(major: number, minor: number): EventMeaning {
  if (major === 5) return eventCodes.get(minor) ?? unknown
  if (major === 1) return alarmCodes.get(minor) ?? alarm()
  return major === 2 || major === 3 ? LOG : unknown
}
