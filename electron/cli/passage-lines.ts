import type { DenialCause, FeedState, PassageView } from '../../shared/model/passage.ts'
import { wallTime } from '../../shared/model/time.ts'
import { failureText } from './words.ts'

// Passages and the state of their feed in the command line's words.

const causes: Readonly<Record<DenialCause, string>> = {
  'face-failed': 'the face was not recognised',
  liveness: 'no living face',
  'no-level': 'no access level for this door',
  'outside-hours': 'outside the hours',
  expired: 'the window is over, or has not begun',
  'card-unknown': 'the card is not known',
  'person-unknown': 'the person is not known',
  'fingerprint-failed': 'the fingerprint was not recognised',
  'password-failed': 'the wrong password',
  'combination-failed': 'what was shown does not go together',
  'anti-passback': 'passed back',
  interlock: 'another door is open',
  'too-many-tries': 'too many tries',
  duress: 'under duress',
  other: 'another reason',
}

const two = (n: number) => String(n).padStart(2, '0')

/** `2030-03-15 09:12:04`, by the desk's own wall clock. */
export function stamp(at: number, zone: string): string {
  const wall = wallTime(at, zone)
  return `${wall.year}-${two(wall.month)}-${two(wall.day)} ${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`
}

const steps = { apply: 'apply again', extend: 'extend', 'add-level': 'add the level', retake: 'take a new photo' } as const

/** One passage as the cells of a line. */
export function passageCells(one: PassageView, zone: string): string[] {
  const who = one.guestName || 'unknown person'
  const next = one.nextStep ? `${steps[one.nextStep.do]}${'levelName' in one.nextStep ? ` ${one.nextStep.levelName}` : ''}` : ''
  const why = one.cause ? causes[one.cause] : one.result === 'unknown' ? `event ${one.type}` : ''
  return [
    stamp(one.at, zone),
    one.result,
    one.way === 'unknown' ? '' : one.way,
    one.doorName || one.doorId || '',
    who,
    [why, one.effects.join(', '), next && `-> ${next}`].filter(Boolean).join('; '),
  ]
}

export function feedText(state: FeedState, zone: string): string {
  switch (state.state) {
    case 'off':
      return 'passages are not read'
    case 'starting':
      return 'passages: starting'
    case 'live':
      return 'passages: live'
    case 'polling':
      return `passages: polling every ${(state.everyMs / 1000).toFixed(1)} s${state.unpushed ? ` (${failureText(state.unpushed)})` : ''}`
    case 'catching-up':
      return `passages: catching up ${state.done}${state.total === null ? '' : ` of ${state.total}`}`
    case 'offline':
      return `passages: site offline since ${stamp(state.since, zone)}`
  }
}
